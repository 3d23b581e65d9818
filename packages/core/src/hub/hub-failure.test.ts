import { describe, expect, it } from 'vitest';
import { hubFailure, retryAfterMs, upstreamWords } from './hub-failure.ts';

const nowMs = Date.parse('2026-11-20T10:00:00Z');
const asked = { hubUrl: 'https://huggingface.co', host: 'huggingface.co', nowMs };

const aliceSpace = { repo: 'alice/app', repoType: 'space', payer: 'alice', account: 'alice', permission: 'deploy' } as const;

function failure(status: number, body: unknown = {}, headers: Record<string, string> = {}, more: Partial<Parameters<typeof hubFailure>[1]> = {}) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const { code, data } = hubFailure({ status, headers: new Headers({ 'content-type': 'application/json', ...headers }), text }, { ...asked, ...more });
  return { code, data };
}

describe('an answer of the Hub that is not a success', () => {
  it.each([
    ['an unknown token', failure(401, { error: 'Invalid username or password.' }), 'TOKEN_REJECTED', { expired: false }],
    ['bad credentials in the header', failure(401, { error: 'Invalid credentials in Authorization header' }), 'TOKEN_REJECTED', { expired: false }],
    ['an expired token', failure(401, { error: 'Access token expired' }), 'TOKEN_REJECTED', { expired: true }],
    ['a private or missing repo', failure(401, { error: 'Repository not found' }, { 'x-error-code': 'RepoNotFound' }, { repo: 'a/b' }), 'NOT_FOUND', { what: 'a/b' }],
    ['a gated repo', failure(403, { error: 'Access is restricted' }, { 'x-error-code': 'GatedRepo' }, { repo: 'a/b' }), 'GATED', { repo: 'a/b', url: 'https://huggingface.co/a/b' }],
    [
      'a token that may not call inference',
      failure(403, { error: 'This authentication method does not have sufficient permissions to call Inference Providers on behalf of user alice' }),
      'MISSING_PERMISSION',
      { permission: 'inference' },
    ],
    ['a token that may not start jobs', failure(403, { error: 'Token is missing permissions: job.write' }), 'MISSING_PERMISSION', { permission: 'jobs' }],
    [
      'a token that may not start jobs for an organization with a misleading name',
      failure(403, { error: 'Forbidden: insufficient permissions on inference-lab: missing permissions: job.write' }),
      'MISSING_PERMISSION',
      { permission: 'jobs' },
    ],
    ['an organization behind SSO', failure(403, { error: 'Organization "acme" requires SSO' }), 'ORG_RESTRICTED', { organization: 'acme', restrictions: ['sso'] }],
    ['no credits left', failure(402, { error: 'You have depleted your monthly included credits.' }), 'PAYMENT_REQUIRED', { payer: 'you' }],
    [
      'no credits left of the paying organization',
      failure(402, {}, {}, { payer: 'acme' }),
      'PAYMENT_REQUIRED',
      { payer: 'acme', billingUrl: 'https://huggingface.co/organizations/acme/settings/billing' },
    ],
    [
      'no credits left of the account itself, where it is named as the payer',
      failure(402, {}, {}, { payer: 'alice', account: 'alice' }),
      'PAYMENT_REQUIRED',
      { payer: 'alice', billingUrl: 'https://huggingface.co/settings/billing' },
    ],
    [
      'a Space that needs a plan',
      failure(402, { error: 'Static Spaces are free for everyone, but hosting Gradio and Docker Spaces on free cpu-basic requires a PRO subscription.' }, {}, aliceSpace),
      'PAYMENT_REQUIRED',
      { payer: 'alice', billingUrl: 'https://huggingface.co/pricing', needs: 'plan' },
    ],
    [
      'what only a plan has',
      failure(403, { error: 'Dev Mode is part of PRO, Team and Enterprise plans.' }, {}, { ...aliceSpace, payer: 'acme' }),
      'PAYMENT_REQUIRED',
      { payer: 'acme', billingUrl: 'https://huggingface.co/organizations/acme/settings/billing', needs: 'plan' },
    ],
    ['one ZeroGPU Space too many', failure(403, { error: 'You have reached the limit of 2 ZeroGPU Spaces for alice.' }, {}, aliceSpace), 'PAYMENT_REQUIRED', { payer: 'alice', needs: 'plan' }],
    [
      'a Space whose hardware nobody pays',
      failure(402, { error: 'Payment required: alice has no credits left to run T4 small.' }, {}, aliceSpace),
      'PAYMENT_REQUIRED',
      { payer: 'alice', billingUrl: 'https://huggingface.co/settings/billing' },
    ],
    ['a token that may not touch a Space of a Pro account', failure(403, { error: 'Forbidden: you must use a write token' }, {}, aliceSpace), 'MISSING_PERMISSION', { permission: 'write' }],
    ['a commit on what others changed', failure(412, { error: 'A commit has happened since.' }, {}, { repo: 'a/b' }), 'CONFLICT', { what: 'a/b' }],
    ['a job that is not there', failure(404, {}, {}, { what: 'This job' }), 'NOT_FOUND', { what: 'This job' }],
    ['a rate limit', failure(429, {}, { ratelimit: '"api";r=0;t=41' }), 'RATE_LIMITED', { retryAfterMs: 42_000 }],
    ['a rate limit without a delay', failure(429), 'RATE_LIMITED', { retryAfterMs: null }],
    ['an unserved model', failure(400, { error: { message: 'not supported by any provider you have enabled', code: 'model_not_supported' } }, {}, { repo: 'a/b' }), 'MODEL_NOT_SERVED', { model: 'a/b' }],
    ['a request refused for its form', failure(422, { error: ['`max_tokens` too large'] }), 'INVALID_INPUT', { reason: '`max_tokens` too large' }],
    ['a page missing', failure(404), 'NOT_FOUND', { what: 'page' }],
    ['a gateway that gave up', failure(504, '<html>504</html>', { 'content-type': 'text/html' }), 'INTERCEPTED', { by: 'html' }],
    ['a server in trouble', failure(502), 'PROVIDER_UNAVAILABLE', { httpStatus: 502 }],
    ['a captive portal', failure(511, '<!DOCTYPE html><p>Log in', { 'content-type': 'text/plain' }), 'INTERCEPTED', { by: 'html' }],
  ])('becomes a code with its detail: %s', (_what, failed, code, data) => {
    expect(failed).toMatchObject({ code, data });
    if (code === 'PAYMENT_REQUIRED') expect('needs' in failed.data).toBe('needs' in data);
  });
});

