import { expect, it } from 'vitest';
import type { LogLine } from '@hubdesk/shared/train/run';
import { wrapLines } from './wrap-lines.ts';

const line = (text: string): LogLine => ({ line: 0, at: null, text, level: 'info', event: false, cut: false });

function rowsOf(texts: readonly string[], columns: number) {
  const lines = texts.map(line);
  const wrapped = wrapLines(lines.length, (at) => lines[at], columns);
  return Array.from({ length: wrapped.rows }, (_, row) => {
    const { index, from, to } = wrapped.partOf(row);
    return [index, (texts[index] ?? '').slice(from, Math.min(to, 1_000))];
  });
}

it('cuts long lines into rows that together are the line, and leaves short and empty ones whole', () => {
  const long = 'abcdefghij'.repeat(5);
  expect(rowsOf(['short', long, ''], 20)).toEqual([
    [0, 'short'],
    [1, long.slice(0, 20)],
    [1, long.slice(20, 40)],
    [1, long.slice(40)],
    [2, ''],
  ]);
});

it('counts wide letters twice and cuts none of them in two', () => {
  const rows = rowsOf(['日本'.repeat(8), '🤗'.repeat(15)], 20).map(([, text]) => text);
  expect(rows).toEqual(['日本'.repeat(5), '日本'.repeat(3), '🤗'.repeat(10), '🤗'.repeat(5)]);
});

it('counts no colours, and knows the first row of a line', () => {
  const lines = [line(`\u001b[31m${'x'.repeat(20)}\u001b[0m`), line('y'.repeat(21)), line('z')];
  const wrapped = wrapLines(3, (at) => lines[at], 20);
  expect([wrapped.rows, wrapped.rowOf(1), wrapped.rowOf(2)]).toEqual([4, 1, 3]);
});
