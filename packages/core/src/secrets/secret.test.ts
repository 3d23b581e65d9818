import fc from 'fast-check';
import { format, inspect } from 'node:util';
import { expect, test } from 'vitest';
import { Secret, maxSecretBytes, secretAdvice, secretProblem } from './secret.ts';

const token = 'hf_CanaryCanaryCanaryCanaryCanary1234';

test('no usual way of turning a secret into text shows a character of it', () => {
  const secret = Secret.from(token);
  const texts = [
    String(secret),
    `${secret}`,
    JSON.stringify({ secret }),
    inspect({ secret }, { showHidden: true, depth: 9 }),
    format('%s %o %j', secret, secret, secret),
    JSON.stringify(structuredClone({ ...secret })),
    Object.getOwnPropertyNames(secret).join(),
    new Error('failed', { cause: secret }).stack ?? '',
  ];
  for (const text of texts) expect(text).not.toContain('Canary');
  expect(secret.reveal()).toBe(token);
});

test('two secrets are equal when their text is', () => {
  expect(Secret.from(token).equals(Secret.from(token))).toBe(true);
  expect(Secret.from(token).equals(Secret.from(`${token}x`))).toBe(false);
});

test.each([
  ['', 'empty'],
  ['a'.repeat(maxSecretBytes + 1), 'too-long'],
  ['x'.repeat(10_000_000), 'too-long'],
  ['hf_a b', 'whitespace'],
  ['hf_a\n', 'whitespace'],
  ['hf_a\u00a0', 'whitespace'],
  ['ab\0cd', 'unprintable'],
  ['hf_\ud800', 'unprintable'],
  ['ключ', 'unprintable'],
  ['a'.repeat(maxSecretBytes), null],
  ['!"#$%&\'()*+,-./~', null],
])('%j has the problem %s', (text, problem) => {
  expect(secretProblem(text)).toBe(problem);
  if (problem) expect(secretAdvice[problem as keyof typeof secretAdvice]).toMatch(/\.$/);
});

test('only printable ASCII of storable length is without a problem', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
      const plain = [...text].every((character) => character > ' ' && character < '\x7f');
      expect(secretProblem(text) === null).toBe(plain && text.length > 0);
    }),
  );
});
