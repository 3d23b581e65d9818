import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readLogEvent } from './log-event.ts';

function read(data: string) {
  const lines: { text: string; atMs: number | null }[] = [];
  return readLogEvent(data, lines) ? lines : null;
}

test('the quick way reads what a parser reads', () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat(0x2fff)).map((codes) => String.fromCharCode(...codes)),
      fc.date({ noInvalidDate: true, min: new Date(0), max: new Date('9999-01-01') }),
      (text, at) => {
        const line = text.replaceAll('\n', '');
        expect(read(JSON.stringify({ data: line, timestamp: at.toISOString() }))).toEqual([
          { text: line, atMs: at.getTime() },
        ]);
      },
    ),
  );
});

test.each([
  ['{"data":"a","extra":"b","timestamp":"2026-01-01T00:00:01.5Z"}', 'a', Date.UTC(2026, 0, 1, 0, 0, 1, 500)],
  ['{ "timestamp": "2026-01-01T00:00:01.123456789Z", "data": "a" }', 'a', Date.UTC(2026, 0, 1, 0, 0, 1, 123)],
  ['{"data":"a","timestamp":"2026-01-01T01:00:00+01:00"}', 'a', Date.UTC(2026, 0, 1)],
  ['{"data":"a","timestamp":"yesterday"}', 'a', null],
  ['{"data":"a","timestamp":"2026-01-01T00:00:xx.000Z"}', 'a', null],
  ['{"data":"a"}', 'a', null],
])('%s is read', (data, text, atMs) => {
  expect(read(data)).toEqual([{ text, atMs }]);
});

test('a text of several lines is several lines of one instant', () => {
  expect(read('{"data":"a\\nb\\r\\n"}')).toEqual([
    { text: 'a', atMs: null },
    { text: 'b', atMs: null },
  ]);
});

test.each(['{"data":"a', '{"data":3}', '[]', 'null', 'data', '{"data":"a","timestamp":"b"} x'])(
  '%s is none',
  (data) => {
    expect(read(data)).toBeNull();
  },
);

test('an empty event says nothing', () => {
  expect(read('')).toEqual([]);
});
