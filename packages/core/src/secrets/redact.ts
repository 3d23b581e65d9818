// Takes secrets out of text on its way to a log, a screen or an error. First by
// value, in every spelling a secret commonly travels in; then by the shape of
// well-known tokens. Stands in front of every sink; a stream is held back just
// far enough that no secret slips through where two chunks meet.
import type { Secret } from './secret.ts';
import { tokenShapes } from './token-shapes.ts';

export const redacted = '[secret]';

/** A spelling shorter than this would blank ordinary words. */
const minSpellingLength = 6;
const maxPatternLength = 4_096;

/** Shapes nothing but a token has. */
const certain = tokenShapes.map(([, shape]) => new RegExp(String.raw`\b${shape}`, 'g'));

/** Shapes that may be a token cut short, or a name; for a log, too much is the lesser harm. */
const likely: readonly RegExp[] = [
  /\bhf_[A-Za-z0-9_-]{8,256}/g,
  /\b(?:sk|xai)-[A-Za-z0-9_-]{12,256}/g,
  /\bgh[pousr]_[A-Za-z0-9]{20,256}/g,
  /(?<=\b(?:bearer|basic)\s{1,4})(?=\S*\d)[A-Za-z0-9._~+/=-]{16,256}/gi,
];

const patterns = [...certain, ...likely];

/** What every one of the shapes has in it, whatever stands around: most text has none of it, and one look tells so. */
const mayHoldToken =
  /\b(?:(?:hf|api_org|gsk|gh[pousr]|github_pat)_|(?:sk|xai|xox[a-z])-|AIza|AKIA|ASIA|eyJ|(?:bearer|basic)\s)/i;

/** Whether text holds something that can only be a token. Model names such as `org/sk-learn-base` do not count. */
export function looksSecret(text: string): boolean {
  return certain.some((pattern) => text.search(pattern) >= 0);
}

export interface RedactingStream {
  /** The part that is safe to show now. */
  push(chunk: string): string;
  /** Whatever was still held back. */
  end(): string;
}

export interface Redactor {
  redact(text: string): string;
  stream(): RedactingStream;
}

/** `secrets` is asked each time, so that one stored a moment ago is already taken out. */
export function createRedactor(secrets: () => Iterable<Secret>): Redactor {
  let known = '';
  let values: { regex: RegExp | null; longest: number } = { regex: null, longest: 0 };

  function currentValues() {
    const texts = [...secrets()].map((secret) => secret.reveal());
    const key = texts.join('\n');
    if (key !== known) {
      known = key;
      values = valueMatcher(texts);
    }
    return values;
  }

  function rules(): { regexes: RegExp[]; longest: number } {
    const { regex, longest } = currentValues();
    return { regexes: regex ? [regex, ...patterns] : [...patterns], longest: Math.max(longest, maxPatternLength) };
  }

  function redact(text: string): string {
    const { regex } = currentValues();
    const rest = regex ? text.replace(regex, redacted) : text;
    if (!mayHoldToken.test(rest)) return rest;
    return patterns.reduce((remaining, pattern) => remaining.replace(pattern, redacted), rest);
  }

  function stream(): RedactingStream {
    let held = '';
    return {
      push: (chunk) => {
        held += chunk;
        const { regexes, longest } = rules();
        const cut = safeCut(held, regexes, longest);
        const safe = redact(held.slice(0, cut));
        held = held.slice(cut);
        return safe;
      },
      end: () => {
        const rest = redact(held);
        held = '';
        return rest;
      },
    };
  }

  return { redact, stream };
}

/**
 * How much of `text` can go out before more is known. No spelling of a secret
 * has a space in it, so the last word is what waits, or as much of it as the
 * longest spelling could need; and never half of a match.
 */
function safeCut(text: string, regexes: readonly RegExp[], longest: number): number {
  let cut = text.length;
  while (cut > 0 && text.length - cut < longest && !/\s/.test(text.charAt(cut - 1))) cut -= 1;
  const scheme = /\b(?:bearer|basic)\s{1,4}$/i.exec(text.slice(Math.max(0, cut - 16), cut));
  if (scheme) cut -= scheme[0].length;
  for (;;) {
    const spanning = regexes
      .flatMap((regex) => [...text.matchAll(regex)])
      .find((match) => match.index < cut && match.index + match[0].length > cut);
    if (!spanning) return cut;
    cut = spanning.index;
  }
}

function valueMatcher(texts: readonly string[]): { regex: RegExp | null; longest: number } {
  const spellings = [...new Set(texts.flatMap(spellingsOf))].sort((a, b) => b.length - a.length);
  if (spellings.length === 0) return { regex: null, longest: 0 };
  return {
    regex: new RegExp(spellings.map((spelling) => spelling.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')).join('|'), 'g'),
    longest: spellings[0]?.length ?? 0,
  };
}

function spellingsOf(text: string): string[] {
  const bytes = Buffer.from(text);
  const hex = bytes.toString('hex');
  const base64 = [0, 1, 2].flatMap((offset) => base64Inside(bytes, offset));
  return [text, encodeURIComponent(text), JSON.stringify(text).slice(1, -1), hex, hex.toUpperCase(), ...base64].filter(
    (spelling) => spelling.length >= minSpellingLength,
  );
}

/** The characters of base64 that depend on the secret alone when `offset` other bytes stand before it. */
function base64Inside(bytes: Buffer, offset: number): string[] {
  const encoded = Buffer.concat([Buffer.alloc(offset), bytes])
    .toString('base64')
    .replaceAll('=', '');
  const first = Math.ceil((offset * 8) / 6);
  const last = Math.floor(((offset + bytes.length) * 8) / 6);
  const inside = encoded.slice(first, last);
  return [inside, inside.replaceAll('+', '-').replaceAll('/', '_')];
}
