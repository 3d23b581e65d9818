import { expect, it } from 'vitest';
import { createRedactor } from '../secrets/redact.ts';
import type { Secret } from '../secrets/secret.ts';
import { offerSecret, requireVisible } from './offer-secret.ts';

it('takes a key of several lines out of a log, which shows it line by line', () => {
  const offered = new Set<Secret>();
  offerSecret(offered, '-- begin\nfirst-half-of-it\nsecond-half-of-it\nend');
  const { redact } = createRedactor(() => [...offered]);
  const said = ['it is first-half-of-it', '  second-half-of-it', 'the end'].map(redact).join('\n');
  expect(said).not.toMatch(/half/);
  expect(said).toContain('the end');
});

it('refuses what nobody sees, and no line feed', () => {
  const name = { field: 'secrets', name: 'The value of KEY' };
  requireVisible('one\n\ttwo\n', name);
  for (const value of ['bell\u0007', 'carriage\rreturn', 'nul\0'])
    expect(() => requireVisible(value, name)).toThrow(/^The value of KEY/);
});
