import { expect, it } from 'vitest';
import { repeatedKey } from './repeated-key.ts';

it('finds a key that stands twice in a row or a message, and not one inside a text', () => {
  expect(repeatedKey('{"a":1,"b":{"a":1},"a":2}', new Set())).toBe('a');
  expect(repeatedKey('{"m":[{"role":"x","role":"y"}]}', new Set(['m']))).toBe('role');
  expect(repeatedKey('{"a":"\\",\\"a\\":\\\\","b":"a"}', new Set())).toBeNull();
});

it('reads a text of many megabytes', () => {
  expect(repeatedKey(JSON.stringify({ a: 'y,z\n'.repeat(3_000_000), b: 1 }), new Set())).toBeNull();
});
