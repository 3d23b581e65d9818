// Whether a smoke run has shown that a configuration works.
import type { Flavor } from '@hubdesk/shared/train/hardware';
import type { Run } from '@hubdesk/shared/train/run';

/** Two steps, stopped after this at the latest. */
export const smokeTimeoutSeconds = 600;

export type SmokeState = 'none' | 'going' | 'passed' | 'failed';

export function smokeStateOf(run: Run | null): SmokeState {
  switch (run?.state) {
    case undefined:
    case 'refused':
    case 'canceled':
    case 'deleted':
      return 'none';
    case 'completed':
      return run.failure === null ? 'passed' : 'failed';
    case 'failed':
      return 'failed';
    default:
      return 'going';
  }
}

/** Suggested where a mistake costs money: on hardware with a card and a price. */
export function isSmokeSuggested(flavor: Flavor | null): boolean {
  return flavor !== null && flavor.accelerator !== null && flavor.usdPerMinute !== null && flavor.usdPerMinute > 0;
}
