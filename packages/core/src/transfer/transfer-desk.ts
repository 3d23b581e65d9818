// All transfers of one workspace: found again after a start, begun, and let run.
// Each has a folder of its own, named for it; what is over is only remembered.
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '@hubdesk/shared/errors';
import { type Transfer, transferSchema } from '@hubdesk/shared/datasets/transfer';
import { z } from 'zod';
import type { HubClient } from '../hub/hub-client.ts';
import type { Clock } from '../ports/clock.ts';
import type { WorkerScript } from '../ports/workers.ts';
import type { Secret } from '../secrets/secret.ts';
import { type DownloadWorld, openDownloadJob } from './download/download-job.ts';
import { type Job, summaryName } from './job.ts';
import { readJournal } from './journal/journal-file.ts';
import type { DownloadBegin } from './state/download-state.ts';
import type { UploadBegin } from './state/upload-records.ts';
import { openUploadJob, type UploadWorld } from './upload/upload-job.ts';

export interface TransferDeskParts {
  /** One folder a transfer is made in it. */
  folder: string;
  hub: HubClient;
  token: () => Promise<Secret>;
  /** For what anyone may read: null without an account. */
  readToken: () => Promise<Secret | null>;
  /** False while there is no account to go on with. */
  mayRun: () => boolean;
  clock: Clock;
  random: () => number;
  platform: NodeJS.Platform;
  workerScript: WorkerScript;
  listDraft: UploadWorld['listDraft'];
  /** Something a person would see changed. */
  changed: () => void;
  /** Told of a transfer of an earlier start that could not be opened. */
  unreadable: (error: unknown) => void;
  limits?: UploadWorld['limits'];
  send?: UploadWorld['send'];
  xet?: boolean;
}

export interface TransferDesk {
  list(): Transfer[];
  /** Rejects with NOT_FOUND. */
  job(id: string): Job;
  upload(begin: UploadBegin): Promise<Transfer>;
  download(begin: DownloadBegin): Promise<Transfer>;
  forget(id: string): Promise<void>;
  /** Lets those go on that a stop of the app interrupted, once there is an account. */
  wake(): void;
  close(): Promise<void>;
}

const beginSchema = z.object({ k: z.literal('begin'), kind: z.enum(['upload', 'download']) });

export async function openTransferDesk(parts: TransferDeskParts): Promise<TransferDesk> {
  const { folder, clock } = parts;
  const jobs = new Map<string, Job>();
  const uploadWorld: UploadWorld = {
    hubUrl: parts.hub.address.hubUrl,
    token: parts.token,
    clock,
    workerScript: parts.workerScript,
    listDraft: parts.listDraft,
    ...(parts.limits ? { limits: parts.limits } : {}),
    ...(parts.send ? { send: parts.send } : {}),
    ...(parts.xet === undefined ? {} : { xet: parts.xet }),
  };
  const downloadWorld: DownloadWorld = { client: parts.hub, token: parts.readToken, clock, platform: parts.platform, ...(parts.send ? { send: parts.send } : {}) };
  const jobParts = (id: string) => ({ id, folder: join(folder, id), clock, random: parts.random, changed: parts.changed });

  async function openExisting(id: string): Promise<void> {
    const path = join(folder, id, 'journal');
    const summary = await readSummary(join(folder, id, summaryName));
    const kind = summary?.kind ?? (await kindOf(path));
    // Nothing to go on with: it was never begun, or its first line was lost.
    if (kind === null) return void (await rm(join(folder, id), { recursive: true, force: true }));
    const open = () => (kind === 'upload' ? openUploadJob(jobParts(id), uploadWorld) : openDownloadJob(jobParts(id), downloadWorld));
    jobs.set(id, summary ? finishedJob(summary, open) : await open());
  }

  await mkdir(folder, { recursive: true, mode: 0o700 });
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    // One that cannot be read is left where it is, and keeps none of the others from going on.
    if (entry.isDirectory()) await openExisting(entry.name).catch(parts.unreadable);
  }

  function job(id: string): Job {
    const found = jobs.get(id);
    if (!found) throw new AppError('NOT_FOUND', 'This transfer is not there any more.', { what: 'transfer' });
    return found;
  }

  async function close(): Promise<void> {
    await Promise.all([...jobs.values()].map((each) => each.close()));
    jobs.clear();
  }

  async function begun(made: Job): Promise<Transfer> {
    jobs.set(made.id, made);
    await made.resume();
    return made.view();
  }

  return {
    job,
    list: () =>
      [...jobs.values()]
        .map((each) => each.view())
        .toSorted((a, b) => Number(isOver(a)) - Number(isOver(b)) || b.startedAt.localeCompare(a.startedAt) || (a.id < b.id ? 1 : -1)),
    upload: async (begin) => begun(await openUploadJob(jobParts(begin.id), uploadWorld, [begin])),
    download: async (begin) => begun(await openDownloadJob(jobParts(begin.id), downloadWorld, [begin])),
    async forget(id) {
      const gone = job(id);
      if (!isOver(gone.view())) throw new AppError('CONFLICT', 'This transfer is not over yet. Cancel it first.', { what: 'transfer' });
      await gone.close();
      jobs.delete(id);
      await rm(join(folder, id), { recursive: true, force: true });
    },
    wake() {
      if (!parts.mayRun()) return;
      // What cannot start says so itself.
      for (const each of jobs.values()) if (each.wantsToRun()) void each.resume().catch(() => {});
    },
    close,
  };
}

export function isOver({ state }: Transfer): boolean {
  return state === 'done' || state === 'cancelled';
}

async function kindOf(path: string): Promise<'upload' | 'download' | null> {
  let kind: 'upload' | 'download' | null = null;
  await readJournal(path, z.unknown(), (record) => {
    kind ??= beginSchema.safeParse(record).data?.kind ?? null;
  });
  return kind;
}

async function readSummary(path: string): Promise<Transfer | null> {
  try {
    return transferSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch {
    return null;
  }
}

/** One that is over: its journal is opened when somebody wants to see its files. */
function finishedJob(summary: Transfer, open: () => Promise<Job>): Job {
  const nothing = async () => {};
  return {
    id: summary.id,
    view: () => ({ ...summary, elsewhere: false }),
    async files(query) {
      const job = await open();
      try {
        return await job.files(query);
      } finally {
        await job.close();
      }
    },
    wantsToRun: () => false,
    resume: nothing,
    pause: nothing,
    cancel: nothing,
    close: nothing,
  };
}
