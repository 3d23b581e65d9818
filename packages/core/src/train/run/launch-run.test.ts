import { randomUUID } from 'node:crypto';
import { describe, expect, it, vi } from 'vitest';
import { AppError } from '@hubdesk/shared/errors';
import { aConfig, aDesk, aFolder, aHub, submissions, testClock, until } from './run-desk.fixture.ts';

const submit = 'POST /api/jobs/*';
const wish = (run: string = randomUUID()) => ({ run, kind: 'train', config: aConfig, secrets: {}, resumeFrom: null }) as const;

async function jobsThere(hub: Awaited<ReturnType<typeof aHub>>): Promise<number> {
  const answer = await fetch(`${hub.url}/api/jobs/sandy`, { headers: { authorization: `Bearer ${hub.token}` } });
  return ((await answer.json()) as unknown[]).length;
}

// Other tests may have the machine's processors.
vi.setConfig({ testTimeout: 20_000 });

describe('one click', () => {
  for (const [name, fault] of [
    ['a 500 that came after the job was made', { status: 500, afterEffect: true }],
    ['a connection that broke after the job was made', { reset: true, afterEffect: true }],
    ['an answer that nobody can read', { truncateJson: true }],
  ] as const) {
    it(`makes one job in spite of ${name}`, async () => {
      const hub = await aHub();
      hub.jobs.holdScheduling(true);
      hub.fail(submit, { ...fault, times: 1 });
      const desk = await aDesk(hub);
      const { run } = wish();
      expect(['scheduling', 'launching']).toContain((await desk.launch(wish(run))).state);
      expect(await until(desk, run, ({ state }) => state === 'scheduling')).toMatchObject({ problem: null, failure: null });
      expect(await desk.launch(wish(run))).toMatchObject({ id: run, state: 'scheduling' });
      expect([submissions(hub), await jobsThere(hub)]).toEqual([1, 1]);
    });
  }

  it('makes one job when the answer never comes', async () => {
    const hub = await aHub();
    hub.jobs.holdScheduling(true);
    hub.fail(submit, { stall: true, afterEffect: true, times: 1 });
    const clock = testClock(Date.now());
    const desk = await aDesk(hub, { clock });
    const { run } = wish();
    const launched = desk.launch(wish(run));
    await vi.waitFor(() => expect(submissions(hub)).toBe(1));
    clock.advance(44_000);
    expect(desk.view(run)).toMatchObject({ state: 'launching' });
    clock.advance(2_000);
    await until(desk, run, ({ state }) => state === 'scheduling', clock);
    expect(await launched).toMatchObject({ id: run });
    expect(await jobsThere(hub)).toBe(1);
  });

  it('makes one job when it comes twice at once', async () => {
    const hub = await aHub();
    hub.jobs.holdScheduling(true);
    const desk = await aDesk(hub);
    const { run } = wish();
    const both = await Promise.all([desk.launch(wish(run)), desk.launch(wish(run))]);
    expect(both.map(({ id, state }) => [id, state])).toEqual([
      [run, 'scheduling'],
      [run, 'scheduling'],
    ]);
    expect([submissions(hub), await jobsThere(hub)]).toEqual([1, 1]);
  });

  it('makes one job when the app is killed before it has the answer', async () => {
    const hub = await aHub();
    hub.jobs.holdScheduling(true);
    const folder = await aFolder();
    const undo = hub.fail(submit, { stall: true, afterEffect: true });
    const first = await aDesk(hub, { folder });
    const { run } = wish();
    void first.launch(wish(run)).catch(() => {});
    await vi.waitFor(async () => expect(await jobsThere(hub)).toBe(1));
    // What a killed process leaves is what is on disk now: the second one knows nothing else.
    undo();
    const second = await aDesk(hub, { folder });
    expect(await until(second, run, ({ state }) => state === 'scheduling')).toMatchObject({ name: aConfig.name, config: aConfig });
    expect((await second.launch(wish(run))).state).toBe('scheduling');
    expect(await jobsThere(hub)).toBe(1);
  });

  it('is refused only after several looks, and then the same click may be made again', async () => {
    const hub = await aHub();
    hub.jobs.holdScheduling(true);
    hub.fail(submit, { status: 500, times: 1 });
    const clock = testClock(Date.now());
    const desk = await aDesk(hub, { clock });
    const { run } = wish();
    expect(await desk.launch(wish(run))).toMatchObject({ state: 'launching' });
    const looks = () => hub.requests.filter(({ path }) => path.includes(`hubdesk-run%3D${run}`)).length;
    const refused = await until(desk, run, ({ state, failure }) => state === 'refused' && failure !== null, clock, 1_000);
    expect(looks()).toBeGreaterThan(3);
    expect(refused).toMatchObject({ problem: { code: 'PROVIDER_UNAVAILABLE' }, failure: { kind: 'not-there', remedies: [{ id: 'retry' }] } });
    expect(await desk.launch(wish(run))).toMatchObject({ id: run, state: 'scheduling', problem: null, failure: null });
    expect(await jobsThere(hub)).toBe(1);
  });

  it('waits with its verdict while the Hub cannot be asked', async () => {
    const hub = await aHub();
    hub.jobs.holdScheduling(true);
    hub.fail(submit, { status: 500, times: 1 });
    const undo = hub.fail('GET /api/jobs/sandy', { status: 503 });
    const clock = testClock(Date.now());
    const desk = await aDesk(hub, { clock });
    const { run } = wish();
    void desk.launch(wish(run));
    await until(desk, run, () => hub.requests.filter(({ path }) => path.includes(run)).length > 12, clock, 2_000);
    expect(desk.view(run).state).toBe('launching');
    undo();
    expect(await until(desk, run, ({ state }) => state === 'refused', clock, 2_000)).toMatchObject({ state: 'refused' });
  });
});

