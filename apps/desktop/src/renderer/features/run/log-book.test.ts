import { beforeEach, afterEach, expect, it, vi } from 'vitest';
import type { LogLine } from '@hubdesk/shared/train/run';
import { toFailure } from '../../api/failure.ts';
import { LogBook, pageLines } from './log-book.ts';

const lineAt = (line: number, text = `line ${line}`): LogLine => ({
  line,
  at: null,
  text,
  level: 'info',
  event: false,
  cut: false,
});
const range = (from: number, count: number) => Array.from({ length: count }, (_, at) => lineAt(from + at));

let total: number;
let asked: number[];
let text: string | undefined;
let book: LogBook;

beforeEach(() => {
  vi.useFakeTimers();
  asked = [];
  text = undefined;
  book = new LogBook({
    ask: async (from, count) => {
      asked.push(from);
      return {
        lines: range(from, Math.max(0, Math.min(count, total - from))).map((line) => ({
          ...line,
          ...(text !== undefined && { text }),
        })),
        total,
      };
    },
    toFailure,
    schedule: (run) => run(),
  });
});
afterEach(() => vi.useRealTimers());

function tell(lines: number) {
  total = lines;
  const index = Math.max(0, lines - 50);
  book.tell({
    total: lines,
    counting: false,
    tail: { index, lines: range(index, lines - index) },
    gaps: 0,
    over: false,
  });
}

it('shows the end without asking, and asks by pages for what is before it', async () => {
  tell(1_000);
  book.want(960, 999);
  await vi.runAllTimersAsync();
  expect(asked).toEqual([]);
  expect(book.lineAt(999)?.line).toBe(999);
  book.want(390, 420);
  expect(book.lineAt(390)).toBeUndefined();
  await vi.runAllTimersAsync();
  expect(asked).toEqual([pageLines, 2 * pageLines]);
  expect(book.lineAt(390)?.line).toBe(390);
  book.want(395, 410);
  await vi.runAllTimersAsync();
  expect(asked).toHaveLength(2);
});

it('asks for what was the end and is in sight when the log grew on', async () => {
  tell(100);
  book.want(80, 99);
  tell(5_000);
  // Nothing of it vanishes meanwhile.
  expect(book.lineAt(90)?.text).toBe('line 90');
  expect(asked).toEqual([]);
  text = 'from its page';
  await vi.runAllTimersAsync();
  expect(book.lineAt(90)?.text).toBe('from its page');
});

it('asks again for a page that was not whole when it came', async () => {
  tell(260);
  book.want(200, 209);
  await vi.runAllTimersAsync();
  tell(400);
  book.want(300, 320);
  await vi.runAllTimersAsync();
  expect(asked).toEqual([200, 200]);
  expect(book.lineAt(310)?.line).toBe(310);
});

it('asks for nothing on the way while somebody scrolls past', async () => {
  tell(100_000);
  for (let at = 0; at < 90_000; at += 1_000) book.want(at, at + 30);
  await vi.runAllTimersAsync();
  expect(asked).toEqual([89_000]);
});

it('forgets what was looked at longest ago, by the length of its lines', async () => {
  total = 1_000_000;
  tell(total);
  text = 'x'.repeat(2_000);
  for (let page = 0; page < 40; page += 1) {
    book.want(page * pageLines, page * pageLines + 30);
    await vi.runAllTimersAsync();
  }
  const kept = Array.from({ length: 40 }, (_, page) => book.lineAt(page * pageLines) !== undefined);
  expect(kept.filter(Boolean).length).toBeLessThan(12);
  expect(kept.at(-1)).toBe(true);
  expect(kept[0]).toBe(false);
});

it('begins anew when the log is shorter than it was', async () => {
  tell(1_000);
  book.want(0, 10);
  await vi.runAllTimersAsync();
  tell(5);
  book.want(0, 4);
  expect(book.lineAt(3)?.line).toBe(3);
  expect(book.news.total).toBe(5);
});
