import { expect, it } from 'vitest';
import { aTransfer } from './a-transfer.fixture.ts';
import { shareOf, shareOfAll } from './transfer-share.ts';

it('counts what was sent and what was there already', () => {
  expect(shareOf(aTransfer({ bytes: { total: 100, hashed: 100, sent: 30, spared: 20 } }))).toBe(0.5);
});

it('goes by files where they are all empty', () => {
  expect(shareOf(aTransfer({ bytes: { total: 0, hashed: 0, sent: 0, spared: 0 } }))).toBe(0.25);
});

it('is not known while it is planned, and whole when it is done', () => {
  expect(shareOf(aTransfer({ state: 'planning' }))).toBeNull();
  expect(shareOf(aTransfer({ state: 'done' }))).toBe(1);
});

it('weighs several by their bytes', () => {
  const small = aTransfer({ state: 'done', bytes: { total: 100, hashed: 0, sent: 0, spared: 0 } });
  const large = aTransfer({ bytes: { total: 300, hashed: 0, sent: 0, spared: 0 } });
  expect(shareOfAll([small, large])).toBe(0.25);
  expect(shareOfAll([small, aTransfer({ state: 'planning' })])).toBeNull();
  expect(shareOfAll([])).toBeNull();
});
