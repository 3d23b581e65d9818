// Values that a person gives to an app in secret: refused where they hold what nobody sees, and kept out of whatever the
// app or the Hub says from then on.
import { Secret } from '../secrets/secret.ts';
import { invalidInput } from './repo-names.ts';

/** A line that is no shorter is taken out of logs by itself. */
const shortestLine = 6;

/** Line feeds are fine, as in a key. Throws INVALID_INPUT of `field`, where `name` is what the person calls it. */
export function requireVisible(value: string, { field, name }: { field: string; name: string }): void {
  // oxlint-disable-next-line no-control-regex -- controls are what this is about
  if (/[\0-\x08\x0b-\x1f\x7f]/.test(value))
    throw invalidInput(field, `${name} has characters in it that cannot be seen. Copy it again.`);
}

/** A log shows it line by line: each is taken out, and the whole. */
export function offerSecret(offered: Set<Secret>, value: string): Secret {
  const secret = Secret.from(value);
  offered.add(secret);
  const lines = value.split('\n').filter((line) => line !== value && line.trim().length >= shortestLine);
  for (const line of lines) offered.add(Secret.from(line.trim()));
  return secret;
}
