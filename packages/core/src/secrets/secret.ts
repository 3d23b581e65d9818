// A token or passphrase in our own memory. It shows itself to nobody who does
// not ask by name: text, JSON and inspection all answer `[secret]`, and a
// structured clone carries nothing. It cannot promise to be erased (measured:
// copies outlive their last reference).
import { timingSafeEqual } from 'node:crypto';
import { inspect } from 'node:util';

const shown = '[secret]';

export class Secret {
  readonly #value: string;

  private constructor(value: string) {
    this.#value = value;
  }

  /** Wraps any text; `secretProblem` says whether a store can keep it. */
  static from(text: string): Secret {
    return new Secret(text);
  }

  /** The text itself: for the one header, store or cipher it is meant for. */
  reveal(): string {
    return this.#value;
  }

  /** Compares without telling by its time how much was alike. */
  equals(other: Secret): boolean {
    const [mine, theirs] = [Buffer.from(this.#value), Buffer.from(other.#value)];
    return mine.length === theirs.length && timingSafeEqual(mine, theirs);
  }

  toString(): string {
    return shown;
  }

  toJSON(): string {
    return shown;
  }

  [inspect.custom](): string {
    return shown;
  }
}

/** Windows keeps at most this many bytes in one credential (CRED_MAX_CREDENTIAL_BLOB_SIZE). */
export const maxSecretBytes = 2_560;

export type SecretProblem = 'empty' | 'too-long' | 'whitespace' | 'unprintable';

/**
 * Why no store keeps this text, or null. Every store takes printable ASCII
 * without spaces only: keychains pass through C strings, where a NUL cuts and a
 * lone surrogate is replaced without a word.
 */
export function secretProblem(text: string): SecretProblem | null {
  if (text.length === 0) return 'empty';
  // Before looking at every character: the text may be megabytes.
  if (text.length > maxSecretBytes) return 'too-long';
  if (/\s/.test(text)) return 'whitespace';
  if (!/^[\x21-\x7e]+$/.test(text)) return 'unprintable';
  return null;
}

/** What to tell the person about each problem. */
export const secretAdvice: Record<SecretProblem, string> = {
  empty: 'There is nothing to store yet.',
  'too-long': `This is longer than any token: at most ${maxSecretBytes} characters can be stored.`,
  whitespace: 'There is a space or a line break in it. Copy the token alone, without anything around it.',
  unprintable: 'It holds characters no token has. Copy it again from the page that made it.',
};
