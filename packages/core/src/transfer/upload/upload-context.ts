// What the steps of an upload share: the run's means, its record keeping, and how
// a file stands on the Hub.
import { AppError } from '@hubdesk/shared/errors';
import type { TransferPhase } from '@hubdesk/shared/datasets/transfer';
import type { Clock } from '../../ports/clock.ts';
import type { HashPool } from '../hash/hash-pool.ts';
import type { SendBytes } from '../http/send-bytes.ts';
import type { Journal } from '../journal/journal-file.ts';
import type { Pace } from '../requests/pace.ts';
import type { TransferHub } from '../requests/transfer-hub.ts';
import type { CommitFile } from '../state/commit-step.ts';
import type { UploadBegin, UploadRecord } from '../state/upload-records.ts';
import { applyUpload, oidOf, type UploadState } from '../state/upload-state.ts';
import { createSemaphore } from './semaphore.ts';
import type { XetSender } from './xet-sender.ts';

export interface UploadLimits {
  /** Requests that carry small bodies, at the same time. */
  smallRequests: number;
  /** Streams of large bodies, at the same time. */
  streams: number;
  /** Files a question to the Hub. */
  askFiles: number;
  /** Small bytes held in memory between hashing and sending. */
  keptBytes: number;
}

export const uploadLimits: UploadLimits = { smallRequests: 128, streams: 4, askFiles: 256, keptBytes: 32 * 1024 * 1024 };

/** What is moving now, beside what the journal holds. */
export interface LiveProgress {
  phases: Set<TransferPhase>;
  /** Bytes by file, of the hash or the sending at work. */
  hashing: Map<number, number>;
  sending: Map<number, number>;
}

export interface UploadRun {
  state: UploadState;
  journal: Journal<UploadRecord>;
  hub: TransferHub;
  send: SendBytes;
  hashes: HashPool;
  pace: Pace;
  clock: Clock;
  /** Ends the run; aborted by the run itself at the first failure of the whole. */
  abort: AbortController;
  /** A folder of ours for what is on its way. */
  folder: string;
  live: LiveProgress;
  limits: UploadLimits;
  xet: XetSender | null;
  /** Makes the list of files where it is not a folder as it is: a draft, written anew where needed. */
  listDraft: (signal: AbortSignal) => Promise<{ path: string; bytes: number; source: string }[]>;
}

export interface UploadContext {
  begin: UploadBegin;
  /** The commit ours come after; empty until the first answer that names it. */
  head: string;
  inRepo(path: string): string;
  /** Takes records into the state and the journal. */
  write(...records: UploadRecord[]): void;
  commitFile(i: number): CommitFile;
  /** What stands at a revision in the places of these files, by path in the repository. */
  lookAt(revision: string, indices: readonly number[]): Promise<Map<string, { oid: string; size: number }>>;
  /** The head, asked for when nothing has named it yet. */
  knownHead(): Promise<string>;
}

const lookPaths = 500;

export function uploadContext({ state, journal, hub, pace, limits }: UploadRun): UploadContext {
  const { begin } = state;
  if (!begin) throw new AppError('INTERNAL', 'This transfer has no beginning.', { ref: '' });
  const looking = createSemaphore(limits.streams);
  const inRepo = (path: string) => (begin.folder === '' ? path : `${begin.folder}/${path}`);
  const context: UploadContext = {
    begin,
    head: '',
    inRepo,
    write,
    commitFile,
    lookAt,
    knownHead: async () => (context.head ||= await pace.insist(() => hub.head())),
  };
  return context;

  function write(...records: UploadRecord[]): void {
    for (const record of records) {
      if (!applyUpload(state, record)) throw new AppError('INTERNAL', 'An upload came into a state it cannot be in.', { ref: record.k });
    }
    journal.append(records);
  }

  async function lookAt(revision: string, indices: readonly number[]): Promise<Map<string, { oid: string; size: number }>> {
    const found = new Map<string, { oid: string; size: number }>();
    const looks: Promise<void>[] = [];
    for (let at = 0; at < indices.length; at += lookPaths) {
      const paths = indices.slice(at, at + lookPaths).map((i) => inRepo(state.files[i]?.path ?? ''));
      looks.push(
        looking(async () => {
          for (const [path, file] of await pace.insist(() => hub.look(revision, paths))) found.set(path, file);
        }),
      );
    }
    await Promise.all(looks);
    return found;
  }

  function commitFile(i: number): CommitFile {
    const file = state.files[i];
    return { path: inRepo(file?.path ?? ''), oid: file ? oidOf(file) : null, base: file?.base ?? null };
  }
}

export function conflict(paths: readonly string[]): AppError {
  const [first = ''] = paths;
  const words = paths.length === 1 ? `${first} was changed on the Hub meanwhile.` : `${paths.length} files were changed on the Hub meanwhile, ${first} among them.`;
  return new AppError('CONFLICT', `${words} Resuming replaces them.`, { what: first });
}
