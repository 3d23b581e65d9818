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
    leaveOut: { kinds: [], rows: 0 },
  });
  expect([dpo, kto, grpo, reward].map((verdict) => verdict?.state)).toEqual(Array(4).fill('cannot-train'));
});

it('one bad row in a hundred is told what to do with, and is no refusal', () => {
  const { sft } = judged([chat], { counts: { 'invalid-json': 9, 'empty-answer': 1 } });
  expect(sft).toMatchObject({
    state: 'ready',
    reason:
      'The rows are conversations; leave out 10 of 1,000 rows first: 9 with broken JSON and 1 with an empty answer.',
    leaveOut: { kinds: ['invalid-json', 'empty-answer'], rows: 10 },
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

it('says the same rows to leave out before and after a mapping', () => {
  const pair = { question: 'Why?', answer: 'So.' };
  const counts = { 'invalid-json': 1, 'empty-answer': 9, 'type-differs': 4 } as const;
  const mapping = { kind: 'conversation', system: null, user: 'question', assistant: 'answer' } as const;
  const told = 'leave out 10 of 1,000 rows first: 9 with an empty answer and 1 with broken JSON.';
  for (const plan of [
    { mapping: null, dropped: [] },
    { mapping, dropped: [] },
  ]) {
    const { sft } = judged([pair], { counts, plan });
    expect(sft?.reason).toMatch(told);
    expect(sft?.leaveOut).toEqual({ kinds: ['invalid-json', 'empty-answer'], rows: 10 });
  }
});

it('tells of rows a mapping will leave out that no problem is known of', () => {
  const mapping = { kind: 'conversation', system: null, user: 'Frage', assistant: 'Antwort' } as const;
  const rows = [
    { Frage: 'Warum?', Antwort: 'Darum.' },
    { Frage: 'Wie?', Antwort: '' },
    { Frage: 'Wo?', Antwort: 'Da.' },
  ];
  expect(judged(rows, { plan: { mapping, dropped: [] } })['sft']?.reason).toBe(
    'As mapped, the rows are conversations; 1 of the first 3 does not fit it and will be left out.',
  );
});

it('prompts are not held to answers that stand beside them', () => {
  const { dpo, grpo } = judged([{ prompt: 'Why?', chosen: 'So.', rejected: 'No.' }], {
    counts: { 'no-preference': 2 },
  });
  expect(dpo?.leaveOut).toEqual({ kinds: ['no-preference'], rows: 2 });
  expect(grpo).toMatchObject({ reason: 'The rows are prompts.', leaveOut: { kinds: [], rows: 0 } });
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
