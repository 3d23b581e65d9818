import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRedactor } from '../../secrets/redact.ts';
import { Secret } from '../../secrets/secret.ts';
import { prepareLines } from './prepare-lines.ts';

const { redact } = createRedactor(() => [Secret.from('correct-horse'), Secret.from('battery\0staple')]);

test('lines together are what each is alone, wherever a batch begins', () => {
  const text = fc.oneof(
    fc.constantFrom(
      'Bearer',
      'abcdefghij1234567890',
      'a correct-horse b',
      'é correct-horse',
      '\x1b[1mcorrect-\x1b[2mhorse',
      'battery',
      'staple',
      '1%\r2%',
      '\x1b[31mred\x1b[0m',
      'hf_abcdefghijklmnop',
    ),
    fc.string(),
  );
  fc.assert(
    fc.property(fc.array(text, { maxLength: 12 }), (texts) => {
      const lines = texts.map((line, at) => ({ text: line, atMs: at }));
      const together = prepareLines(lines, redact);
      expect(together).toEqual(lines.flatMap((line) => prepareLines([line], redact)));
      expect(together.map(({ text: shown }) => shown).join('\n')).not.toContain('correct-horse');
    }),
    { numRuns: 1_000 },
  );
});
