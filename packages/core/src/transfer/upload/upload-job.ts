// An upload as a job: puts the run together from the workspace's Hub and token.
import { join } from 'node:path';
import type { TransferFile } from '@hubdesk/shared/datasets/transfer';
import type { Clock } from '../../ports/clock.ts';
import type { WorkerScript } from '../../ports/workers.ts';
import type { Secret } from '../../secrets/secret.ts';
import { createHashPool } from '../hash/hash-pool.ts';
import { byteSender, type SendLimits, sendLimits } from '../http/send-bytes.ts';
import { type CommonRecord, type Job, type JobKind, type JobParts, openJob } from '../job.ts';
import { createTransferHub, repoPageUrl } from '../requests/transfer-hub.ts';
import { type UploadBegin, type UploadRecord, uploadRecordSchema } from '../state/upload-records.ts';
import { applyUpload, emptyUpload, uploadSnapshot, type UploadFile, type UploadState } from '../state/upload-state.ts';
import { runUpload } from './run-upload.ts';
import { type LiveProgress, type UploadLimits, uploadLimits, type UploadRun } from './upload-context.ts';
import { xetOverSession } from './xet-over-session.ts';

export interface UploadWorld {
  hubUrl: string;
  token: () => Promise<Secret | null>;
  clock: Clock;
  workerScript: WorkerScript;
  limits?: Partial<UploadLimits>;
  send?: Partial<SendLimits>;
  /** Whether Xet is offered to the Hub; it is by default. */
  xet?: boolean;
  /** Writes a draft into `folder` as it is to be uploaded, its card with it. */
  listDraft: (begin: UploadBegin, folder: string, signal: AbortSignal) => ReturnType<UploadRun['listDraft']>;
}

/** Requests to the Hub itself, beside those to its store. */
const hubSockets = 8;

export function openUploadJob(parts: JobParts, world: UploadWorld, first: readonly UploadRecord[] = []): Promise<Job> {
  const live: LiveProgress = { phases: new Set(), hashing: new Map(), sending: new Map() };
  const limits = { ...uploadLimits, ...world.limits };
  const kind: JobKind<UploadState, UploadRecord | CommonRecord> = {
    schema: uploadRecordSchema,
    empty: emptyUpload,
    apply: applyUpload,
    snapshot: uploadSnapshot,
    // Hashed, its way, uploaded or done.
    fewest: (state) => 100 + state.files.length * 3,
    async run({ state, journal, pace, abort }) {
      const { begin } = state;
      if (!begin) return;
      const { signal } = abort;
      const send = { ...sendLimits, ...world.send };
      const toHub = byteSender({ sockets: hubSockets, limits: send });
      const toStore = byteSender({ sockets: limits.smallRequests, limits: send });
      const hashes = createHashPool(world.workerScript);
      // The same one for the whole run: a keychain is not asked once a request.
      let token: Promise<Secret | null> | null = null;
      const hub = createTransferHub({
        hubUrl: world.hubUrl,
        repoType: begin.repoType,
        repo: begin.repo,
        token: () => (token ??= world.token()),
        send: toHub.send,
        clock: world.clock,
        signal,
      });
      const folder = join(parts.folder, 'work');
      const { clock, workerScript } = world;
      const xet = world.xet === false ? null : xetOverSession({ folder: parts.folder, send: toStore.send, askHub: hub.ask, pace, clock, workerScript, signal });
      signal.addEventListener('abort', () => void hashes.close());
      try {
        await runUpload({
          state,
          journal,
          hub,
          send: toStore.send,
          hashes,
          pace,
          clock,
          abort,
          folder,
          live,
          limits,
          xet,
          listDraft: (stop) => world.listDraft(begin, join(parts.folder, 'draft'), stop),
        });
      } finally {
        live.phases = new Set();
        live.hashing.clear();
        live.sending.clear();
        await xet?.close();
        toHub.close();
        toStore.close();
        await hashes.close();
      }
    },
    view(state) {
      const { begin, totals } = state;
      const sum = (each: Map<number, number>) => [...each.values()].reduce((all, bytes) => all + bytes, 0);
      const repoUrl = begin ? repoPageUrl(world.hubUrl, begin.repoType, begin.repo) : world.hubUrl;
      return {
        kind: 'upload',
        repo: begin?.repo ?? '',
        repoType: begin?.repoType ?? 'dataset',
        repoUrl,
        name: begin?.name ?? '',
        folder: begin?.root ?? '',
        phases: [...live.phases],
        planning: !state.listed,
        files: { total: state.files.length, done: totals.doneFiles, failed: totals.failedFiles },
        bytes: { total: totals.bytes, hashed: totals.hashed + sum(live.hashing), sent: totals.sent + sum(live.sending), spared: totals.spared },
        commits: state.commits,
        startedAt: begin?.at ?? '',
        resultUrl: state.lastCommit ? `${repoUrl}/commit/${state.lastCommit}` : null,
      };
    },
    files: (state) => state.files.map((file, i) => fileView(file, live.hashing.get(i), live.sending.get(i))),
  };
  return openJob(kind, parts, first);
}

function fileView({ path, bytes, stage, way, problem }: UploadFile, hashing: number | undefined, sending: number | undefined): TransferFile {
  const state = stage === 'planned' && hashing !== undefined ? 'hashing' : stage === 'hashed' && sending !== undefined ? 'sending' : shownAs[stage];
  const bytesDone = state === 'planned' || state === 'failed' ? 0 : state === 'hashing' ? (hashing ?? 0) : state === 'sending' ? (sending ?? 0) : bytes;
  return { path, bytes, bytesDone, state, way, problem };
}

const shownAs: Record<UploadFile['stage'], TransferFile['state']> = {
  planned: 'planned',
  hashed: 'hashed',
  uploaded: 'sent',
  committing: 'committing',
  committed: 'done',
  spared: 'spared',
  failed: 'failed',
};
