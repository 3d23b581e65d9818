import { expect, it } from 'vitest';
import { fileProblemKinds, rowProblemKinds } from '@hubdesk/shared/datasets/row-problem';
import { fileProblemWords, isRowProblem, rowProblemWords } from './problem-words.ts';

it('has a name of its own and whole sentences for every problem of a row', () => {
  expect(Object.keys(rowProblemWords).toSorted()).toEqual(rowProblemKinds.toSorted());
  const words = Object.values(rowProblemWords);
  expect(new Set(words.map(({ name }) => name)).size).toBe(rowProblemKinds.length);
  for (const { effect, advice } of words) expect(`${effect} ${advice ?? ''}`.trim()).toMatch(/^[A-Z].*\.$/);
});

it('has a name of its own and whole sentences for every problem of a file', () => {
  expect(Object.keys(fileProblemWords).toSorted()).toEqual(fileProblemKinds.toSorted());
  const words = Object.values(fileProblemWords);
  expect(new Set(words.map(({ name }) => name)).size).toBe(fileProblemKinds.length);
  for (const { effect } of words) expect(effect).toMatch(/^[A-Z].*\.$/);
});

it('knows its kinds from other words', () => {
  expect(isRowProblem('leak')).toBe(true);
  expect(isRowProblem('toString')).toBe(false);
  expect(isRowProblem(3)).toBe(false);
});
