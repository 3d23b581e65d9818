import { expect, it } from 'vitest';
import { exampleDeployConfig } from '@hubdesk/shared/contract/example-deployment';
import { aDeployment } from './a-deployment.fixture.ts';
import { deploymentName, deploymentTitle, deploymentWords } from './deployment-words.ts';
import { jobClock } from './job-clock.ts';

it('says what is done now, what failed, and that only a person can help', () => {
  const failed = aDeployment({ state: 'failed' });
  const steps = failed.steps.map((step) => (step.state === 'now' ? { ...step, state: 'failed' as const } : step));
  expect([
    deploymentWords(aDeployment()),
    deploymentWords({ ...failed, steps }),
    deploymentWords(aDeployment({ following: 'stopped' })),
    deploymentWords(aDeployment({ state: 'ready', config: { ...exampleDeployConfig, kind: 'job' } })),
  ]).toEqual(['Building', 'Not built', 'Needs you', 'Serving']);
  expect(deploymentTitle([aDeployment({ state: 'ready' }), aDeployment()])).toBe('Building · Tiny Llama');
});

it('calls a job by its name, and one that had served stopped rather than cancelled', () => {
  const config = { ...exampleDeployConfig, kind: 'job' as const, name: 'served', title: 'Tiny Llama' };
  const job = aDeployment({ state: 'cancelled', config });
  const step = { step: 'ready' as const, startedAt: null, finishedAt: null, detail: null };
  expect([
    deploymentName(job),
    deploymentWords({ ...job, steps: [{ ...step, state: 'done' }] }),
    deploymentWords({ ...job, steps: [{ ...step, state: 'waiting' }] }),
  ]).toEqual(['served', 'Stopped', 'Cancelled']);
});

it('counts a job by begun minutes from when it ran, and no further than its end', () => {
  const job = { namespace: 'sandy', id: 'j1', url: '', endpoint: null, endsAt: '2026-01-01T01:00:00.000Z' };
  const config = { ...exampleDeployConfig, kind: 'job' as const, timeoutSeconds: 3_600 };
  const serving = aDeployment({ state: 'ready', config, job, usdPerHour: 0.6 });
  const at = (iso: string) => Date.parse(iso);
  expect(jobClock(serving, at('2026-01-01T00:10:30.000Z'))).toEqual({
    leftMs: 49.5 * 60_000,
    costUsd: expect.closeTo(0.11),
    mostUsd: expect.closeTo(0.6),
  });
  expect(jobClock(serving, at('2026-01-01T03:00:00.000Z'))).toMatchObject({ leftMs: 0, costUsd: expect.closeTo(0.6) });
  expect(jobClock(serving, at('2025-12-31T23:59:59.000Z'))).toMatchObject({ leftMs: 3_600_000 });
  const stopped = { ...serving, state: 'cancelled' as const, updatedAt: '2026-01-01T00:05:00.000Z' };
  expect(jobClock(stopped, at('2026-01-01T03:00:00.000Z'))).toMatchObject({
    leftMs: null,
    costUsd: expect.closeTo(0.05),
  });
  expect(jobClock({ ...serving, job: { ...job, endsAt: null } }, 0).costUsd).toBeNull();
});
