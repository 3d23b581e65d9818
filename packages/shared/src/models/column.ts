// A typed array that can be pushed to. Only for the index's own columns; it
// never shrinks.
type Numbers = Uint8Array<ArrayBuffer> | Uint32Array<ArrayBuffer> | Float64Array<ArrayBuffer>;

export class Column<T extends Numbers> {
  /** Longer than `length`; replaced when it grows, so read it anew after a push. */
  data: T;
  length = 0;
  readonly #allocate: (length: number) => T;

  constructor(allocate: (length: number) => T) {
    this.#allocate = allocate;
    this.data = allocate(1024);
  }

  push(value: number): void {
    if (this.length === this.data.length) {
      const larger = this.#allocate(this.length * 2);
      larger.set(this.data);
      this.data = larger;
    }
    this.data[this.length] = value;
    this.length += 1;
  }
}

export const bytes = (length: number): Uint8Array<ArrayBuffer> => new Uint8Array(length);
export const integers = (length: number): Uint32Array<ArrayBuffer> => new Uint32Array(length);
export const floats = (length: number): Float64Array<ArrayBuffer> => new Float64Array(length);
