// A text as a vector: its words, word pairs and letter runs hashed into a fixed number of places, by the hashing
// trick. Real and repeatable, so that texts that share words and spellings are near; it knows no meaning.
import { hash32 } from '../ids.ts';

/** Of unit length unless `normalize` is false; all zeros for a text without a letter or digit. */
export function textVector(text: string, dimensions: number, { salt = '', normalize = true } = {}): number[] {
  const vector = new Float64Array(dimensions);
  const add = (feature: string, weight: number) => {
    const hash = hash32(`${salt} ${feature}`);
    const place = hash % dimensions;
    // The sign is drawn too, so that features that fall into one place cancel out rather than add up.
    vector[place] = (vector[place] ?? 0) + (hash32(feature) & 1 ? weight : -weight);
  };
  const words =
    text
      .toLowerCase()
      .normalize('NFKD')
      .match(/[\p{L}\p{N}]+/gu) ?? [];
  for (const [index, word] of words.entries()) {
    add(`word ${word}`, 1);
    const next = words[index + 1];
    if (next !== undefined) add(`pair ${word} ${next}`, 0.5);
    const framed = `^${word}$`;
    for (let at = 0; at + 3 <= framed.length; at += 1) add(`run ${framed.slice(at, at + 3)}`, 0.3);
  }
  const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
  return Array.from(vector, (value) => (normalize && length > 0 ? value / length : value));
}

/** Small models have short vectors, large ones long, as in life. */
export function vectorLength(parameters: number): number {
  if (parameters < 50e6) return 384;
  if (parameters < 250e6) return 768;
  return parameters < 2e9 ? 1024 : 4096;
}

/** The cosine of the angle between two vectors of unit length. */
export function similarity(one: readonly number[], other: readonly number[]): number {
  return one.reduce((sum, value, index) => sum + value * (other[index] ?? 0), 0);
}
