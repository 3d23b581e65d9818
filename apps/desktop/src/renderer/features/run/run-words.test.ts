import { expect, it } from 'vitest';
import { aRun } from './a-run.fixture.ts';
import { howWords, keptWords, stateWords } from './run-words.ts';

it('says how a run stands, also in the Hub’s own word', () => {
  expect(stateWords(aRun())).toBe('Running');
  expect(stateWords(aRun({ state: 'unknown', stage: 'MIGRATING' }))).toBe('The Hub says “MIGRATING”');
  const { weights } = aRun();
  expect(stateWords(aRun({ state: 'completed', weights: { ...weights, state: 'missing' } }))).toBe(
    'Finished without weights',
  );
});

it('says what a cancelled run leaves', () => {
  expect(keptWords(aRun())).toBe(
    'The checkpoint in sandy/jobs-artifacts/runs/r1 stays, and you can resume from it. No weights are pushed to sandy/absent-yet. The minutes used so far are paid for.',
  );
  expect(keptWords(aRun({ checkpoints: [] }))).toContain('nothing to resume from');
});

it('does not guess how a run of another computer trains', () => {
  expect(howWords(aRun())).toBe('SFT, LoRA');
  expect(howWords(aRun({ config: null }))).toBeNull();
});
