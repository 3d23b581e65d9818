import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { chunkTable } from './chunk-table.ts';

const hash = (index: number) => createHash('sha256').update(`${index}`).digest();

describe('the table of chunks', () => {
  it('finds every chunk again while it grows, at its latest place', () => {
    const table = chunkTable(1 << 16);
    for (let index = 0; index < 50_000; index += 1) table.set(hash(index), 0, { xorb: index % 7, index });
    table.set(hash(3), 0, { xorb: 0, index: 0 });
    expect(table.find(hash(3), 0)).toEqual({ xorb: 0, index: 0 });
    for (const index of [0, 1, 4_095, 49_999]) expect(table.find(hash(index), 0)).toEqual({ xorb: index % 7, index });
    expect(table.find(hash(50_000), 0)).toBeUndefined();
  });

  it('tells chunks apart that begin alike', () => {
    const table = chunkTable(1 << 12);
    const [one, other] = [Buffer.alloc(32, 7), Buffer.alloc(32, 7)];
    other[31] = 8;
    table.set(one, 0, { xorb: 1, index: 1 });
    expect(table.find(other, 0)).toBeUndefined();
    table.set(other, 0, { xorb: 2, index: 2 });
    expect(table.find(one, 0)).toEqual({ xorb: 1, index: 1 });
  });

  it('forgets rather than grows beyond its size', () => {
    const table = chunkTable(1 << 12);
    for (let index = 0; index <= 1 << 12; index += 1) table.set(hash(index), 0, { xorb: 0, index });
    expect(table.find(hash(5), 0)).toBeUndefined();
    expect(table.find(hash(1 << 12), 0)).toEqual({ xorb: 0, index: 1 << 12 });
  });
});
