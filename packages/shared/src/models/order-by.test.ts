import fc from 'fast-check';
import { expect, it } from 'vitest';
import { orderBy } from './order-by.ts';

it('orders as a stable comparison sort does, whatever order it starts from', () => {
  const key = fc.oneof(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 0xffff_ffff }));
  fc.assert(
    fc.property(fc.array(key), fc.boolean(), (keys, backwards) => {
      const rows = keys.map((_, row) => row);
      if (backwards) rows.reverse();
      const expected = [...rows].sort((a, b) => (keys[a] ?? 0) - (keys[b] ?? 0));
      expect([...orderBy(Uint32Array.from(rows), Uint32Array.from(keys))]).toEqual(expected);
    }),
  );
});
