import { expect, it } from 'vitest';
import { aFinishedRun, aRun } from './a-run.fixture.ts';
import { historyRows, mergeLive } from './history-rows.ts';

const old = aFinishedRun({
  id: 'old',
  name: 'run-10',
  createdAt: '2026-11-01T00:00:00.000Z',
  latest: { loss: 0.9 },
  costUsd: 2,
});
const failed = aRun({
  id: 'failed',
  name: 'run-9',
  createdAt: '2026-11-10T00:00:00.000Z',
  state: 'failed',
  latest: {},
  costUsd: null,
});
const fresh = aFinishedRun({ id: 'fresh', name: 'other', latest: { loss: 0.5 }, costUsd: 3 });
const ids = (...of: Parameters<typeof historyRows>) => historyRows(...of).map(({ id }) => id);
const all = [old, failed, fresh];

it('puts the newest first, and by other things what has none of them last, either way round', () => {
  expect(ids(all, {})).toEqual(['fresh', 'failed', 'old']);
  expect(ids(all, { sort: 'loss' })).toEqual(['fresh', 'old', 'failed']);
  expect(ids(all, { sort: 'cost', reverse: true })).toEqual(['fresh', 'old', 'failed']);
  expect(ids(all, { sort: 'name' })).toEqual(['fresh', 'failed', 'old']);
});

it('finds by every word of the name, the model, the dataset or the method', () => {
  expect(ids(all, { q: 'run tiny' })).toEqual(['failed', 'old']);
  expect(ids(all, { q: 'LoRA other' })).toEqual(['fresh']);
  expect(ids(all, { q: 'nothing' })).toEqual([]);
});

it('narrows to what became of it', () => {
  expect(ids(all, { state: 'failed' })).toEqual(['failed']);
  expect(ids(all, { state: 'completed' })).toEqual(['fresh', 'old']);
});

it('believes what is followed more than what was listed', () => {
  const listed = aRun({ latest: { loss: 2 } });
  expect(
    mergeLive([listed, old], [aRun({ id: 'new' }), aRun({ latest: { loss: 1 } })]).map(({ id, latest }) => [
      id,
      latest.loss,
    ]),
  ).toEqual([
    ['new', 1.234],
    ['r1', 1],
    ['old', 0.9],
  ]);
});
