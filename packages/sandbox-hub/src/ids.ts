// Ids that look like the Hub's and are the same in every run; and secrets, which never are.
import { randomBytes } from 'node:crypto';

export interface Ids {
  /** 24 hexadecimal digits, counted per kind. */
  next(kind: string): string;
}

export function createIds(): Ids {
  const counters = new Map<string, number>();
  return {
    next: (kind) => {
      const count = (counters.get(kind) ?? 0) + 1;
      counters.set(kind, count);
      return hexId(kind, count);
    },
  };
}

/** The nth id of a kind, 24 hexadecimal digits. */
export function hexId(kind: string, count: number): string {
  return `66${hash32(kind).toString(16).padStart(8, '0')}${count.toString(16).padStart(14, '0')}`;
}

/** A commit sha: 40 hexadecimal digits that depend on the text alone. */
export function shaOf(text: string): string {
  let digits = '';
  for (let round = 0; round < 5; round += 1) digits += hash32(`${round}:${text}`).toString(16).padStart(8, '0');
  return digits;
}

/** FNV-1a with a final mix, so that near texts get far numbers. 32 bits, unsigned. */
export function hash32(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** A repeatable source of numbers in [0, 1) (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** 34 letters that nobody can guess, as in the Hub's tokens. */
export function madeUpLetters(): string {
  return [...randomBytes(34)].map((byte) => String.fromCharCode(97 + (byte % 26))).join('');
}
