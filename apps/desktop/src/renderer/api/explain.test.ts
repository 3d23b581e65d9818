import { errorCodes, type Failure } from '@hubdesk/shared/errors';
import { expect, test } from 'vitest';
import { explain, restrictionSentence } from './explain.ts';

const examples: { [C in Failure['code']]: Extract<Failure, { code: C }>['data'] } = {
  INVALID_INPUT: { field: 'token', reason: 'Paste a token first.' },
  SIGNED_OUT: { provider: 'huggingface' },
  TOKEN_REJECTED: { provider: 'huggingface', expired: false },
  MISSING_PERMISSION: { permission: 'inference' },
  ORG_RESTRICTED: { organization: 'tidewater', restrictions: ['sso'] },
  PAYMENT_REQUIRED: { payer: 'sandy', billingUrl: 'https://huggingface.co/settings/billing' },
  GATED: { repo: 'meta-llama/Llama-3.1-8B', url: 'https://huggingface.co/meta-llama/Llama-3.1-8B' },
  NOT_FOUND: { what: 'the model' },
  CONFLICT: { what: 'the token' },
  RATE_LIMITED: { retryAfterMs: 30_000 },
  KEYCHAIN_UNAVAILABLE: { state: 'locked' },
  PASSPHRASE_NEEDED: { wrong: true },
  UNSUPPORTED: { capability: 'localFiles' },
  MODEL_NOT_SERVED: { model: 'a/b', inferenceProvider: 'together' },
  PROVIDER_UNAVAILABLE: { provider: 'huggingface', httpStatus: 503 },
  INTERCEPTED: { by: 'html', host: 'huggingface.co' },
  HUB_CHANGED: { what: 'the list of models' },
  OFFLINE: { host: 'huggingface.co' },
  TIMEOUT: { host: 'huggingface.co' },
  CANCELLED: {},
  STORAGE_FAILED: { path: '/home/sandy/settings.json', reason: 'The disk is full.' },
  FILE_UNREADABLE: { path: '/home/ada/train.jsonl', reason: 'It changed while it was read.' },
  NO_TOKENIZER: { model: 'sandy/tiny', reason: 'It has no tokenizer.json.' },
  ALREADY_THERE: { what: 'sandy/questions', url: 'https://huggingface.co/datasets/sandy/questions' },
  INTERNAL: { ref: 'r-7' },
};

function failure(code: Failure['code']): Failure {
  return { code, message: 'Upstream words', data: examples[code] } as Failure;
}

test.each(errorCodes)('%s has a title, a body that does not repeat upstream words, and no gap in its text', (code) => {
  const { title, body } = explain(failure(code));
  expect(title).toMatch(/^\S.*[^.]$/);
  expect(body).toMatch(/[.?!]$/);
  expect(`${title} ${body}`).not.toMatch(/Upstream words|undefined|null|NaN/);
});

test.each(errorCodes.filter((code) => !['INVALID_INPUT', 'UNSUPPORTED'].includes(code)))(
  '%s names a next step',
  (code) => {
    expect(explain(failure(code)).action?.label).toMatch(/^\S/);
  },
);

test('an expired token and an unknown one are not the same story', () => {
  const expired = explain({ code: 'TOKEN_REJECTED', message: '', data: { provider: 'huggingface', expired: true } });
  expect(expired.title).toContain('expired');
  expect(explain(failure('TOKEN_REJECTED')).title).not.toContain('expired');
});

test('a provider goes by its name, not its id', () => {
  expect(explain(failure('PROVIDER_UNAVAILABLE')).title).toBe('Hugging Face is not able to answer now');
});

test('only a provider that answered is said to have reported a fault', () => {
  const cut = explain({
    code: 'PROVIDER_UNAVAILABLE',
    message: '',
    data: { provider: 'huggingface', httpStatus: null },
  });
  expect(cut.body).toContain('broke off');
  expect(explain(failure('PROVIDER_UNAVAILABLE')).body).toContain('(503)');
});

test('a long wait is told in minutes', () => {
  const told = explain({ code: 'RATE_LIMITED', message: '', data: { retryAfterMs: 300_000 } });
  expect(told.body).toContain('5 minutes');
});

test('a rule of an organization that this version does not know is still named', () => {
  expect(restrictionSentence(['moon-phase'])).toContain('moon-phase');
});
