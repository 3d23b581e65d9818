// An upload as a pure state machine: records in, state out. No file, network or
// clock is known here. A record that does not follow from what is known is refused.
import type { TransferFile, Transfer } from '@hubdesk/shared/datasets/transfer';
import type { Identity, Multipart, UploadBegin, UploadRecord } from './upload-records.ts';

type Problem = NonNullable<Transfer['problem']>;

export type UploadStage = 'planned' | 'hashed' | 'uploaded' | 'committing' | 'committed' | 'spared' | 'failed';

export interface UploadFile {
  /** In the repository. */
  path: string;
  bytes: number;
  /** On this computer, absolute. */
  source: string;
  stage: UploadStage;
  was: Identity | null;
  sha256: string | null;
  sha1: string | null;
  way: NonNullable<TransferFile['way']> | null;
  /** What stood there on the Hub when the way was asked for: its SHA-256 or git id; null for nothing. */
  base: string | null;
  multipart: Multipart | null;
  /** ETag by part, from 1. */
  etags: Map<number, string>;
  problem: Problem | null;
}

export interface Batch {
  files: readonly number[];
  parent: string;
}

export interface UploadState {
  begin: UploadBegin | null;
  /** Null: not known to exist. */
  repo: { made: boolean } | null;
  listed: boolean;
  files: UploadFile[];
  /** Sent to the Hub with an outcome we do not know yet. */
  open: Map<number, Batch>;
  lastBatch: number;
  commits: number;
  lastCommit: string | null;
  intent: 'run' | 'pause' | 'cancel';
  accepted: boolean;
  problem: Problem | null;
  finishedAt: string | null;
  done: boolean;
  totals: { bytes: number; hashed: number; sent: number; spared: number; doneFiles: number; failedFiles: number };
}

export function emptyUpload(): UploadState {
  return {
    begin: null,
    repo: null,
    listed: false,
    files: [],
    open: new Map(),
    lastBatch: 0,
    commits: 0,
    lastCommit: null,
    intent: 'run',
    accepted: false,
    problem: null,
    finishedAt: null,
    done: false,
    totals: { bytes: 0, hashed: 0, sent: 0, spared: 0, doneFiles: 0, failedFiles: 0 },
  };
}

const hashedStages: ReadonlySet<UploadStage> = new Set(['hashed', 'uploaded', 'committing', 'committed', 'spared']);
const sentStages: ReadonlySet<UploadStage> = new Set(['uploaded', 'committing', 'committed']);

/** The object id the Hub will list for a file as it was hashed. */
export function oidOf(file: Pick<UploadFile, 'way' | 'sha256' | 'sha1'>): string | null {
  return file.way === 'regular' ? file.sha1 : file.sha256;
}

/** Takes one record in. False, with nothing changed, for one that cannot follow: a journal that was tampered with. */
export function applyUpload(state: UploadState, record: UploadRecord): boolean {
  switch (record.k) {
    case 'begin':
      if (state.begin) return false;
      state.begin = record;
      return true;
    case 'repo':
      state.repo = { made: record.made || state.repo?.made === true };
      return true;
    case 'files':
      if (state.listed) return false;
      for (const [path, bytes, source] of record.files) {
        state.files.push(planned(path, bytes, source));
        state.totals.bytes += bytes;
      }
      return true;
    case 'listed':
      state.listed = true;
      return true;
    case 'relist':
      if (state.listed) return false;
      state.files = [];
      state.totals.bytes = 0;
      return true;
    case 'intent':
      state.intent = record.intent;
      if (record.intent === 'cancel') {
        state.finishedAt = record.at;
        for (const file of state.files) forgetParts(file);
      }
      if (record.intent === 'run') state.problem = null;
      return true;
    case 'stopped':
      state.problem = record.problem;
      state.accepted = false;
      return true;
    case 'accepted':
      state.accepted = true;
      return true;
    case 'again':
      for (const file of state.files) if (file.stage === 'failed') move(state, file, 'planned');
      return true;
    case 'done':
      state.done = true;
      state.lastCommit = record.oid;
      state.finishedAt = record.at;
      state.problem = null;
      return true;
    case 'committing':
      return applyCommitting(state, record);
    case 'committed':
    case 'uncommitted': {
      const batch = state.open.get(record.batch);
      if (!batch) return false;
      state.open.delete(record.batch);
      for (const i of batch.files) {
        const file = state.files[i];
        if (file) move(state, file, record.k === 'committed' ? 'committed' : file.way === 'regular' ? 'hashed' : 'uploaded');
      }
      if (record.k === 'committed') {
        state.commits += 1;
        state.lastCommit = record.oid;
        // From here on what stands there is ours.
        for (const i of batch.files) rebase(state.files[i]);
      }
      return true;
    }
    default:
      return applyToFile(state, record);
  }
}

