import { expect, it } from 'vitest';
import { cellText, messagesOf, readRow } from './cell-text.ts';

it('puts any value on one line', () => {
  expect(cellText('two\nlines')).toBe('two lines');
  expect(cellText(12.5)).toBe('12.5');
  expect(cellText(null)).toBe('');
  expect(cellText({ a: [1, 2] })).toBe('{"a":[1,2]}');
});

it('shows a conversation as its turns', () => {
  const talk = [
    { role: 'user', content: 'Hi' },
    { role: 'assistant', content: 'Hello' },
  ];
  expect(cellText(talk)).toBe('user: Hi assistant: Hello');
  expect(messagesOf([...talk, 'no message'])).toBeNull();
  expect(messagesOf([])).toBeNull();
});

it('never gives a cell more than it can show', () => {
  expect(cellText('x'.repeat(100_000)).length).toBe(400);
});

it('does not read a row that was cut, or is none', () => {
  expect(readRow('{"a":"b')).toBeNull();
  expect(readRow('[1]')).toBeNull();
  expect(readRow('{"a":1}')).toEqual({ a: 1 });
});

it('obeys nothing that turns the reading order around, and shows that it is there', () => {
  expect(cellText('safe\u202Egpj.exe\u0000')).toBe('safe\ufffdgpj.exe\ufffd');
});
