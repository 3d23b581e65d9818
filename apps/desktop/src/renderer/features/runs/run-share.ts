// How much of a run is done, as one number.
import type { Run } from '@hubdesk/shared/train/run';

/** From 0 to 1, by its steps; null before the first step is known of. */
export function shareOf({ state, progress }: Pick<Run, 'state' | 'progress'>): number | null {
  if (state === 'completed') return 1;
  if (state !== 'running' || progress === null || progress.maxSteps <= 0) return null;
  return Math.min(1, progress.step / progress.maxSteps);
}

/** `42 %`; rounded down, so that whole is whole. */
export function percentOf(share: number): string {
  return `${Math.floor(share * 100)} %`;
}
