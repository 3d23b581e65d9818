import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createReplayMatcher, type MatchLine } from './replay-matcher.ts';

const line = (text: string, atMs: number | null): MatchLine => ({ text, atMs });
const banner = line('===== Job started at 2026-01-01 00:00:00 =====', 1);
const whole = (lines: readonly MatchLine[]) => ({ lines, first: true });
const part = (lines: readonly MatchLine[]) => ({ lines, first: false });

test('a log that begins with its banner has no gap before it, and one that begins anywhere has', () => {
  expect(createReplayMatcher(whole([])).take([banner, line('a', 2)])).toEqual({
    gap: false,
    lines: [banner, line('a', 2)],
  });
  expect(createReplayMatcher(whole([])).take([line('a', 2)])).toEqual({ gap: true, lines: [line('a', 2)] });
});

test('a replay from the beginning goes on behind the kept end', () => {
  const kept = [banner, line('a', 2), line('a', 2), line('b', 3)];
  const matcher = createReplayMatcher(whole(kept));
  expect(matcher.take(kept)).toBeNull();
  expect(matcher.take([line('c', 3), line('d', 4)])).toEqual({ gap: false, lines: [line('c', 3), line('d', 4)] });
});

test('a replayed tail that overlaps an earlier instant is certain', () => {
  const matcher = createReplayMatcher(whole([banner, line('x', 2), line('x', 3), line('x', 3)]));
  expect(matcher.take([line('x', 2), line('x', 3), line('x', 3), line('x', 3)])).toEqual({
    gap: false,
    lines: [line('x', 3)],
  });
});

test('a tail that begins within the last instant may hide a line, and says so', () => {
  const matcher = createReplayMatcher(whole([banner, line('x', 3), line('x', 3)]));
  expect(matcher.take([line('x', 3), line('y', 4)])).toEqual({ gap: true, lines: [line('y', 4)] });
});

test('what does not overlap comes behind a gap', () => {
  const matcher = createReplayMatcher(whole([banner, line('a', 2)]));
  expect(matcher.take([line('p', 8), line('q', 9)])).toEqual({ gap: true, lines: [line('p', 8), line('q', 9)] });
});

test('old lines that never come to the kept end are not kept twice', () => {
  const matcher = createReplayMatcher(part([line('b', 5)]));
  expect(matcher.take([line('a', 4), line('other', 5)])).toBeNull();
  expect(matcher.take([line('c', 6)])).toEqual({ gap: true, lines: [line('c', 6)] });
});

test('lines without a time are matched by their text, and held back until that is possible', () => {
  const matcher = createReplayMatcher(part([line('a', null), line('b', null)]));
  expect(matcher.take([line('z', null), line('a', null), line('b', null)])).toBeNull();
  expect(matcher.take([line('c', null)])).toEqual({ gap: true, lines: [line('c', null)] });
});

test('a look that ends before the kept end found nothing out', () => {
  const matcher = createReplayMatcher(whole([banner, line('a', 2), line('b', 3)]));
  matcher.take([banner, line('a', 2)]);
  expect(matcher.end()).toBeNull();
});

test('through any cuts, replays and tails no line is doubled and none is lost without a gap', () => {
  // Few words and few instants, so that the same line often stands twice; its number is known to the test alone.
  const log = fc
    .array(fc.tuple(fc.constantFrom('x', 'y', 'x', 'z'), fc.constantFrom(0, 0, 0, 1, 3)), { maxLength: 40 })
    .map((steps) => {
      let atMs = 10;
      return [
        { ...banner, atMs, number: 0 },
        ...steps.map(([text, by], at) => ({ text, atMs: (atMs += by), number: at + 1 })),
      ];
    });
  const connection = fc.record({
    tail: fc.option(fc.integer({ min: 1, max: 12 }), { nil: null }),
    // How much of the log there is when the connection begins, and how much of what it could send comes before the cut.
    there: fc.double({ min: 0, max: 1, noNaN: true }),
    sent: fc.double({ min: 0, max: 1, noNaN: true }),
    batch: fc.integer({ min: 1, max: 9 }),
  });
  let runs = 0;
  fc.assert(
    fc.property(
      log,
      fc.array(connection, { maxLength: 6 }),
      fc.option(fc.integer({ min: 1, max: 8 }), { nil: null }),
      (lines, connections, lastTail) => {
        runs += 1;
        const kept: { number: number; gap: boolean; text: string; atMs: number | null }[] = [];
        let pending = false;
        let thereNow = 0;
        const connect = (stream: typeof lines, batch: number, final: boolean) => {
          const lastGap = kept.findLastIndex(({ gap }) => gap);
          const matcher = createReplayMatcher<(typeof lines)[number]>({
            lines: kept.slice(Math.max(0, lastGap)),
            first: lastGap < 0,
          });
          let met = false;
          const keep = (fresh: { gap: boolean; lines: typeof lines } | null) => {
            if (!fresh) return;
            met = true;
            pending ||= fresh.gap;
            for (const { text, atMs, number } of fresh.lines) {
              kept.push({ text, atMs, number, gap: pending });
              pending = false;
            }
          };
          for (let at = 0; at < stream.length; at += batch) {
            const next = stream.slice(at, at + batch);
            keep(met ? { gap: false, lines: next } : matcher.take(next));
          }
          if (final && !met) keep(matcher.end());
        };
        for (const { tail, there, sent, batch } of connections) {
          thereNow = Math.max(thereNow, Math.floor(there * lines.length));
          const from = tail === null ? 0 : Math.max(0, thereNow - tail);
          connect(lines.slice(from, from + Math.floor(sent * (lines.length - from))), batch, false);
          thereNow = Math.max(thereNow, (kept.at(-1)?.number ?? -1) + 1);
        }
        connect(lines.slice(lastTail === null ? 0 : Math.max(0, lines.length - lastTail)), 5, true);
        let before = -1;
        for (const { number, gap } of kept) {
          expect(number).toBeGreaterThan(before);
          if (number > before + 1) expect(gap).toBe(true);
          before = number;
        }
        if (before < lines.length - 1) expect(pending).toBe(true);
        // Where everything was replayed each time, nothing is in doubt.
        if (lastTail === null && connections.every(({ tail }) => tail === null))
          expect([kept.length, pending, kept.some(({ gap }) => gap)]).toEqual([lines.length, false, false]);
      },
    ),
    { numRuns: 10_000 },
  );
  expect(runs).toBe(10_000);
}, 60_000);
