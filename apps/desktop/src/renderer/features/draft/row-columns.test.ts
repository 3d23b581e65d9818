import { expect, it } from 'vitest';
import { cellText, tableColumns, valueIn } from './row-columns.ts';

it('makes a column as wide as what stands in it, and draws no more of them than a person can read', () => {
  const many = Array.from({ length: 200 }, (_, at) => ({ name: `c${at}`, types: { text: 5 }, missing: 0 }));
  const sample = [{ score: 3.5, c0: 'x'.repeat(500) }, { score: 4 }];
  const { shown, hidden } = tableColumns(
    [{ name: 'score', types: { number: 5, null: 1 }, missing: 0 }, ...many],
    sample,
  );
  expect(shown[0]).toMatchObject({ name: 'score', align: 'end' });
  expect(shown[0]!.widthPx).toBeLessThan(100);
  expect(shown[1]!.widthPx).toBeGreaterThan(200);
  expect(shown[1]!.widthPx).toBeLessThan(400);
  expect(shown.length + hidden).toBe(201);
  expect(shown.length).toBeLessThan(40);
});

it('keeps the order the rows have', () => {
  const columns = ['input', 'instruction', 'output', 'seldom'].map((name) => ({
    name,
    types: { text: 2 },
    missing: 0,
  }));
  const { shown } = tableColumns(columns, [{ instruction: 'a', input: 'b', output: 'c' }]);
  expect(shown.map(({ name }) => name)).toEqual(['instruction', 'input', 'output', 'seldom']);
});

it('writes a value in one line', () => {
  expect(cellText('a\r\nb\tc')).toBe('a ⏎ b c');
  expect(cellText({ a: [1] })).toBe('{"a":[1]}');
  expect(cellText(null)).toBe('');
  expect(cellText('safe\u202Egpj.exe\u0000')).toBe('safe\ufffdgpj.exe\ufffd');
  expect(cellText('x'.repeat(10_000)).length).toBeLessThan(1_000);
});

it('finds no column in what every object has', () => {
  expect(valueIn({ a: 1 }, 'a')).toBe(1);
  expect(valueIn({ a: 1 }, 'constructor')).toBeUndefined();
});
