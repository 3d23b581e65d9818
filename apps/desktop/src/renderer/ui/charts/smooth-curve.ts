// The running mean of a curve, each point counting a little less than the next
// (an exponential mean, freed of the pull its beginning would have). Goes on
// where it was when points are added.

export class SmoothCurve {
  readonly #weight: number;
  #out = new Float64Array(256);
  #done = 0;
  #mean = 0;
  /** What the weights of all points so far come to. */
  #whole = 0;

  /** `weight`: how much of the past stays with each point; 0 leaves the curve as it is, below 1. */
  constructor(weight: number) {
    this.#weight = weight;
  }

  /** The smoothed column, as long as `raw`, which must begin with what it was given before. NaN stays NaN. */
  extend(raw: Float64Array): Float64Array {
    if (raw.length > this.#out.length) {
      let capacity = this.#out.length;
      while (capacity < raw.length) capacity *= 2;
      const larger = new Float64Array(capacity);
      larger.set(this.#out.subarray(0, this.#done));
      this.#out = larger;
    }
    const weight = this.#weight;
    for (; this.#done < raw.length; this.#done += 1) {
      const y = raw[this.#done] as number;
      if (Number.isFinite(y)) {
        this.#mean = this.#mean * weight + (1 - weight) * y;
        this.#whole = this.#whole * weight + (1 - weight);
        this.#out[this.#done] = this.#mean / this.#whole;
      } else this.#out[this.#done] = Number.NaN;
    }
    return this.#out.subarray(0, raw.length);
  }
}
