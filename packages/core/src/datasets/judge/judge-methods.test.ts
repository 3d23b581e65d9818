import type { RowProblem } from '@hubdesk/shared/datasets/row-problem';
import { expect, it } from 'vitest';
import { judgeMethods, type Evidence } from './judge-methods.ts';

const chat = {
  messages: [
    { role: 'user', content: 'Hi' },
    { role: 'assistant', content: 'Hello' },
  ],
};

function judged(
  sample: readonly unknown[],
  change: Partial<Evidence> & { counts?: Partial<Record<RowProblem, number>> } = {},
) {
  const counts = change.counts ?? {};
  const problems = Object.entries(counts).map(([kind, count]) => ({ kind: kind as RowProblem, count }));
  const verdicts = judgeMethods({
    rows: 1_000,
    done: true,
    problems,
    rowsWith: (kinds) => problems.filter(({ kind }) => kinds.includes(kind)).reduce((sum, { count }) => sum + count, 0),
    rowsHaving: () => 1_000,
    sample,
    unreadableFiles: [],
    plan: { mapping: null, dropped: [] },
    ...change,
  });
  return Object.fromEntries(verdicts.map((verdict) => [verdict.method, verdict]));
}

it('conversations are ready for supervised training and for nothing else', () => {
  const { sft, dpo, kto, grpo, reward } = judged([chat]);
  expect(sft).toEqual({
    method: 'sft',
    state: 'ready',
    format: 'messages',
    reason: 'The rows are conversations.',
    mapping: null,
  });
  expect([dpo, kto, grpo, reward].map((verdict) => verdict?.state)).toEqual(Array(4).fill('cannot-train'));
});

it('one bad row in a hundred is told what to do with, and is no refusal', () => {
  const { sft } = judged([chat], { counts: { 'invalid-json': 9, 'empty-answer': 1 } });
  expect(sft).toMatchObject({
    state: 'ready',
    reason:
      'The rows are conversations; leave out 10 of 1,000 rows first: 9 with broken JSON and 1 with an empty answer.',
  });
  const planned = judged([chat], { counts: { 'invalid-json': 9 }, plan: { mapping: null, dropped: ['invalid-json'] } });
  expect(planned['sft']?.reason).toBe('The rows are conversations; 9 rows left out as planned.');
});

it('mostly bad rows cannot train, and the most frequent reason is named', () => {
  expect(judged([chat], { counts: { 'invalid-json': 501 } })['sft']).toMatchObject({
    state: 'cannot-train',
    reason: '501 of 1,000 rows cannot be read: 501 with broken JSON.',
  });
  expect(judged([chat], { counts: { 'no-answer': 900 } })['sft']).toMatchObject({
    state: 'cannot-train',
    format: 'messages',
  });
});

it('rows of another shape come with the mapping that makes them ready', () => {
  const { sft, grpo } = judged([{ question: 'Why?', answer: 'So.' }]);
  expect(sft).toMatchObject({
    state: 'needs-mapping',
    format: 'messages',
    mapping: { kind: 'conversation', user: 'question', assistant: 'answer' },
  });
  expect(sft?.reason).toBe('The columns “question” and “answer” become conversations.');
  expect(grpo).toMatchObject({ state: 'needs-mapping', mapping: { kind: 'prompt', prompt: 'question' } });
});

it('are ready once the mapping is chosen', () => {
  const mapping = { kind: 'conversation', system: null, user: 'question', assistant: 'answer' } as const;
  expect(judged([{ question: 'Why?', answer: 'So.' }], { plan: { mapping, dropped: [] } })['sft']).toMatchObject({
    state: 'ready',
    format: 'messages',
    mapping: null,
  });
});

it('nothing is said before the first row, and no rows at the end is said', () => {
  expect(
    judgeMethods({
      rows: 0,
      done: false,
      problems: [],
      rowsWith: () => 0,
      rowsHaving: () => 0,
      sample: [],
      unreadableFiles: [],
      plan: { mapping: null, dropped: [] },
    }),
  ).toEqual([]);
  expect(judged([], { rows: 0 })['sft']?.reason).toBe('There are no rows.');
  expect(judged([], { rows: 0, unreadableFiles: ['a.zip'] })['sft']?.reason).toMatch('a.zip');
  expect(judged([chat], { done: false })['sft']?.reason).toBe('The rows are conversations as far as read.');
});