describe('the delay a server asks for', () => {
  it.each([
    ['7', 7_000],
    ['0', 0],
    ['1000000000', 3_600_000],
    ['-1', null],
    ['abc', null],
    ['', null],
    [new Date(nowMs + 90_000).toUTCString(), 90_000],
    [new Date(nowMs - 90_000).toUTCString(), 0],
  ])('is read from Retry-After: %s', (header, expected) => {
    expect(retryAfterMs(new Headers({ 'retry-after': header }), nowMs)).toBe(expected);
  });

  it('is measured from the server\'s own clock when it tells it', () => {
    const headers = new Headers({ 'retry-after': 'Fri, 20 Nov 2026 12:00:30 GMT', date: 'Fri, 20 Nov 2026 12:00:00 GMT' });
    expect(retryAfterMs(headers, nowMs)).toBe(30_000);
  });
});

describe('the words of an upstream error', () => {
  it('are found in every shape the Hub uses', () => {
    expect(upstreamWords('{"error":"a"}')).toBe('a');
    expect(upstreamWords('{"error":["a","b"]}')).toBe('a; b');
    expect(upstreamWords('{"errors":[{"message":"a"}]}')).toBe('a');
    expect(upstreamWords('{"error":{"message":"a","code":"b"}}')).toBe('a');
    expect(upstreamWords('{"error_description":"a"}')).toBe('a');
    expect(upstreamWords('not json')).toBe('');
  });

  it('are one short line without control or direction characters', () => {
    const words = upstreamWords(JSON.stringify({ error: `a\u0000\n\u202eb${'x'.repeat(1_000)}` }));
    expect(words).toMatch(/^a bx+$/);
    expect(words).toHaveLength(300);
  });
});
