import { expect, it } from 'vitest';
import { transferSteps } from './transfer-steps.ts';

const states = (...of: Parameters<typeof transferSteps>) => transferSteps(...of).map(({ state }) => state);

it('counts as done what comes before all that is at work', () => {
  expect(states({ kind: 'upload', state: 'running', phases: ['uploading', 'committing'] })).toEqual([
    'done',
    'done',
    'active',
    'active',
    'ahead',
  ]);
});

it('knows nothing done while nothing is at work, and everything at the end', () => {
  expect(states({ kind: 'download', state: 'paused', phases: [] })).toEqual(['ahead', 'ahead', 'ahead']);
  expect(states({ kind: 'download', state: 'done', phases: [] })).toEqual(['done', 'done', 'done']);
});
