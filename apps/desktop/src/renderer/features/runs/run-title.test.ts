import { expect, it } from 'vitest';
import { aRun } from './a-run.fixture.ts';
import { titleOf } from './run-title.ts';

it('says how far the furthest run is', () => {
  const waiting = aRun({ id: 'r2', name: 'other', state: 'scheduling', progress: null });
  expect(titleOf([waiting, aRun()])).toBe('42 % · small-questions');
});

it('says what it waits for before there is a step', () => {
  expect(titleOf([aRun({ state: 'scheduling', progress: null })])).toBe('Waiting for hardware · small-questions');
  expect(titleOf([])).toBeNull();
});
