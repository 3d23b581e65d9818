// For each word, where it occurs. New occurrences are taken at any time and
// merged into one packed list before the next search, by one pass over it.
import { Column, integers } from './column.ts';

export class OccurrenceLists {
  /** The occurrences of `word` are `packed[starts[word]]` up to `packed[starts[word + 1]]`, once merged. */
  packed = integers(1024);
  starts = integers(1024);
  #mergedWords = 0;
  #mergedCount = 0;
  // Not yet merged, chained by word; number 0 ends a chain.
  readonly #latest = new Column(integers);
  readonly #earlier = new Column(integers);
  readonly #added = new Column(integers);

  constructor() {
    this.#earlier.push(0);
    this.#added.push(0);
  }

  /** Takes the next word. */
  addWord(): void {
    this.#latest.push(0);
  }

  add(word: number, occurrence: number): void {
    this.#earlier.push(this.#latest.data[word]!);
    this.#latest.data[word] = this.#added.length;
    this.#added.push(occurrence);
  }

  /** In place, from the last word to the first: whatever is moved is moved to the right. */
  merge(): void {
    const wordCount = this.#latest.length;
    const count = this.#mergedCount + this.#added.length - 1;
    this.packed = withRoom(this.packed, count);
    this.starts = withRoom(this.starts, wordCount + 1);
    const { packed, starts } = this;
    const latest = this.#latest.data;
    const earlier = this.#earlier.data;
    const added = this.#added.data;
    let to = count;
    let from = this.#mergedCount;
    for (let word = wordCount - 1; word >= 0; word -= 1) {
      starts[word + 1] = to;
      for (let i = latest[word]!; i !== 0; i = earlier[i]!) packed[--to] = added[i]!;
      latest[word] = 0;
      const start = word < this.#mergedWords ? starts[word]! : from;
      if (to === from) to = from = start;
      else while (from > start) packed[--to] = packed[--from]!;
    }
    this.#mergedWords = wordCount;
    this.#mergedCount = count;
    this.#earlier.length = 1;
    this.#added.length = 1;
  }
}

function withRoom(list: Uint32Array<ArrayBuffer>, length: number): Uint32Array<ArrayBuffer> {
  if (list.length >= length) return list;
  const larger = integers(length * 2);
  larger.set(list);
  return larger;
}
