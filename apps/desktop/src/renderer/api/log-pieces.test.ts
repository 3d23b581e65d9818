import { expect, it } from 'vitest';
import type { LogLine } from '@hubdesk/shared/train/run';
import { foldPiece, noLog } from './log-pieces.ts';

const lines = (from: number, count: number, word = 'line'): LogLine[] =>
  Array.from({ length: count }, (_, at) => ({
    line: from + at,
    at: null,
    text: `${word} ${from + at}`,
    level: 'info',
    event: false,
    cut: false,
  }));
const piece = (from: number, count: number, word?: string) => ({
  from,
  lines: lines(from, count, word),
  state: 'live' as const,
});
const texts = ({ lines: all }: { lines: readonly LogLine[] }) => all.map(({ text }) => text);

it('puts pieces together by their place, and what is told twice only once', () => {
  const log = [piece(0, 2), piece(2, 2), piece(3, 2, 'again')].reduce(foldPiece, noLog);
  expect(texts(log)).toEqual(['line 0', 'line 1', 'line 2', 'again 3', 'again 4']);
});

it('begins anew with a piece from 0, and keeps what was read while there is only news of the state', () => {
  const log = foldPiece(foldPiece(noLog, piece(0, 3)), { from: 0, lines: [], state: 'waiting' });
  expect([log.lines.length, log.state]).toEqual([3, 'waiting']);
  expect(texts(foldPiece(log, piece(0, 1, 'new')))).toEqual(['new 0']);
});

it('says where pieces are missing, and goes on after them', () => {
  const log = [piece(0, 1), piece(5, 1), piece(6, 1)].reduce(foldPiece, noLog);
  expect(log.lines.map(({ missingBefore }) => missingBefore)).toEqual([undefined, 4, undefined]);
});

it('keeps the last ten thousand or so, and says how many it let go', () => {
  let log = noLog;
  for (let from = 0; from < 30_000; from += 500) log = foldPiece(log, piece(from, 500));
  expect(log.lines.length).toBeLessThanOrEqual(12_000);
  expect(log.dropped + log.lines.length).toBe(30_000);
  expect(log.lines.at(-1)?.text).toBe('line 29999');
});
