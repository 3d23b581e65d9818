import { expect, it } from 'vitest';
import { aModel, anOffer } from './a-model.fixture.ts';
import { cellLine, columnsFor, gap, modelColumns } from './model-columns.ts';
import { rowFacts } from './row-facts.ts';

const line = (row = aModel(), columns = modelColumns) => cellLine(columns, row, rowFacts(row));
const length = modelColumns.reduce((sum, { width }) => sum + width + gap, -gap);

it('stands every cell in its column, whatever it holds', () => {
  const silent = aModel({ params: null, license: null, offers: [] });
  const large = aModel({
    params: 1.04e12,
    license: 'a-licence-with-a-very-long-name',
    downloads: 123_456_789,
    offers: [anOffer({ outputUsdPerMTok: 1_234.56, tokensPerSecond: 12_345 })],
  });
  for (const row of [aModel(), silent, large]) expect(line(row)).toHaveLength(length);
  expect(line(silent)).toMatch(/^ +– .* – +0 /);
});

it('says of a model what its headings promise', () => {
  expect(line().split(/ {2,}/).filter(Boolean)).toEqual([
    '8B',
    '128K',
    '$0.50',
    '$1.00',
    '80',
    '400 ms',
    '1',
    '1.00K',
    'mit',
  ]);
});

it('cuts what is longer than its column', () => {
  expect(line(aModel({ license: 'bigscience-openrail-m' })).endsWith('bigscience-o…')).toBe(true);
});

it('has fewer columns in a narrower list, the price and the providers always', () => {
  const keys = [1200, 900, 760].map((width) => columnsFor(width).map(({ key }) => key));
  expect(keys.map((list) => list.length)).toEqual([9, 7, 5]);
  for (const list of keys) expect(list).toEqual(expect.arrayContaining(['output', 'providers']));
});