describe('a launch', () => {
  it.each([
    [402, 'PAYMENT_REQUIRED'],
    [403, 'MISSING_PERMISSION'],
    [429, 'RATE_LIMITED'],
  ])('that the Hub turns away with %i says so and leaves nothing behind', async (status, code) => {
    const hub = await aHub();
    hub.fail(submit, { status, times: 1 });
    const desk = await aDesk(hub);
    await expect(desk.launch(wish())).rejects.toMatchObject({ code });
    expect(desk.list()).toEqual([]);
    expect(submissions(hub)).toBe(1);
  });

  it('beyond the limits is not made, and says the sentence', async () => {
    const hub = await aHub();
    const asked: (number | null)[] = [];
    const judge = async ({ worstUsd }: { worstUsd: number | null }) => {
      asked.push(worstUsd);
      return { ok: false, sentence: 'Too much.' };
    };
    const desk = await aDesk(hub, { judge });
    await expect(desk.launch(wish())).rejects.toMatchObject({ code: 'INVALID_INPUT', message: 'Too much.', data: { field: 'budget' } });
    expect(asked).toEqual([expect.closeTo(0.00167, 5)]);
    expect([desk.list(), submissions(hub)]).toEqual([[], 0]);
  });

  it('gives the token and the secrets in secret, and keeps neither', async () => {
    const hub = await aHub();
    hub.jobs.holdScheduling(true);
    const folder = await aFolder();
    const desk = await aDesk(hub, { folder });
    const config = { ...aConfig, secrets: ['WANDB_API_KEY'] };
    await expect(desk.launch({ ...wish(), config })).rejects.toMatchObject({ code: 'INVALID_INPUT', data: { field: 'secrets' } });
    const run = await desk.launch({ ...wish(), config, secrets: { WANDB_API_KEY: 'canary-of-wandb', OTHER: 'canary-other' } });
    const answer = await fetch(`${hub.url}/api/jobs/sandy/${run.job}`, { headers: { authorization: `Bearer ${hub.token}` } });
    const text = await answer.text();
    expect(JSON.parse(text)).toMatchObject({ secrets: ['HF_TOKEN', 'WANDB_API_KEY'], labels: { 'hubdesk-run': run.id, 'hubdesk-kind': 'train', name: aConfig.name } });
    const { readdir, readFile } = await import('node:fs/promises');
    const files = await readdir(folder, { recursive: true, withFileTypes: true });
    const kept = await Promise.all(files.filter((each) => each.isFile()).map((each) => readFile(`${each.parentPath}/${each.name}`, 'utf8')));
    expect(`${text}${kept.join()}`).not.toMatch(/canary/);
    expect(kept.join()).not.toContain(hub.token);
  });

  it('without an account is not made', async () => {
    const hub = await aHub();
    const signedOut = new AppError('SIGNED_OUT', 'No.', { provider: 'huggingface' });
    const desk = await aDesk(hub, { account: () => null, token: () => Promise.reject(signedOut) });
    await expect(desk.launch(wish())).rejects.toMatchObject({ code: 'SIGNED_OUT' });
    expect(hub.requests).toEqual([]);
  });

  it('of a smoke run has ten minutes, keeps nothing and is found by its configuration', async () => {
    const hub = await aHub();
    hub.jobs.holdScheduling(true);
    const desk = await aDesk(hub);
    const config = { ...aConfig, timeoutSeconds: 7_200, name: 'before' };
    const smoke = await desk.launch({ ...wish(), kind: 'smoke', config });
    expect(smoke).toMatchObject({ kind: 'smoke', timeoutSeconds: 600, artifacts: null, weights: { state: 'none' } });
    expect(desk.smokeOf({ ...config, name: 'after', timeoutSeconds: 60, labels: { a: 'b' }, output: { repo: 'sandy/else', private: false } })?.id).toBe(smoke.id);
    expect(desk.smokeOf({ ...config, flavor: 't4-small' })).toBe(null);
    expect(desk.smokeOf({ ...config, parameters: { ...config.parameters, max_length: 100 } })).toBe(null);
  });

  it('that resumes writes into the folder of the first, for the same payer, once that is over', async () => {
    const hub = await aHub();
    hub.jobs.holdScheduling(true);
    const desk = await aDesk(hub);
    const first = await desk.launch(wish());
    await expect(desk.launch({ ...wish(), resumeFrom: first.id })).rejects.toMatchObject({ code: 'CONFLICT' });
    await desk.cancel(first.id);
    const second = await desk.launch({ ...wish(), resumeFrom: first.id });
    expect(second).toMatchObject({ resumedFrom: first.id, artifacts: first.artifacts });
    await desk.cancel(second.id);
    const third = await desk.launch({ ...wish(), resumeFrom: second.id });
    expect(third.artifacts).toEqual({ bucket: 'sandy/jobs-artifacts', folder: first.id });
    await expect(desk.launch({ ...wish(), config: { ...aConfig, payer: 'tidewater' }, resumeFrom: second.id })).rejects.toMatchObject({ code: 'INVALID_INPUT', data: { field: 'payer' } });
    await expect(desk.launch({ ...wish(), resumeFrom: 'no-such-run' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