function applyCommitting(state: UploadState, { batch, parent, files }: Extract<UploadRecord, { k: 'committing' }>): boolean {
  const open = state.open.get(batch);
  // The same batch again with another parent, or a new one.
  if (open ? open.files.join() !== files.join() : batch <= state.lastBatch) return false;
  const ready = files.every((i) => {
    const file = state.files[i];
    return file !== undefined && (open ? file.stage === 'committing' : file.stage === 'uploaded' || (file.stage === 'hashed' && file.way === 'regular'));
  });
  if (!ready) return false;
  state.open.set(batch, { files, parent });
  state.lastBatch = Math.max(state.lastBatch, batch);
  for (const i of files) {
    const file = state.files[i];
    if (file) move(state, file, 'committing');
  }
  return true;
}

type FileRecord = Extract<UploadRecord, { i: number }>;

function applyToFile(state: UploadState, record: FileRecord): boolean {
  const file = state.files[record.i];
  if (!file) return false;
  switch (record.k) {
    case 'hashed':
      if (file.stage !== 'planned') return false;
      state.totals.bytes += record.was.size - file.bytes;
      Object.assign(file, { bytes: record.was.size, was: record.was, sha256: record.sha256, sha1: record.sha1, way: null });
      move(state, file, 'hashed');
      return true;
    case 'way':
      if (file.stage !== 'hashed') return false;
      file.way = record.way;
      file.base = record.base;
      return true;
    case 'base':
      file.base = record.base;
      return true;
    case 'overtaken':
      if (file.stage !== 'committed' && file.stage !== 'spared') return false;
      move(state, file, 'planned');
      return true;
    case 'parts':
      if (file.stage !== 'hashed' || file.way !== 'lfs') return false;
      file.multipart = record.multipart;
      file.etags.clear();
      return true;
    case 'part':
      if (file.multipart === null || record.part > file.multipart.urls.length) return false;
      file.etags.set(record.part, record.etag);
      return true;
    case 'uploaded':
      if (file.stage !== 'hashed' || file.way !== 'lfs') return false;
      file.way = record.way;
      forgetParts(file);
      move(state, file, 'uploaded');
      return true;
    case 'spared':
      if (file.stage === 'committing' || file.stage === 'committed') return false;
      forgetParts(file);
      file.problem = record.ignored ? ignoredProblem : null;
      move(state, file, 'spared');
      return true;
    case 'changed':
      if (file.stage === 'committing' || file.stage === 'committed' || file.stage === 'spared') return false;
      forgetParts(file);
      move(state, file, 'planned');
      Object.assign(file, { was: null, sha256: null, sha1: null, way: null });
      return true;
    case 'failed':
      if (file.stage === 'committing' || file.stage === 'committed') return false;
      forgetParts(file);
      move(state, file, 'failed');
      file.problem = record.problem;
      return true;
  }
}

const ignoredProblem: Problem = {
  code: 'INVALID_INPUT',
  message: 'The repository’s .gitignore leaves this file out.',
  data: { reason: 'ignored' },
};

