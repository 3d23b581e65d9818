import { describe, expect, it } from 'vitest';
import { errorCodes, type Failure } from '@hubdesk/shared/errors';
import type { Selection } from '@hubdesk/shared/models/routing';
import { type AdviceContext, chatAdvice } from './chat-advice.ts';

const auto: Selection = { model: 'org/name', routing: 'auto', billTo: null };
const named: Selection = { ...auto, routing: { provider: 'groq' } };
const account: AdviceContext['account'] = {
  status: 'verified',
  identity: {
    id: '1',
    name: 'sandy',
    fullname: 'Sandy Shore',
    avatar: null,
    isPro: false,
    canPay: true,
    organizations: [
      { name: 'tidewater', fullname: 'Tidewater Lab', plan: 'team', role: 'admin', restrictions: [], canPay: true },
    ],
  },
  token: null,
  store: 'session',
  storedAt: '2026-01-01T00:00:00.000Z',
  checkedAt: null,
  problem: null,
  links: { tokens: 'https://hub.example/settings/tokens', billing: 'https://hub.example/settings/billing' },
};

const advise = (failure: Failure, more: Partial<AdviceContext> = {}) =>
  chatAdvice(failure, { selection: auto, account, hasWords: false, ...more });
const kinds = (failure: Failure, more?: Partial<AdviceContext>) => advise(failure, more).steps.map(({ kind }) => kind);

const noCredits: Failure = {
  code: 'PAYMENT_REQUIRED',
  message: '',
  data: { payer: 'you', billingUrl: 'https://hub.example/billing' },
};

describe('no credits', () => {
  it('names who would have paid and links the billing page', () => {
    expect(advise(noCredits).title).toBe('sandy has no credits left');
    expect(advise(noCredits, { selection: { ...auto, billTo: 'tidewater' } }).title).toBe(
      'Tidewater Lab has no credits left',
    );
    expect(advise(noCredits, { account: null }).title).toBe('You have no credits left');
    expect(advise(noCredits).steps[0]).toEqual({
      kind: 'link',
      label: 'Open billing',
      href: 'https://hub.example/billing',
    });
  });
});

it('leads from a missing permission to the token page', () => {
  const missing: Failure = { code: 'MISSING_PERMISSION', message: '', data: { permission: 'inference' } };
  expect(advise(missing).steps[0]).toEqual({
    kind: 'link',
    label: 'Open the token page',
    href: 'https://hub.example/settings/tokens',
  });
  expect(advise(missing, { selection: { ...auto, billTo: 'tidewater' } }).body).toContain('on behalf of tidewater');
});

it('waits as long as the server asked, or leaves it to the person', () => {
  const limited = (retryAfterMs: number | null): Failure => ({
    code: 'RATE_LIMITED',
    message: '',
    data: { retryAfterMs },
  });
  expect(advise(limited(7_000)).steps[0]).toEqual({ kind: 'retryAfter', delayMs: 7_000 });
  expect(advise(limited(null)).steps[0]).toEqual({ kind: 'retry' });
});

it('offers automatic routing where one provider was named, another model where none was', () => {
  const unserved: Failure = {
    code: 'MODEL_NOT_SERVED',
    message: '',
    data: { model: 'org/name', inferenceProvider: null },
  };
  expect(kinds(unserved, { selection: named })).toEqual(['routeByItself', 'changeModel', 'retry']);
  expect(kinds(unserved)).toEqual(['changeModel', 'retry']);
});

it('lets a broken-off answer be asked again or gone on with', () => {
  const broken: Failure = {
    code: 'PROVIDER_UNAVAILABLE',
    message: '',
    data: { provider: 'huggingface', httpStatus: null },
  };
  expect(kinds(broken, { hasWords: true, selection: named })).toEqual(['retry', 'goOn', 'routeByItself']);
  expect(advise(broken).body).toBe('The connection broke off before the first word. Your question is kept.');
  const offline: Failure = { code: 'OFFLINE', message: '', data: { host: 'hubdesk' } };
  expect(advise(offline, { hasWords: true })).toMatchObject({
    title: 'The answer broke off',
    steps: [{ kind: 'retry' }, { kind: 'goOn' }],
  });
  expect(kinds(offline)).toEqual(['retry']);
});

describe('every failure', () => {
  const details = {
    field: 'x',
    reason: 'x',
    provider: 'x',
    expired: false,
    permission: 'inference',
    organization: 'x',
    restrictions: [],
    payer: 'x',
    billingUrl: 'https://x.example',
    repo: 'x',
    url: 'https://x.example',
    what: 'x',
    retryAfterMs: null,
    state: 'locked',
    wrong: false,
    capability: 'keychain',
    model: 'x',
    inferenceProvider: null,
    httpStatus: 500,
    by: 'html',
    host: 'x',
    path: 'x',
    ref: 'x',
  };
  it.each(errorCodes)('%s says something and can be tried again', (code) => {
    const { title, body, steps } = advise({ code, message: '', data: details } as unknown as Failure);
    expect(title).not.toBe('');
    expect(body).not.toBe('');
    expect(steps.some(({ kind }) => kind === 'retry' || kind === 'retryAfter')).toBe(true);
    expect(new Set(steps.map(({ kind }) => kind)).size).toBe(steps.length);
  });
});
