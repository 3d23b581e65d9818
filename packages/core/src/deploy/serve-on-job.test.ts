import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DeployConfig } from '@hubdesk/shared/spaces/deploy-config';
import { expect, it } from 'vitest';
import { aConfig, aDesk, aFolder, aHub, fastClock, isOver, onHub, sent, until } from './deploy-desk.fixture.ts';

const one = '11111111-1111-4111-8111-111111111111';
const submission = /^\/api\/jobs\/sandy$/;
const served: DeployConfig = { ...aConfig, kind: 'job', flavor: 't4-small', timeoutSeconds: 600 };
const begun = (config = served) => ({ deployment: one, config, secrets: {} });

it('serves a model on a job that is asked, costs by the hour, and ends when it is cancelled', async () => {
  const hub = await aHub();
  const desk = await aDesk(hub, { clock: fastClock(5) });
  await desk.start(begun());
  const ready = await until(desk, one, isOver);
  expect(ready).toMatchObject({
    state: 'ready',
    failure: null,
    usdPerHour: expect.closeTo(0.4, 3),
    stage: 'RUNNING',
    following: 'live',
    space: null,
  });
  expect(ready.job).toMatchObject({
    namespace: 'sandy',
    endpoint: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+.*\/v1$/),
    endsAt: expect.stringMatching(/Z$/),
  });
  expect(ready.steps.map(({ step, state }) => `${step} ${state}`)).toEqual([
    'job done',
    'start done',
    'question done',
    'ready done',
  ]);
  expect(ready.asked?.answer).toMatch(/\w+ \w+/);
  expect(desk.openUsd()).toBeCloseTo(0.4 / 6);
  const job = await onHub(hub, 'GET', `/api/jobs/sandy/${ready.job?.id}`);
  expect(job).toMatchObject({ labels: { 'hubdesk-deployment': one, 'hubdesk-kind': 'serve' } });
  expect(job).not.toMatchObject({ labels: { 'hubdesk-run': expect.anything() } });
  const lines: string[] = [];
  for await (const piece of desk.log(one, 'run', undefined)) {
    lines.push(...piece.lines.map(({ text }) => text));
    if (lines.length > 0) break;
  }
  expect(lines.length).toBeGreaterThan(0);
  // The Hub ends a connection after a while; the job goes on, and so does its log, each line once.
  const headers = { 'content-type': 'text/event-stream' };
  hub.fail('GET /api/jobs/:namespace/:id/logs', { body: ':\n\n', headers, times: 1 });
  const again: string[] = [];
  const states: string[] = [];
  for await (const piece of desk.log(one, 'run', undefined)) {
    expect(piece.from).toBe(again.length);
    again.push(...piece.lines.map(({ text }) => text));
    states.push(piece.state);
    if (again.length >= lines.length) break;
  }
  expect(again.slice(0, lines.length)).toEqual(lines);
  expect(states).toContain('waiting');
  expect(await desk.cancel(one, { remove: false })).toMatchObject({ state: 'cancelled', following: 'no' });
  await expect
    .poll(async () => (await onHub(hub, 'GET', `/api/jobs/sandy/${ready.job?.id}`)) as object)
    .toMatchObject({ status: { stage: 'CANCELED' } });
  expect(desk.openUsd()).toBe(0);
});

it('starts one job when the answer is lost, and finds it again after a restart', async () => {
  const hub = await aHub();
  const folder = await aFolder();
  hub.fail('POST /api/jobs/:namespace', { reset: true, afterEffect: true, times: 1 });
  const first = await aDesk(hub, { folder, clock: fastClock(20) });
  await first.start(begun());
  await until(first, one, () => sent(hub, 'POST', submission) > 0);
  await first.close();
  const second = await aDesk(hub, { folder, clock: fastClock(5) });
  expect(await until(second, one, isOver)).toMatchObject({ state: 'ready' });
  expect(sent(hub, 'POST', submission)).toBe(1);
});

it('ends a job that runs and did not answer before it starts another', async () => {
  const hub = await aHub();
  const folder = await aFolder();
  const first = await aDesk(hub, { folder, clock: fastClock(5) });
  await first.start(begun());
  const { job } = await until(first, one, isOver);
  await first.close();
  const path = join(folder, `${one}.json`);
  const failure = { kind: 'no-answer', sentence: 'It does not answer.', lines: [], log: null, remedies: [] };
  await writeFile(path, JSON.stringify({ ...JSON.parse(await readFile(path, 'utf8')), state: 'failed', failure }));
  const second = await aDesk(hub, { folder, clock: fastClock(5) });
  // It costs until somebody ends it.
  expect(second.openUsd()).toBeGreaterThan(0);
  await second.retry(one, { ...served, flavor: 'l4x1' }, {});
  expect(await until(second, one, isOver)).toMatchObject({
    state: 'ready',
    job: { id: expect.not.stringMatching(job?.id ?? '') },
  });
  const before = (await onHub(hub, 'GET', `/api/jobs/sandy/${job?.id}`)) as object;
  expect(before).toMatchObject({ status: { stage: 'CANCELED' } });
});

it('leaves no job running that is cancelled before its start was answered', async () => {
  const hub = await aHub();
  hub.fail('POST /api/jobs/:namespace', { stall: true, afterEffect: true, times: 1 });
  const desk = await aDesk(hub);
  await desk.start(begun());
  await until(desk, one, () => sent(hub, 'POST', submission) > 0);
  expect(await desk.cancel(one, { remove: false })).toMatchObject({ state: 'cancelled' });
  await expect
    .poll(() => onHub(hub, 'GET', `/api/jobs/sandy?label=hubdesk-deployment=${one}`))
    .toMatchObject([{ status: { stage: 'CANCELED' } }]);
});

it('has ended when the job has', async () => {
  const hub = await aHub();
  const desk = await aDesk(hub, { clock: fastClock(50) });
  await desk.start(begun());
  const { job } = await until(desk, one, isOver);
  await onHub(hub, 'POST', `/api/jobs/sandy/${job?.id}/cancel`, {});
  expect(await until(desk, one, ({ state }) => state === 'ended')).toMatchObject({ failure: null, following: 'no' });
});

it('keeps to the budget and names who cannot pay', async () => {
  const hub = await aHub();
  const desk = await aDesk(hub, { judge: async () => ({ ok: false, sentence: 'It is more than you allow.' }) });
  await desk.start(begun());
  expect(await until(desk, one, isOver)).toMatchObject({
    state: 'failed',
    failure: { sentence: 'It is more than you allow.' },
  });
  const poor = await aDesk(hub, {
    as: hub.tokens['noCredits'] ?? '',
    account: () => ({ key: 'one', verifiedAt: null, name: 'riley' }),
  });
  await poor.start(begun({ ...served, namespace: 'riley', model: 'Qwen/Qwen3-0.6B' }));
  const failed = await until(poor, one, isOver);
  expect(failed).toMatchObject({ state: 'failed', job: null, failure: { kind: 'payment' } });
  expect(
    failed.failure?.remedies.some(({ change }) => change?.kind === 'config' && change.patch['kind'] === 'zero-gpu'),
  ).toBe(true);
});
