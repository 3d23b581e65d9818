// Whether what a run trained is where it should be: in its repository, not
// empty, and written since the run began.
import { isAppError } from '@hubdesk/shared/errors';
import type { HubClient } from '../../hub/hub-client.ts';
import { fetchModelWeights } from '../../hub/model-weights.ts';
import type { JobCall } from '../../hub/jobs.ts';
import { pushesWeights, type RunRecord } from './run-record.ts';

/** Never rejects: what could not be asked is `unknown`. `at` is our own time, ISO. */
export async function lookForWeights(hub: HubClient, record: RunRecord, at: string, ask: <T>(request: (call: JobCall) => Promise<T>) => Promise<T>): Promise<RunRecord['weights']> {
  const nothing = { files: [], kind: null, commit: null, lookedAt: at };
  const repo = record.digest.verified?.repo ?? record.config?.output.repo;
  if (repo === undefined || (record.digest.verified === null && !pushesWeights(record))) return { ...nothing, state: 'none', lookedAt: null };
  try {
    const { files, kind, commit } = await ask((call) => fetchModelWeights(hub, repo, call));
    const fresh = files.filter(({ path, changedAt }) => isOfRun(record, path, changedAt));
    if (fresh.length === 0) return { ...nothing, state: 'missing' };
    return { state: 'there', files: fresh.map(({ path, bytes }) => ({ path, bytes })), kind, commit, lookedAt: at };
  } catch (error) {
    return { ...nothing, state: isAppError(error, 'NOT_FOUND') ? 'missing' : 'unknown' };
  }
}

/** Both times are by the Hub's clock. The same weights pushed again make no new commit: then the job's own word counts. */
function isOfRun({ seen, digest }: RunRecord, path: string, changedAt: string | null): boolean {
  if (digest.verified?.files.includes(path)) return true;
  const began = seen?.startedAt ?? null;
  // A commit's time has whole seconds only.
  return changedAt === null || began === null || Date.parse(changedAt) > Date.parse(began) - 1_000;
}
