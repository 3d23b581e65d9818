// The curves of one run: columns that grow by doubling, added to as points come
// in. Nothing here draws, and no point is an object of its own.

/** Points column by column, as a host tells them: each of `values` is as long as `step`, with null where there was none. */
export interface CurvePoints {
  /** Index of the first of these among all points; 0 begins anew. */
  from: number;
  step: readonly number[];
  /** Seconds since 1970. */
  time: readonly number[];
  values: Readonly<Record<string, readonly (number | null)[]>>;
}

const firstCapacity = 256;

export class CurveTable {
  #length = 0;
  #step = new Float64Array(firstCapacity);
  #time = new Float64Array(firstCapacity);
  readonly #values = new Map<string, Float64Array>();
  readonly #listeners = new Set<() => void>();
  #generation = 0;

  get length(): number {
    return this.#length;
  }
  /** Another one when points were taken back: what was worked out from them counts no more. */
  get generation(): number {
    return this.#generation;
  }
  /** In the order in which they were first told. */
  get metrics(): readonly string[] {
    return [...this.#values.keys()];
  }
  /** Views, valid until the next `add`. */
  get step(): Float64Array {
    return this.#step.subarray(0, this.#length);
  }
  get time(): Float64Array {
    return this.#time.subarray(0, this.#length);
  }
  /** NaN where the metric was not told. */
  values(metric: string): Float64Array | null {
    return this.#values.get(metric)?.subarray(0, this.#length) ?? null;
  }

  /** False when points before these are missing: they must be asked for anew. */
  add({ from, step, time, values }: CurvePoints): boolean {
    if (from > this.#length) return false;
    if (from < this.#length) {
      this.#generation += 1;
      if (from === 0) this.#values.clear();
    }
    const end = from + step.length;
    this.#reserve(end);
    this.#step.set(step, from);
    this.#time.set(time, from);
    for (const [metric, column] of this.#values) if (!Object.hasOwn(values, metric)) column.fill(Number.NaN, from, end);
    for (const [metric, told] of Object.entries(values)) {
      const column = this.#column(metric);
      for (let at = 0; at < step.length; at += 1) column[from + at] = told[at] ?? Number.NaN;
    }
    this.#length = end;
    for (const listener of this.#listeners) listener();
    return true;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  #column(metric: string): Float64Array {
    let column = this.#values.get(metric);
    if (!column) {
      column = new Float64Array(this.#step.length).fill(Number.NaN);
      this.#values.set(metric, column);
    }
    return column;
  }

  #reserve(length: number): void {
    let capacity = this.#step.length;
    if (length <= capacity) return;
    while (capacity < length) capacity *= 2;
    this.#step = grown(this.#step, capacity);
    this.#time = grown(this.#time, capacity);
    for (const [metric, column] of this.#values) this.#values.set(metric, grown(column, capacity));
  }
}

function grown(column: Float64Array, capacity: number): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(capacity);
  larger.set(column);
  return larger;
}
