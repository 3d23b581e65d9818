// A launch whose answer was lost: the Hub's list is looked at until the run is
// in it, or until it is certain that it never will be. Sends nothing but looks.
import { isAppError } from '@hubdesk/shared/errors';
import type { HubClient } from '../../hub/hub-client.ts';
import type { HubJob } from '../../hub/job-schema.ts';
import type { JobCall } from '../../hub/jobs.ts';
import { findJobOfRun } from './find-job.ts';
import { createAlarm } from './pause.ts';

export interface ClearUpParts {
  hub: HubClient;
  namespace: string;
  id: string;
  ask<T>(request: (call: JobCall) => Promise<T>): Promise<T>;
  /** Told after the first look, whatever came of it. */
  looked(): void;
  signal: AbortSignal;
}

/** How long the list may take to show a job that was taken: looks after these pauses. */
const patienceMs = [0, 1_000, 2_000, 4_000, 8_000, 15_000];
const shortPauseMs = 1_000;

/** Null: it is certainly not there. Rejects where this token may not look, and when `signal` is aborted. */
export async function clearUpLaunch({ hub, namespace, id, ask, looked, signal }: ClearUpParts): Promise<HubJob | null> {
  const alarm = createAlarm(hub.clock);
  for (let looks = 0; looks < patienceMs.length;) {
    const pauseMs = patienceMs[looks] ?? 0;
    if (pauseMs > 0) await alarm.pause(pauseMs, signal);
    signal.throwIfAborted();
    try {
      const job = await ask((call) => findJobOfRun(hub, namespace, id, call));
      if (job !== null) return job;
      looks += 1;
    } catch (error) {
      // Only an answer counts as a look. The line makes the next one wait.
      if (!isAppError(error) || signal.aborted || mayNotLook(error.code)) throw error;
      looked();
      await alarm.pause(shortPauseMs, signal);
    }
    looked();
  }
  return null;
}

function mayNotLook(code: string): boolean {
  return code === 'MISSING_PERMISSION' || code === 'ORG_RESTRICTED' || code === 'NOT_FOUND';
}
