// Asks the Hub for the jobs of runs. Only ever reads.
import { isAppError } from '@hubdesk/shared/errors';
import { runKinds } from '@hubdesk/shared/train/run';
import type { HubClient } from '../../hub/hub-client.ts';
import type { HubJob } from '../../hub/job-schema.ts';
import { type JobCall, listJobs } from '../../hub/jobs.ts';
import { kindLabel, runLabel } from './join-jobs.ts';

/** Of one namespace and kind; older ones than these are only in the history of the computer they were run from. */
const mostPages = 10;

/** The job of a run; null when the list has none. Of several, the first: the others are copies. */
export async function findJobOfRun(hub: HubClient, namespace: string, run: string, call: JobCall): Promise<HubJob | null> {
  const found: HubJob[] = [];
  for await (const page of listJobs(hub, namespace, { labels: { [runLabel]: run } }, call)) found.push(...page);
  return found.toSorted((a, b) => a.createdAt.localeCompare(b.createdAt))[0] ?? null;
}

/** Jobs of Hubdesk in a namespace. None where this token is not let in. */
export async function listJobsOfHubdesk(hub: HubClient, namespace: string, call: JobCall): Promise<HubJob[]> {
  const found: HubJob[] = [];
  try {
    for (const kind of runKinds) {
      let pages = 0;
      for await (const page of listJobs(hub, namespace, { labels: { [kindLabel]: kind } }, call)) {
        found.push(...page);
        pages += 1;
        if (pages >= mostPages) break;
      }
    }
  } catch (error) {
    if (isRefusal(error)) return found;
    throw error;
  }
  return found;
}

function isRefusal(error: unknown): boolean {
  return isAppError(error, 'MISSING_PERMISSION') || isAppError(error, 'ORG_RESTRICTED') || isAppError(error, 'NOT_FOUND');
}
