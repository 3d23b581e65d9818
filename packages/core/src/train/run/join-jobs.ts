// Jobs that the Hub lists, put together with the runs we know. A job of another
// computer becomes a run; a copy of a job, made on the Hub's pages with all of
// its labels, is a run of its own.
import type { RunKind } from '@hubdesk/shared/train/run';
import { runKinds } from '@hubdesk/shared/train/run';
import { artifactsBucket } from '@hubdesk/shared/train/job-spec';
import type { HubJob } from '../../hub/job-schema.ts';
import { configOfJob } from '../config-of-job.ts';
import { newRecord, type RunRecord } from './run-record.ts';

export const runLabel = 'hubdesk-run';
export const kindLabel = 'hubdesk-kind';
const safeId = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;

export type Joined = { known: string; job: HubJob } | { found: RunRecord; job: HubJob };

/** `runs` are all we know; `forgotten` holds ids of jobs that are to stay out. `at` is our own time, for a job without one. */
export function joinJobs(jobs: readonly HubJob[], runs: readonly RunRecord[], forgotten: ReadonlySet<string>, at: string): Joined[] {
  const byJob = new Map(runs.flatMap(({ id, job }) => (job === null ? [] : [[job, id] as const])));
  const ids = new Map(runs.map(({ id, job }) => [id, job] as const));
  const joined: Joined[] = [];
  // The first of several with the same label is the run, the others are copies.
  for (const job of jobs.toSorted((a, b) => a.createdAt.localeCompare(b.createdAt))) {
    if (!safeId.test(job.id) || forgotten.has(job.id)) continue;
    const known = byJob.get(job.id);
    if (known !== undefined) {
      joined.push({ known, job });
      continue;
    }
    const label = job.labels[runLabel];
    const isCopy = label === undefined || !safeId.test(label) || job.initiator?.type === 'duplicated-job' || (ids.get(label) ?? null) !== null;
    const id = isCopy ? job.id : label;
    if (!isCopy && ids.has(label)) joined.push({ known: id, job });
    else joined.push({ found: recordOf(id, job, at), job });
    byJob.set(job.id, id);
    ids.set(id, job.id);
  }
  return joined;
}

function recordOf(id: string, job: HubJob, at: string): RunRecord {
  const config = configOfJob(job.environment);
  const kind = kindOf(job.labels[kindLabel]);
  const artifacts = artifactsOf(job);
  const other = artifacts !== null && artifacts.folder !== id ? artifacts.folder : null;
  return newRecord({
    id,
    kind,
    name: job.labels['name'] || config?.name || job.id,
    config,
    namespace: job.owner,
    createdAt: job.createdAt || at,
    seenAt: at,
    flavor: job.flavor ?? config?.flavor ?? '',
    timeoutSeconds: job.timeoutSeconds,
    artifacts,
    // A folder is named for the run that began it.
    resumedFrom: kind === 'train' ? other : null,
    salvages: kind === 'salvage' ? other : null,
  });
}

function kindOf(label: string | undefined): RunKind {
  return runKinds.find((kind) => kind === label) ?? 'train';
}

function artifactsOf({ volumes }: HubJob): RunRecord['artifacts'] {
  const mount = volumes.find(({ type, source, readOnly }) => type === 'bucket' && !readOnly && source.endsWith(`/${artifactsBucket}`));
  return mount?.path ? { bucket: mount.source, folder: mount.path } : null;
}
