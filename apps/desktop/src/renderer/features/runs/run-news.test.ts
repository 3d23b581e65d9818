import { expect, it } from 'vitest';
import { aFinishedRun, aRun } from './a-run.fixture.ts';
import { newsOf, type SeenStates } from './run-news.ts';

const sinceMs = Date.parse('2026-11-20T12:10:00.000Z');
const titles = (...of: Parameters<typeof newsOf>) => newsOf(...of).map(({ title }) => title);

it('tells a start and an end once each', () => {
  const seen: SeenStates = new Map();
  expect(titles([aRun({ state: 'scheduling' })], seen, sinceMs)).toEqual([]);
  expect(titles([aRun()], seen, sinceMs)).toEqual(['small-questions has started']);
  expect(titles([aRun()], seen, sinceMs)).toEqual([]);
  expect(titles([aFinishedRun()], seen, sinceMs)).toEqual(['small-questions has finished']);
  expect(titles([aFinishedRun()], seen, sinceMs)).toEqual([]);
});

it('tells nothing of what was over before, and everything of what came since', () => {
  expect(titles([aFinishedRun()], new Map(), sinceMs)).toEqual([]);
  const since = aFinishedRun({ createdAt: '2026-11-20T12:10:05.000Z' });
  expect(titles([since], new Map(), sinceMs)).toEqual(['small-questions has finished']);
});

it('waits with the end until it is known whether the weights are there', () => {
  const seen: SeenStates = new Map([['r1', 'running']]);
  const run = aFinishedRun();
  expect(titles([{ ...run, weights: { ...run.weights, state: 'looking' } }], seen, sinceMs)).toEqual([]);
  expect(newsOf([{ ...run, weights: { ...run.weights, state: 'missing' } }], seen, sinceMs)).toEqual([
    expect.objectContaining({ title: 'small-questions has finished without weights', attention: true }),
  ]);
});

it('says why one failed, and names a state once for all windows', () => {
  const failure = {
    kind: 'out-of-memory' as const,
    sentence: 'The card has too little memory.',
    said: null,
    remedies: [],
  };
  const [news] = newsOf([aRun({ state: 'failed', failure })], new Map([['r1', 'running']]), sinceMs);
  expect(news).toMatchObject({ tag: 'r1 failed', body: 'The card has too little memory.', attention: true });
});

it('is silent about a run somebody cancelled, and about one that only waits again', () => {
  expect(titles([aRun({ state: 'canceled' })], new Map([['r1', 'running']]), sinceMs)).toEqual([]);
  expect(titles([aRun({ state: 'scheduling' })], new Map([['r1', 'launching']]), sinceMs)).toEqual([]);
});

it('does not begin again when an older word comes late', () => {
  const seen: SeenStates = new Map([['r1', 'completed']]);
  expect(titles([aRun()], seen, sinceMs)).toEqual([]);
  expect(titles([aFinishedRun()], seen, sinceMs)).toEqual([]);
});
