import { expect, it } from 'vitest';
import type { Run } from '@hubdesk/shared/train/run';
import { shareOfRuns, showProgress } from './show-progress.ts';

function at(step: number, state: Run['state'] = 'running'): Pick<Run, 'state' | 'progress'> {
  const progress = { step, maxSteps: 1_000, epoch: null, secondsPerStep: null, remainingSeconds: null, projectedUsd: null, beyondTimeout: false };
  return { state, progress };
}

it('is the middle of all that have begun, and nothing before the first step is known of', () => {
  expect(shareOfRuns([at(200), at(600), { state: 'scheduling', progress: null }])).toBe(0.4);
  expect(shareOfRuns([{ state: 'running', progress: null }])).toBeNull();
  expect(shareOfRuns([])).toBeNull();
});

it('tells each hundredth once, and takes the sign away at the end', async () => {
  const shown: (number | null)[] = [];
  async function* followed() {
    for (const runs of [[at(0, 'scheduling')], [at(100)], [at(101)], [at(500)]]) yield { runs };
  }
  await showProgress(followed(), { show: (share) => void shown.push(share) });
  expect(shown).toEqual([0.1, 0.5, null]);
});

it('takes the sign away also when following breaks off', async () => {
  const shown: (number | null)[] = [];
  async function* followed() {
    yield { runs: [at(100)] };
    throw new Error('gone');
  }
  await expect(showProgress(followed(), { show: (share) => void shown.push(share) })).rejects.toThrow('gone');
  expect(shown).toEqual([0.1, null]);
});
