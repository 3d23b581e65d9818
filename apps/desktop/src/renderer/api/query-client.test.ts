import { beforeEach, expect, test } from 'vitest';
import { setConnection } from './connection.ts';
import { toFailure } from './failure.ts';
import { retryDelayMs } from './query-client.ts';
import { refusal } from './stub-link.fixture.ts';

beforeEach(() => setConnection({ phase: 'open' }));

test('a refused token is not tried again', () => {
  expect(retryDelayMs(0, refusal('TOKEN_REJECTED', { provider: 'huggingface', expired: false }))).toBeNull();
});

test('a provider that is down is tried again twice, later each time, and then given up', () => {
  const down = refusal('PROVIDER_UNAVAILABLE', { provider: 'huggingface', httpStatus: 503 });
  expect([0, 1, 2].map((count) => retryDelayMs(count, down))).toEqual([700, 1_400, null]);
});

test('the server’s own delay is kept to', () => {
  expect(retryDelayMs(0, refusal('RATE_LIMITED', { retryAfterMs: 3_000 }))).toBe(3_000);
});

test('nobody is made to wait minutes before a skeleton', () => {
  expect(retryDelayMs(0, refusal('RATE_LIMITED', { retryAfterMs: 300_000 }))).toBeNull();
});

test('what the host did not declare is a mistake of ours, whatever it says', () => {
  expect(toFailure(new TypeError('x is not a function')).code).toBe('INTERNAL');
});

test('an abort is a stop, not a failure', () => {
  expect(toFailure(new DOMException('The operation was aborted.', 'AbortError')).code).toBe('CANCELLED');
});

test('a call without a host says that Hubdesk itself is away', () => {
  setConnection({ phase: 'lost' });
  expect(toFailure(new Error('Cannot send message'))).toMatchObject({ code: 'OFFLINE', data: { host: 'hubdesk' } });
});
