import { expect, test } from 'vitest';
import { TINY_SHAPE } from './tiny-network.ts';
import { examplesOf, positionsOf } from './training-rows.ts';

const pair = [{ question: 'Why?', answer: 'Because.' }];

test.each([
  [
    'messages',
    {
      messages: [
        { role: 'system', content: 'Be brief' },
        { role: 'user', content: 'Why?' },
        { role: 'assistant', content: 'Because.' },
      ],
    },
    pair,
  ],
  [
    'messages of blocks',
    {
      messages: [
        { role: 'user', content: [{ type: 'text', text: 'Why?' }] },
        { role: 'assistant', content: 'Because.' },
      ],
    },
    pair,
  ],
  ['prompt and completion', { prompt: 'Why?', completion: 'Because.' }, pair],
  [
    'prompt and completion as turns',
    { prompt: [{ role: 'user', content: 'Why?' }], completion: [{ role: 'assistant', content: 'Because.' }] },
    pair,
  ],
  ['preferences', { prompt: 'Why?', chosen: 'Because.', rejected: 'No.' }, pair],
  [
    'ShareGPT',
    {
      conversations: [
        { from: 'human', value: 'Why?' },
        { from: 'gpt', value: 'Because.' },
      ],
    },
    pair,
  ],
  ['Alpaca', { instruction: 'Why?', input: '', output: 'Because.' }, pair],
  ['plain text', { text: 'Because.' }, [{ question: '', answer: 'Because.' }]],
])('%s is a question and its answer', (_, row, wanted) => {
  expect(examplesOf(row, 1)).toEqual(wanted);
});

test('a conversation gives one example an answer', () => {
  const turn = (role: string, content: string) => ({ role, content });
  const messages = [turn('user', 'a'), turn('assistant', 'b'), turn('user', 'c'), turn('assistant', 'd')];
  expect(examplesOf({ messages }, 1)).toEqual([
    { question: 'a', answer: 'b' },
    { question: 'c', answer: 'd' },
  ]);
});

test.each([
  ['a row of something else', { x: 1 }],
  ['no object', 'text'],
  ['messages of the wrong type', { messages: 'hi' }],
])('%s is refused with its number', (_, row) => {
  expect(() => examplesOf(row, 17)).toThrow(/Row 17/);
});

test('only the answer is learned, to its end', () => {
  const positions = positionsOf({ question: 'ab', answer: 'xy' }, TINY_SHAPE, 100);
  expect(positions.map(({ bytes, at }) => bytes[at])).toEqual([120, 121, 3]);
  expect(positionsOf({ question: '', answer: 'long' }, TINY_SHAPE, 2)).toHaveLength(2);
});
