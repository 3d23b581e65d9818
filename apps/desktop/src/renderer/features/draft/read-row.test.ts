import { expect, it } from 'vitest';
import { readMessages, readRow, sidesOf } from './read-row.ts';

it('reads a whole row, and of a cut one as far as it goes', () => {
  expect(readRow({ text: '{"a":1}', cut: false })).toEqual({ a: 1 });
  expect(readRow({ text: '{"messages":[{"role":"user","content":"Hello wor', cut: true })).toEqual({
    messages: [{ role: 'user', content: 'Hello wor' }],
  });
});

it('has nothing for what is no object', () => {
  expect(readRow({ text: '{"a":', cut: false })).toBeNull();
  expect(readRow({ text: '[1]', cut: false })).toBeNull();
});

it('finds the sides of a conversation under either names', () => {
  expect(
    readMessages([
      { from: 'human', value: 'Hi' },
      { from: 'gpt', value: 'Ho' },
    ]),
  ).toEqual([
    { kind: 'user', label: 'human', text: 'Hi' },
    { kind: 'assistant', label: 'gpt', text: 'Ho' },
  ]);
  expect(readMessages([{ role: 'user', content: [{ type: 'text', text: 'a' }, { type: 'image' }] }])?.[0]?.text).toBe(
    'a\n{"type":"image"}',
  );
  expect(readMessages([{ role: 'toString', content: null }])).toEqual([{ kind: 'other', label: 'toString', text: '' }]);
  expect(readMessages(['a'])).toBeNull();
  expect(readMessages([])).toBeNull();
});

it('keeps the columns that are no conversation as they are', () => {
  expect(sidesOf({ prompt: 'Why?', messages: [{ role: 'user', content: 'x' }], score: 3 })).toEqual([
    { column: 'prompt', isConversation: false, sides: [{ kind: 'user', label: 'prompt', text: 'Why?' }] },
    { column: 'messages', isConversation: true, sides: [{ kind: 'user', label: 'user', text: 'x' }] },
    { column: 'score', isConversation: false, sides: [{ kind: 'other', label: 'score', text: '3' }] },
  ]);
});
