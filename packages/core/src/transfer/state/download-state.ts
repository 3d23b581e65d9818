// A download as a pure state machine: its records and what they fold into.
import { transferProblemSchema } from '@hubdesk/shared/datasets/transfer';
import { z } from 'zod';
import type { Problem } from '../problem.ts';

const index = z.number().int().min(0);

export const downloadRecordSchema = z.discriminatedUnion('k', [
  z.object({
    k: z.literal('begin'),
    kind: z.literal('download'),
    id: z.string(),
    at: z.string(),
    name: z.string(),
    repo: z.string(),
    repoType: z.enum(['model', 'dataset', 'space']),
    revision: z.string(),
    /** Null: everything. */
    paths: z.array(z.string()).nullable(),
    /** Where the new folder is made. */
    folder: z.string(),
  }),
  /** The folder that was made, absolute, and the commit that is read: a branch may move on meanwhile. */
  z.object({ k: z.literal('into'), target: z.string(), commit: z.string() }),
  /** Path in the repository, path in the folder, bytes, object id, and whether that is a SHA-256. */
  z.object({ k: z.literal('files'), files: z.array(z.tuple([z.string(), z.string(), z.number(), z.string(), z.boolean()])) }),
  z.object({ k: z.literal('listed') }),
  z.object({ k: z.literal('relist') }),
  z.object({ k: z.literal('got'), i: index }),
  z.object({ k: z.literal('failed'), i: index, problem: transferProblemSchema }),
  z.object({ k: z.literal('again') }),
  z.object({ k: z.literal('intent'), intent: z.enum(['run', 'pause', 'cancel']), at: z.string() }),
  z.object({ k: z.literal('stopped'), problem: transferProblemSchema }),
  z.object({ k: z.literal('accepted') }),
  z.object({ k: z.literal('done'), at: z.string() }),
]);
export type DownloadRecord = z.infer<typeof downloadRecordSchema>;
export type DownloadBegin = Extract<DownloadRecord, { k: 'begin' }>;

export interface DownloadFile {
  /** In the repository. */
  path: string;
  /** In the folder, with `/`: safe to write on this system. */
  local: string;
  bytes: number;
  oid: string;
  lfs: boolean;
  stage: 'planned' | 'got' | 'failed';
  problem: Problem | null;
}

export interface DownloadState {
  begin: DownloadBegin | null;
  into: { target: string; commit: string } | null;
  listed: boolean;
  files: DownloadFile[];
  intent: 'run' | 'pause' | 'cancel';
  problem: Problem | null;
  finishedAt: string | null;
  done: boolean;
  totals: { bytes: number; got: number; gotFiles: number; failedFiles: number };
}

export function emptyDownload(): DownloadState {
  return {
    begin: null,
    into: null,
    listed: false,
    files: [],
    intent: 'run',
    problem: null,
    finishedAt: null,
    done: false,
    totals: { bytes: 0, got: 0, gotFiles: 0, failedFiles: 0 },
  };
}

export function applyDownload(state: DownloadState, record: DownloadRecord): boolean {
  switch (record.k) {
    case 'begin':
      if (state.begin) return false;
      state.begin = record;
      return true;
    case 'into':
      state.into = { target: record.target, commit: record.commit };
      return true;
    case 'files':
      if (state.listed) return false;
      for (const [path, local, bytes, oid, lfs] of record.files) {
        state.files.push({ path, local, bytes, oid, lfs, stage: 'planned', problem: null });
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
    case 'got':
    case 'failed': {
      const file = state.files[record.i];
      if (file?.stage !== 'planned') return false;
      file.stage = record.k;
      if (record.k === 'failed') {
        file.problem = record.problem;
        state.totals.failedFiles += 1;
      } else {
        state.totals.gotFiles += 1;
        state.totals.got += file.bytes;
      }
      return true;
    }
    case 'again':
      for (const file of state.files) if (file.stage === 'failed') Object.assign(file, { stage: 'planned', problem: null });
      state.totals.failedFiles = 0;
      return true;
    case 'intent':
      state.intent = record.intent;
      if (record.intent === 'cancel') state.finishedAt = record.at;
      if (record.intent === 'run') state.problem = null;
      return true;
    case 'stopped':
      state.problem = record.problem;
      return true;
    case 'accepted':
      return true;
    case 'done':
      state.done = true;
      state.finishedAt = record.at;
      state.problem = null;
      return true;
  }
}

const filesARecord = 500;

/** The fewest records that lead to this state. */
export function* downloadSnapshot(state: DownloadState): Generator<DownloadRecord> {
  if (state.begin) yield state.begin;
  if (state.into) yield { k: 'into', ...state.into };
  for (let at = 0; at < state.files.length; at += filesARecord) {
    yield { k: 'files', files: state.files.slice(at, at + filesARecord).map(({ path, local, bytes, oid, lfs }) => [path, local, bytes, oid, lfs]) };
  }
  if (state.listed) yield { k: 'listed' };
  for (const [i, { stage, problem }] of state.files.entries()) {
    if (stage === 'got') yield { k: 'got', i };
    else if (stage === 'failed' && problem) yield { k: 'failed', i, problem };
  }
  if (state.done) yield { k: 'done', at: state.finishedAt ?? '' };
  else yield { k: 'intent', intent: state.intent, at: state.finishedAt ?? '' };
  if (state.problem) yield { k: 'stopped', problem: state.problem };
}
