// Uploads and downloads that go on while other pages are used. Each workspace has
// its own; those of the Sandbox end with it.
import { lstat, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { CardAnswers } from '@hubdesk/shared/datasets/dataset';
import type { Transfer } from '@hubdesk/shared/datasets/transfer';
import { AppError } from '@hubdesk/shared/errors';
import { requireThere } from '../datasets/open/still-there.ts';
import { absolutePath } from '../files/browse-folder.ts';
import { safeWrite } from '../files/safe-write.ts';
import type { Clock } from '../ports/clock.ts';
import type { WorkerScript } from '../ports/workers.ts';
import { byteSender } from '../transfer/http/send-bytes.ts';
import { createTransferHub } from '../transfer/requests/transfer-hub.ts';
import type { UploadBegin, UploadSource } from '../transfer/state/upload-records.ts';
import { isOver, openTransferDesk, type TransferDesk } from '../transfer/transfer-desk.ts';
import { planUpload, type PlanWish } from '../transfer/upload-plan.ts';
import type { Changes } from './changes.ts';
import type { Implementer } from './implementer.ts';
import { tokenIfAny, tokenOf } from './token-of.ts';
import type { Workspace, Workspaces } from './workspace.ts';

/** What transfers need of drafts. */
export interface DraftSource {
  /** What it is called, the files it will be, and whether they have to be written first. Rejects with NOT_FOUND. */
  outline(draft: string, signal: AbortSignal | undefined): Promise<{ name: string; folder: string; files: { path: string; bytes: number }[]; rewrites: boolean }>;
  /** Its files as they are to be uploaded: where they are, or written into `folder`, which is ours and may hold an earlier try. */
  materialise(draft: string, folder: string, signal: AbortSignal): Promise<{ path: string; bytes: number; source: string }[]>;
  /** The text of the README.md; `existing` is the one in the repository. */
  card(wish: { draft: string; answers: CardAnswers; repo: string; workspace: Workspace; signal: AbortSignal }): Promise<string>;
}

export interface TransfersParts {
  workspaces: Workspaces;
  changes: Changes;
  clock: Clock;
  newId: () => string;
  platform: NodeJS.Platform;
  workerScript: WorkerScript;
  /** Our state folder. */
  state: string;
  drafts: DraftSource;
  /** Told of a transfer of an earlier start that could not be opened. */
  unreadable: (error: unknown) => void;
}

const followEveryMs = 250;
const cardName = 'README.md';

export type TransfersService = ReturnType<typeof createTransfersService>;

export function createTransfersService({ workspaces, changes, clock, newId, platform, workerScript, state, drafts, unreadable }: TransfersParts) {
  const desks = new Map<Workspace, Promise<{ desk: TransferDesk; end: () => Promise<void> }>>();
  workspaces.beforeLeaving(async (workspace) => {
    // Others go on meanwhile.
    if (!workspace.lasting) await closeDesk(workspace);
  });

  async function openDesk(workspace: Workspace) {
    const scratch = workspace.lasting ? null : await mkdtemp(join(tmpdir(), 'hubdesk-transfers-'));
    const clearScratch = async () => {
      if (scratch !== null) await rm(scratch, { recursive: true, force: true });
    };
    const desk = await openTransferDesk({
      folder: scratch ?? join(state, 'transfers'),
      hub: workspace.hub,
      token: () => tokenOf(workspace),
      readToken: () => tokenIfAny(workspace),
      mayRun: () => workspace.token.marker() !== null,
      clock,
      random: Math.random,
      platform,
      workerScript,
      listDraft: (begin, folder, signal) => listDraft(workspace, begin, folder, signal),
      changed: () => changes.publish(['transfers', 'datasets']),
      unreadable,
    }).catch(async (error: unknown) => {
      await clearScratch();
      throw error;
    });
    return {
      desk,
      end: async () => {
        await desk.close();
        await clearScratch();
      },
    };
  }

  async function current(): Promise<TransferDesk> {
    const workspace = workspaces.current();
    const known = desks.get(workspace) ?? openDesk(workspace);
    desks.set(workspace, known);
    try {
      const { desk } = await known;
      desk.wake();
      return desk;
    } catch (error) {
      // The next question tries again.
      desks.delete(workspace);
      throw error;
    }
  }

  async function closeDesk(workspace: Workspace): Promise<void> {
    const known = desks.get(workspace);
    desks.delete(workspace);
    await (await known?.catch(() => null))?.end();
  }

  async function listDraft(workspace: Workspace, { source, repo }: UploadBegin, folder: string, signal: AbortSignal) {
    if (source.kind !== 'draft') return [];
    const files = await drafts.materialise(source.draft, folder, signal);
    if (source.card === null || files.some(({ path }) => path === cardName)) return files;
    const text = await drafts.card({ draft: source.draft, answers: source.card, repo, workspace, signal });
    const path = join(folder, '..', 'card.md');
    await safeWrite(path, text, { clock });
    return [{ path: cardName, bytes: Buffer.byteLength(text), source: path }, ...files];
  }

  async function hubFor(workspace: Workspace, repo: string, signal: AbortSignal | undefined) {
    const token = await tokenOf(workspace);
    const sender = byteSender({ sockets: 2 });
    const ended = signal ?? new AbortController().signal;
    const hub = createTransferHub({ hubUrl: workspace.hub.address.hubUrl, repoType: 'dataset', repo, token: async () => token, send: sender.send, clock, signal: ended });
    return { hub, close: () => sender.close() };
  }

  async function plan(source: UploadSource, target: { repo: string; create: { private: boolean } | null; folder: string }, signal: AbortSignal | undefined) {
    const from: PlanWish['from'] = source.kind === 'draft' ? await drafts.outline(source.draft, signal) : { path: absolutePath(source.path) };
    if ('path' in from) await requireThere(from.path);
    const { hub, close } = await hubFor(workspaces.current(), target.repo, signal);
    try {
      return await planUpload({ from, folder: repoFolder(target.folder), create: target.create, hub, signal });
    } finally {
      close();
    }
  }

  async function describeSource(source: UploadSource, signal: AbortSignal | undefined): Promise<{ name: string; root: string }> {
    if (source.kind === 'path') {
      await requireThere(absolutePath(source.path));
      return { name: basename(source.path), root: source.path };
    }
    const { name, folder } = await drafts.outline(source.draft, signal);
    return { name, root: folder };
  }

  const now = () => new Date(clock.now()).toISOString();

  async function* follow(signal: AbortSignal | undefined): AsyncGenerator<{ transfers: Transfer[] }> {
    let last = '';
    while (!signal?.aborted) {
      const transfers = (await current()).list().filter((each) => !isOver(each));
      const text = JSON.stringify(transfers);
      if (text !== last) yield { transfers };
      last = text;
      await pause(clock, followEveryMs, signal);
    }
  }

  const changing = async (transfer: string, change: (job: ReturnType<TransferDesk['job']>) => Promise<void>): Promise<Transfer> => {
    const job = (await current()).job(transfer);
    await change(job);
    return job.view();
  };

  return {
    /** Finds what an earlier start left, and lets it go on. */
    async start(): Promise<void> {
      await current();
    },
    async dispose(): Promise<void> {
      await Promise.all([...desks.keys()].map(closeDesk));
    },
    handlers: (os: Implementer['transfers']) =>
      os.router({
        list: os.list.handler(async () => (await current()).list()),
        get: os.get.handler(async ({ input }) => (await current()).job(input.transfer).view()),
        files: os.files.handler(async ({ input }) => (await current()).job(input.transfer).files(input)),
        follow: os.follow.handler(({ signal }) => follow(signal)),
        plan: os.plan.handler(({ input, signal }) => plan(input.source, input.target, signal)),
        upload: os.upload.handler(async ({ input, signal }) => {
          const { source, target } = input;
          const { name, root } = await describeSource(source, signal);
          await tokenOf(workspaces.current());
          const desk = await current();
          return desk.upload({
            k: 'begin',
            kind: 'upload',
            id: newId(),
            at: now(),
            name,
            root,
            repo: target.repo,
            repoType: 'dataset',
            create: target.create,
            folder: repoFolder(target.folder),
            message: target.message,
            source,
          });
        }),
        download: os.download.handler(async ({ input }) => {
          await requireFolder(absolutePath(input.folder));
          const desk = await current();
          return desk.download({
            k: 'begin',
            kind: 'download',
            id: newId(),
            at: now(),
            name: input.repo.split('/').at(-1) ?? input.repo,
            repo: input.repo,
            repoType: input.repoType,
            revision: input.revision,
            paths: input.paths,
            folder: input.folder,
          });
        }),
        pause: os.pause.handler(({ input }) => changing(input.transfer, (job) => job.pause())),
        resume: os.resume.handler(({ input }) => changing(input.transfer, (job) => job.resume())),
        cancel: os.cancel.handler(({ input }) => changing(input.transfer, (job) => job.cancel())),
        forget: os.forget.handler(async ({ input }) => (await current()).forget(input.transfer)),
      }),
  };
}

async function requireFolder(path: string): Promise<void> {
  const stats = await lstat(path).catch(() => null);
  if (stats?.isDirectory() || stats?.isSymbolicLink()) return;
  const reason = 'there is no such folder';
  throw new AppError('STORAGE_FAILED', `Hubdesk could not save into ${path}: ${reason}. Nothing was changed.`, { path, reason });
}

/** Without slashes at its ends. What is in it is judged with each file's name. */
function repoFolder(folder: string): string {
  return folder.replace(/^\/+|\/+$/g, '');
}

/** Ends at once when nobody reads any more. */
function pause(clock: Clock, ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      takeBack();
      // Those who read for hours would have a listener for each pause.
      signal?.removeEventListener('abort', end);
      resolve();
    };
    const takeBack = clock.after(ms, end);
    signal?.addEventListener('abort', end);
  });
}
