import { startSandboxHub, type SandboxHub } from '@hubdesk/sandbox-hub';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../ports/clock.ts';
import { Secret } from '../secrets/secret.ts';
import { createHubClient, type HubClient } from './hub-client.ts';
import { fetchMonthSpending, monthOf } from './jobs-billing.ts';
import { fetchJob, submitJob } from './jobs.ts';

const startMs = Date.UTC(2026, 10, 20, 12);
let nowMs: number;
let sandbox: SandboxHub;
let hub: HubClient;
beforeEach(async () => {
  nowMs = startMs;
  sandbox = await startSandboxHub({
    spaces: { python: 'none' },
    now: () => nowMs,
    jobs: { schedulingMs: 0, tickMs: 0, graceMs: 200 },
  });
  hub = createHubClient({ hubUrl: sandbox.url, routerUrl: sandbox.routerUrl }, { ...systemClock, now: () => nowMs });
});
afterEach(() => sandbox.close());

const as = (name: string) => ({ token: Secret.from(sandbox.tokens[name] ?? '') });
const own = { organization: null };

describe('what was spent on Jobs this month', () => {
  it('is told of the account and of its organizations, each its own', async () => {
    expect(await fetchMonthSpending(hub, own, as('write'))).toBe(0);
    const spec = {
      dockerImage: 'python:3.12',
      command: ['sleep', '600'],
      arguments: [],
      environment: {},
      flavor: 'cpu-basic',
      timeoutSeconds: 7_200,
      labels: {},
      volumes: [],
    };
    for (const [payer, flavor] of [
      ['sandy', 'a100-large'],
      ['tidewater', 't4-small'],
    ] as const) {
      const { id } = await submitJob(hub, payer, { ...spec, flavor }, new Map(), as('write'));
      await expect.poll(async () => (await fetchJob(hub, payer, id, as('write'))).stage).toBe('RUNNING');
    }
    nowMs += 29 * 60_000 + 1;
    await sandbox.jobs.tick();
    expect(await fetchMonthSpending(hub, own, as('write'))).toBeCloseTo(2.5 / 2, 4);
    expect(await fetchMonthSpending(hub, { organization: 'tidewater' }, as('write'))).toBeCloseTo(0.4 / 2, 4);
    // Somebody else's is somebody else's.
    expect(await fetchMonthSpending(hub, own, as('noCredits'))).toBe(0);
  });

  it('is not told to a token that may not see it', async () => {
    const refused = { code: 'MISSING_PERMISSION', data: { permission: 'billing' } };
    await expect(fetchMonthSpending(hub, own, as('fineGrainedNoInference'))).rejects.toMatchObject(refused);
    await expect(fetchMonthSpending(hub, { organization: 'northwind-labs' }, as('fineGrained'))).rejects.toMatchObject(
      refused,
    );
  });

  it('is counted job by job where the Hub’s period is another', async () => {
    const says = (usage: unknown) =>
      sandbox.fail('GET /api/settings/billing/usage/jobs', { body: JSON.stringify({ hasAccess: true, usage }) });
    says({
      usedMicroUsd: 9_000_000,
      periodStart: '2026-10-15T00:00:00.000Z',
      jobDetails: [
        { totalCostMicroUsd: 4_000_000, startedAt: '2026-10-31T23:59:59.000Z' },
        { totalCostMicroUsd: 2_000_000, startedAt: '2026-11-01T00:00:00.000Z' },
        { totalCostMicroUsd: 3_000_000, startedAt: '2026-11-19T00:00:00.000Z' },
      ],
    });
    expect(await fetchMonthSpending(hub, own, as('write'))).toBe(5);
    says({ usedMicroUsd: 1_500_000 });
    expect(await fetchMonthSpending(hub, own, as('write'))).toBe(1.5);
    says(null);
    expect(await fetchMonthSpending(hub, own, as('write'))).toBe(0);
    says({ usedMicroUsd: 'much' });
    await expect(fetchMonthSpending(hub, own, as('write'))).rejects.toMatchObject({ code: 'HUB_CHANGED' });
  });
});

it.each([
  ['2026-11-20T12:00:00Z', '2026-11-01T00:00:00.000Z', '2026-12-01T00:00:00.000Z'],
  ['2026-12-31T23:59:59Z', '2026-12-01T00:00:00.000Z', '2027-01-01T00:00:00.000Z'],
  ['2027-01-01T00:00:00Z', '2027-01-01T00:00:00.000Z', '2027-02-01T00:00:00.000Z'],
])('the month of %s begins at %s and ends before %s', (at, start, end) => {
  const { startMs, endMs } = monthOf(Date.parse(at));
  expect([startMs, endMs].map((ms) => new Date(ms).toISOString())).toEqual([start, end]);
});
