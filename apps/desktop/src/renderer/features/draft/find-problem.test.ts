import { expect, it } from 'vitest';
import { aRow } from './a-draft.fixture.ts';
import { findProblem } from './find-problem.ts';

const bad = [
  ...[3, 4, 90, 700_000].map((row) => aRow(row, { file: 'a' })),
  ...[0, 55].map((row) => aRow(row, { file: 'b' })),
];
let asked = 0;
const at = async (place: number) => {
  asked += 1;
  return { row: bad[place], total: bad.length };
};
const name = (found: { file: string; row: number } | null) => (found ? `${found.file}${found.row}` : null);
const find = async (file: string, row: number, direction: 1 | -1) =>
  name(await findProblem(at, ['a', 'b'], { file, row }, direction));

it('goes to the next and the previous one, from a bad row and from a good one', async () => {
  expect(await find('a', 4, 1)).toBe('a90');
  expect(await find('a', 5, 1)).toBe('a90');
  expect(await find('a', 4, -1)).toBe('a3');
  expect(await find('a', 5, -1)).toBe('a4');
});

it('crosses from file to file and stops at both ends', async () => {
  expect(await find('a', 700_000, 1)).toBe('b0');
  expect(await find('b', 0, -1)).toBe('a700000');
  expect(await find('a', 3, -1)).toBeNull();
  expect(await find('b', 55, 1)).toBeNull();
});

it('asks for few rows however many there are', async () => {
  asked = 0;
  const many = async (place: number) => {
    asked += 1;
    return { row: aRow(place * 2, { file: 'a' }), total: 1_000_000 };
  };
  expect(name(await findProblem(many, ['a'], { file: 'a', row: 777_777 }, 1))).toBe('a777778');
  expect(asked).toBeLessThan(25);
});