function planned(path: string, bytes: number, source: string): UploadFile {
  return {
    path,
    bytes,
    source,
    stage: 'planned',
    was: null,
    sha256: null,
    sha1: null,
    way: null,
    base: null,
    multipart: null,
    etags: new Map(),
    problem: null,
  };
}

function forgetParts(file: UploadFile): void {
  file.multipart = null;
  if (file.etags.size > 0) file.etags = new Map();
}

function rebase(file: UploadFile | undefined): void {
  if (file) file.base = oidOf(file);
}

function move(state: UploadState, file: UploadFile, stage: UploadStage): void {
  count(state, file, -1);
  file.stage = stage;
  if (stage !== 'failed' && stage !== 'spared') file.problem = null;
  count(state, file, 1);
}

function count({ totals }: UploadState, { stage, bytes }: UploadFile, by: 1 | -1): void {
  if (hashedStages.has(stage)) totals.hashed += by * bytes;
  if (sentStages.has(stage)) totals.sent += by * bytes;
  if (stage === 'spared') totals.spared += by * bytes;
  if (stage === 'committed' || stage === 'spared') totals.doneFiles += by;
  if (stage === 'failed') totals.failedFiles += by;
}

/** The fewest records that lead to this state: what a journal is rewritten as. */
export function* uploadSnapshot(state: UploadState): Generator<UploadRecord> {
  if (state.begin) yield state.begin;
  if (state.repo) yield { k: 'repo', made: state.repo.made };
  for (let at = 0; at < state.files.length; at += filesARecord) {
    yield { k: 'files', files: state.files.slice(at, at + filesARecord).map(({ path, bytes, source }) => [path, bytes, source]) };
  }
  if (state.listed) yield { k: 'listed' };
  for (const [i, file] of state.files.entries()) yield* fileSnapshot(i, file);
  // Numbers of batches go on; which files went in which commit of old is of no use any more.
  const settled = state.files.flatMap((file, i) => (file.stage === 'committed' ? [i] : []));
  if (settled.length > 0 || state.commits > 0) {
    for (let n = 1; n < state.commits; n += 1) yield* settledBatch(n, []);
    yield* settledBatch(Math.max(state.commits, 1), settled, state.lastCommit ?? '');
  }
  for (const [batch, { files, parent }] of state.open) yield { k: 'committing', batch, parent, files: [...files] };
  if (state.accepted) yield { k: 'accepted' };
  if (state.done) yield { k: 'done', oid: state.lastCommit ?? '', at: state.finishedAt ?? '' };
  else yield { k: 'intent', intent: state.intent, at: state.finishedAt ?? '' };
  if (state.problem) yield { k: 'stopped', problem: state.problem };
}

export const filesARecord = 500;

function* settledBatch(batch: number, files: number[], oid = ''): Generator<UploadRecord> {
  yield { k: 'committing', batch, parent: '', files };
  yield { k: 'committed', batch, oid };
}

function* fileSnapshot(i: number, file: UploadFile): Generator<UploadRecord> {
  const { was, sha256, sha1, way, base, multipart, stage, problem } = file;
  if (was && sha256 !== null) {
    yield { k: 'hashed', i, was, sha256, sha1 };
    if (way !== null) yield { k: 'way', i, way: way === 'regular' ? 'regular' : 'lfs', base };
    if (multipart) yield { k: 'parts', i, multipart };
    for (const [part, etag] of file.etags) yield { k: 'part', i, part, etag };
    if ((sentStages.has(stage) && way !== 'regular' && way !== null) || stage === 'uploaded') yield { k: 'uploaded', i, way: way === 'xet' ? 'xet' : 'lfs' };
  }
  if (stage === 'spared') yield { k: 'spared', i, ignored: problem !== null };
  if (stage === 'failed' && problem) yield { k: 'failed', i, problem };
}
