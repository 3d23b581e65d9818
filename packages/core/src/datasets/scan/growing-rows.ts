// Numbers that are only ever added to, in one typed array that grows: what was
// handed out as a view stays as it was.

export interface GrowingRows {
  add(row: number): void;
  length(): number;
  view(): Uint32Array<ArrayBuffer>;
}

export function createGrowingRows(limit: number): GrowingRows {
  let rows = new Uint32Array(64);
  let length = 0;
  return {
    add: (row) => {
      if (length >= limit) return;
      if (length === rows.length) {
        const larger = new Uint32Array(Math.min(limit, 2 * length));
        larger.set(rows);
        rows = larger;
      }
      rows[length] = row;
      length += 1;
    },
    length: () => length,
    view: () => rows.subarray(0, length),
  };
}
