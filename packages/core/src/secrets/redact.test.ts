import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRedactor, looksSecret, redacted } from './redact.ts';
import { Secret } from './secret.ts';
import { tokenShapes } from './token-shapes.ts';

const token = 'Zx9/Qw+8"Er\\7Ty=6Ui5Op4As3Df2Gh1';
const redactor = createRedactor(() => [Secret.from(token)]);

test.each([
  ['raw', token],
  ['in a URL', encodeURIComponent(token)],
  ['in JSON', JSON.stringify(token).slice(1, -1)],
  ['as hex', Buffer.from(token).toString('hex')],
  ['as upper-case hex', Buffer.from(token).toString('hex').toUpperCase()],
  ['glued to other text', `key${token}key`],
])('a secret %s is taken out by value', (_, text) => {
  const shown = redactor.redact(`before ${text} after`);
  expect(shown).toContain(redacted);
  expect(shown).not.toContain(text.slice(4, 14));
  expect(shown.startsWith('before ') && shown.endsWith(' after')).toBe(true);
});

test('base64 is recognised whatever stands before and after the secret', () => {
  fc.assert(
    fc.property(
      fc.string({ maxLength: 9 }),
      fc.string({ maxLength: 9 }),
      fc.constantFrom('base64', 'base64url'),
      (before, after, encoding) => {
        const encoded = Buffer.from(before + token + after).toString(encoding as BufferEncoding);
        const middle = encoded.slice(Math.ceil((Buffer.byteLength(before) * 8) / 6) + 2).slice(0, 20);
        expect(redactor.redact(encoded)).not.toContain(middle);
      },
    ),
  );
});

test.each([
  'hf_abcdefghijklmnopqrstuvwxyzABCDEFGH',
  `sk-ant-${'a1B2'.repeat(10)}`,
  'AIzaSyA1234567890abcdefghijklmnopqrstu',
  'AKIAIOSFODNN7EXAMPLE',
  'xai-1234567890abcdef1234567890abcdef',
  `github_pat_${'a1B2'.repeat(10)}`,
  `xoxb-${'a1B2'.repeat(10)}`,
])('%s is taken out by its shape though nobody stored it', (text) => {
  expect(looksSecret(text)).toBe(true);
  expect(redactor.redact(`token=${text}, ok`)).toBe(`token=${redacted}, ok`);
});

test.each(tokenShapes)(
  '%s: it is taken out whatever its characters, though a first look passes over most text',
  (_, shape) => {
    const nobody = createRedactor(() => []);
    fc.assert(
      fc.property(fc.stringMatching(new RegExp(`^${shape.replace(/\(\?!.*?\)/, '')}$`)), (text) => {
        expect(nobody.redact(`a ${text} b`)).toContain(redacted);
      }),
    );
  },
);

test('an authorization header is taken out and ordinary words are not', () => {
  expect(redactor.redact('authorization: Bearer abcdefghij1234567890 end')).toBe(
    `authorization: Bearer ${redacted} end`,
  );
  const prose = 'Basic understanding of risk-averse bearers: task-oriented, hf_ and sk- are prefixes.';
  expect(redactor.redact(prose)).toBe(prose);
  expect(looksSecret(prose)).toBe(false);
});

test('what may be half a token is kept out of a log, but does not count as one', () => {
  for (const text of ['hf_abcdefghijklm', 'sk-learn-model-thing']) {
    expect(redactor.redact(`org/${text}`)).toBe(`org/${redacted}`);
    expect(looksSecret(`org/${text}`)).toBe(false);
  }
});

test('a secret stored later is taken out from then on', () => {
  const stored: Secret[] = [];
  const late = createRedactor(() => stored);
  expect(late.redact('pw correcthorse')).toBe('pw correcthorse');
  stored.push(Secret.from('correcthorse'));
  expect(late.redact('pw correcthorse')).toBe(`pw ${redacted}`);
});

function cutAt(text: string, cuts: readonly number[]): string[] {
  const points = [0, ...[...new Set(cuts.map((cut) => cut % (text.length + 1)))].sort((a, b) => a - b), text.length];
  return points.slice(1).map((point, index) => text.slice(points[index], point));
}

test('cut into any chunks, a stream shows what the whole text would have shown', () => {
  const spellings = [
    token,
    encodeURIComponent(token),
    Buffer.from(token).toString('hex'),
    'hf_abcdefghijklmnop',
    'Bearer abcdefghij1234567890',
    'plain',
    'two\nlines',
  ];
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...spellings), { maxLength: 6 }),
      fc.constantFrom(' ', '\n', ', ', '"'),
      fc.array(fc.nat(2_000), { maxLength: 12 }),
      (words, separator, cuts) => {
        const text = words.join(separator);
        const stream = redactor.stream();
        const shown =
          cutAt(text, cuts)
            .map((chunk) => stream.push(chunk))
            .join('') + stream.end();
        expect(shown).toBe(redactor.redact(text));
      },
    ),
    { numRuns: 2_000 },
  );
});

test('whole lines are shown at once, and an endless word is not held for ever', () => {
  const stream = redactor.stream();
  expect(stream.push('a line of a log\n')).toBe('a line of a log\n');
  const endless = 'x'.repeat(1_000_000);
  expect(stream.push(endless).length).toBeGreaterThan(endless.length - 10_000);
});
