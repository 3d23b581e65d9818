import { expect, it } from 'vitest';
import { aSpace } from '../../api/a-space.fixture.ts';
import { costNow, groupOf, spaceRows } from './space-rows.ts';

const spaces = [
  aSpace({ id: 'sandy/b', title: 'Buoy', lastModified: '2026-01-01T00:00:00Z', stage: 'SLEEPING', usdPerHour: 9 }),
  aSpace({ id: 'tidewater/a', title: 'Zodiac', lastModified: '2026-03-01T00:00:00Z', usdPerHour: 0.4 }),
  aSpace({ id: 'sandy/c', title: null, lastModified: null, stage: 'BUILD_ERROR', models: ['sandy/whale'] }),
];
const ids = (search: Parameters<typeof spaceRows>[1]) => spaceRows(spaces, search).map(({ id }) => id);

it('puts Spaces in order, those without a date last, and what costs now before what could', () => {
  expect(ids({})).toEqual(['tidewater/a', 'sandy/b', 'sandy/c']);
  expect(ids({ sort: 'name' })).toEqual(['sandy/b', 'sandy/c', 'tidewater/a']);
  expect(ids({ sort: 'cost' })).toEqual(['tidewater/a', 'sandy/b', 'sandy/c']);
});

it('narrows them by words of what one reads, by owner and by how they are', () => {
  expect(ids({ q: 'whale sandy' })).toEqual(['sandy/c']);
  expect(ids({ of: 'tidewater' })).toEqual(['tidewater/a']);
  expect(ids({ is: 'trouble' })).toEqual(['sandy/c']);
  expect(groupOf({ runtime: { stage: 'SOMETHING_NEW' } })).toBe('trouble');
});

it('counts the price of hardware only while the Hub bills it', () => {
  const paid = (stage: string) => costNow(aSpace({ stage, usdPerHour: 1 }));
  expect(['BUILDING', 'APP_STARTING', 'RUNNING', 'RUNNING_BUILDING', 'SLEEPING', 'PAUSED'].map(paid)).toEqual([
    0, 1, 1, 1, 0, 0,
  ]);
  expect(costNow(aSpace({ usdPerHour: null }))).toBe(0);
});
