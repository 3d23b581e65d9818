import { expect, it } from 'vitest';
import { aFinishedRun, aRun } from './a-run.fixture.ts';
import { lossOf, progressFacts, stateWords } from './run-words.ts';

it('says steps and time left, and what it does before the first step', () => {
  expect(progressFacts(aRun())).toEqual(['step 42 of 100', '2 min left']);
  const loading = aRun({
    progress: null,
    phases: [{ phase: 'model', state: 'now', startedAt: null, finishedAt: null, detail: '1.2 GB' }],
  });
  expect(stateWords(loading)).toBe('Loading the model');
  expect(progressFacts(loading)).toEqual(['1.2 GB']);
});

it('does not call a run good whose weights are not there', () => {
  const run = aFinishedRun();
  expect(stateWords(run)).toBe('Weights on the Hub');
  expect(stateWords({ ...run, weights: { ...run.weights, state: 'missing' } })).toBe('Finished without weights');
});

it('shows a stage that this version does not know as the Hub words it', () => {
  expect(stateWords(aRun({ state: 'unknown', stage: 'HIBERNATING' }))).toBe('The Hub says “HIBERNATING”');
});

it('goes by the loss on rows it does not train on, where there is one', () => {
  expect(lossOf(aRun())).toEqual({ value: 1.5, evaluated: true });
  expect(lossOf(aRun({ latest: { loss: 0.5 } }))).toEqual({ value: 0.5, evaluated: false });
  expect(lossOf(aRun({ latest: {} }))).toBeNull();
});
