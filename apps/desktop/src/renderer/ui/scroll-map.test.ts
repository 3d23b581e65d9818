import { expect, it } from 'vitest';
import { barOfTop, scrollMap, topAfterScroll, topForRow, topOfBar } from './scroll-map.ts';

const rowPx = 34;
const few = scrollMap(1_000, rowPx, 500);
const many = scrollMap(10_000_000, rowPx, 500);

it('is the identity where the rows fit into an element', () => {
  expect(few.heightPx).toBe(34_000);
  expect(topOfBar(few, 1_234)).toBeCloseTo(1_234);
  expect(barOfTop(few, 1_234)).toBeCloseTo(1_234);
});

it('never asks a browser for more pixels than it has', () => {
  expect(many.heightPx).toBeLessThan(16_000_000);
  expect(topOfBar(many, many.heightPx)).toBe(many.fullPx - many.viewPx);
  expect(topOfBar(many, 0)).toBe(0);
});

it('moves by the pixels of a wheel, and leaps with the thumb', () => {
  const topPx = 100_000_000;
  const barPx = barOfTop(many, topPx);
  expect(topAfterScroll(many, topPx, barPx, barPx + 100)).toBeCloseTo(topPx + 100);
  expect(topAfterScroll(many, topPx, barPx, barPx + 100_000)).toBeCloseTo(topOfBar(many, barPx + 100_000));
});

it('reaches both ends however one gets there', () => {
  expect(topAfterScroll(many, 60, 50, 0)).toBe(0);
  const end = many.heightPx - many.viewPx;
  expect(topAfterScroll(many, 1, end - 30, end)).toBe(many.fullPx - many.viewPx);
});

it('goes to the bar and back without losing its row', () => {
  for (const row of [0, 17, 123_456, 4_999_999, 9_999_000]) {
    expect(Math.round(topOfBar(many, barOfTop(many, row * rowPx)) / rowPx)).toBe(row);
  }
});

it('brings a row into view with the least movement, and not past the ends', () => {
  expect(topForRow(few, 340, 5, rowPx)).toBe(170);
  expect(topForRow(few, 340, 12, rowPx)).toBe(340);
  expect(topForRow(few, 0, 20, rowPx)).toBe(21 * rowPx - 500);
  expect(topForRow(few, 0, 999, rowPx)).toBe(34_000 - 500);
});

it('stands still where there are fewer rows than room', () => {
  const small = scrollMap(3, rowPx, 500);
  expect(topAfterScroll(small, 0, 0, 40)).toBe(0);
  expect(topForRow(small, 0, 2, rowPx)).toBe(0);
});
