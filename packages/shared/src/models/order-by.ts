// Sorts row numbers by a 32-bit key, stably, in linear time: a comparison sort
// of 120,000 rows would not fit a frame.

const digitBits = 11;
const digits = 1 << digitBits;
const shifts = [0, digitBits, 2 * digitBits];

/** `rows` in ascending order of `keys[row]`; equals stay in the order they came in. */
export function orderBy(rows: Uint32Array, keys: Uint32Array): Uint32Array {
  let from = rows.slice();
  let to = new Uint32Array(rows.length);
  for (const shift of shifts) {
    const next = new Uint32Array(digits + 1);
    for (let row = 0; row < keys.length; row += 1) next[((keys[row]! >>> shift) & (digits - 1)) + 1]! += 1;
    if (next.includes(keys.length)) continue; // All have the same digit here.
    for (let digit = 0; digit < digits; digit += 1) next[digit + 1]! += next[digit]!;
    for (let i = 0; i < from.length; i += 1) {
      const row = from[i]!;
      const digit = (keys[row]! >>> shift) & (digits - 1);
      to[next[digit]!] = row;
      next[digit]! += 1;
    }
    [from, to] = [to, from];
  }
  return from;
}
