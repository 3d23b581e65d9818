// Which kinds of secrets may stand in a row of text, told by the shape of
// well-known tokens. The letter of an escape (`\n`) in front of one is no part of it.
import { tokenShapes } from '../../secrets/token-shapes.ts';

const start = String.raw`(?:(?<![A-Za-z0-9_])|(?<=\\[bfnrt]))`;

const kinds: readonly (readonly [kind: string, pattern: RegExp])[] = [
  ...tokenShapes.map(([kind, shape]) => [kind, new RegExp(start + shape)] as const),
  ['private key', /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----(?:\\[nr]){0,4}[A-Za-z0-9/]{24}/],
];

/** The kind of the first secret found, or null. Never the secret. */
export function credentialIn(text: string): string | null {
  for (const [kind, pattern] of kinds) if (pattern.test(text)) return kind;
  return null;
}

/** The letter of an escape such as `\n` directly before the @ is no name: `\n@app.route` is code. */
const address = /(?<!\\)[A-Za-z0-9._%+-]@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2}/;

/** `text` is as it stands in the file, escapes and all. */
export function holdsEmail(text: string): boolean {
  return address.test(text);
}
