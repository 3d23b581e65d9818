import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Run } from '@hubdesk/shared/train/run';
import { aConfig, aDesk, aFolder, aHub, aJob, testClock, until } from './run-desk.fixture.ts';

const over = ({ state, following }: Run) => ['completed', 'failed', 'canceled', 'deleted'].includes(state) && following === 'no';

function event(kind: string, fields: object = {}): string {
  return `echo '@@HUBDESK ${JSON.stringify({ t: Date.now() / 1000, k: kind, ...fields })}'`;
}

async function labelsOf(hub: Awaited<ReturnType<typeof aHub>>, job: string | null): Promise<unknown> {
  const answer = await fetch(`${hub.url}/api/jobs/sandy/${job}`, { headers: { authorization: `Bearer ${hub.token}` } });
  return ((await answer.json()) as { labels: unknown }).labels;
}

// Other tests may have the machine's processors.
vi.setConfig({ testTimeout: 20_000 });

describe('runs of another computer', () => {
  it('are found with their settings, and those of a schedule and copies are runs of their own', async () => {
    const hub = await aHub();
    const job = await aJob(hub, 'run-a', 'sleep 60');
    const scheduled = await aJob(hub, 'x', 'sleep 60', { labels: { 'hubdesk-schedule': 's', 'hubdesk-kind': 'train' }, environment: {} });
    await aJob(hub, 'x', 'sleep 60', { labels: { somebody: 'else' } });
    const copy = (await (await fetch(`${hub.url}/api/jobs/sandy/${job}/duplicate`, { method: 'POST', headers: { authorization: `Bearer ${hub.token}` } })).json()) as { id: string };
    const desk = await aDesk(hub);
    await until(desk, 'run-a', ({ following, state }) => following === 'live' && state === 'running');
    await vi.waitFor(() => expect(desk.list().map(({ id }) => id).toSorted()).toEqual(['run-a', copy.id, scheduled].toSorted()));
    expect(desk.view('run-a')).toMatchObject({ config: aConfig, name: 'elsewhere', namespace: 'sandy', job, kind: 'train', usdPerMinute: expect.closeTo(0.000167, 6) });
    expect(desk.view(scheduled)).toMatchObject({ config: null, model: null, weights: { state: 'none' } });
  });

  it('stay in the history when the Hub has them no more, and one whose record cannot be read harms no other', async () => {
    const hub = await aHub();
    await aJob(hub, 'run-a', 'echo hello');
    const folder = await aFolder();
    const first = await aDesk(hub, { folder });
    await until(first, 'run-a', ({ state }) => state === 'completed');
    // Somebody looks at it: now its log is fetched too.
    await first.log('run-a', async () => {});
    await until(first, 'run-a', (run) => over(run) && run.log.lines === 2 && run.following === 'no');
    await first.close();
    await mkdir(join(folder, 'broken'));
    await writeFile(join(folder, 'broken', 'record.json'), '{"version":99}');
    const empty = await aHub();
    const second = await aDesk(empty, { folder });
    expect(second.list()).toMatchObject([{ id: 'run-a', state: 'completed', log: { lines: 2 } }]);
    expect((await second.log('run-a', (log) => log.read({ level: null, events: true }, 0, 9))).lines.map(({ text }) => text).at(-1)).toBe('hello');
    // What follows it knows that no more will come.
    const { value } = await second.logStream('run-a', (log) => log.follow({ level: null, events: true }, 0)).next();
    expect(value).toMatchObject({ over: true });
    expect(await readFile(join(folder, 'broken', 'record.json'), 'utf8')).toBe('{"version":99}');
  });

  it('that went on and are gone from the Hub are told as deleted', async () => {
    const hub = await aHub();
    await aJob(hub, 'run-a', 'sleep 60');
    const folder = await aFolder();
    const first = await aDesk(hub, { folder });
    await until(first, 'run-a', ({ state }) => state === 'running');
    await first.close();
    const second = await aDesk(await aHub(), { folder });
    await until(second, 'run-a', ({ state, following }) => state === 'deleted' && following === 'no');
  });

  it('of an account that is not connected are not taken for deleted', async () => {
    const hub = await aHub();
    await aJob(hub, 'run-a', 'sleep 60');
    const folder = await aFolder();
    const first = await aDesk(hub, { folder });
    await until(first, 'run-a', ({ state }) => state === 'running');
    await first.close();
    const other = await aDesk(await aHub(), { folder, payers: async () => ({ account: 'riley', namespaces: ['riley'] }) });
    await until(other, 'run-a', ({ following }) => following === 'stopped');
    expect(other.view('run-a')).toMatchObject({ state: 'running', problem: { code: 'NOT_FOUND' } });
  });
});

describe('a run that goes on', () => {
  it('tells its steps, curves and machine, and no more than four times a second', async () => {
    const hub = await aHub();
    const steps = Array.from({ length: 40 }, (_, at) => `${event('step', { step: at + 1, max_steps: 40, loss: 4 - at / 20, learning_rate: 0.1 })}; sleep 0.02`);
    await aJob(hub, 'run-a', [event('deps', { trainer: 'trl' }), event('start', { max_steps: 40 }), ...steps, event('eval', { step: 40, eval_loss: 2.5 })].join('; '));
    const desk = await aDesk(hub);
    const stop = new AbortController();
    onTestFinished(() => stop.abort());
    const told: number[] = [];
    const following = (async () => {
      for await (const { runs } of desk.follow(stop.signal)) if (runs.length > 0) told.push(performance.now());
    })();
    await until(desk, 'run-a', ({ state }) => state === 'running');
    const points: { steps: number[]; evals: (number | null)[] } = { steps: [], evals: [] };
    for await (const piece of desk.points('run-a', stop.signal)) {
      expect(piece.from).toBe(points.steps.length);
      points.steps.push(...piece.step);
      points.evals.push(...(piece.values['eval_loss'] ?? []));
      if (points.steps.length === 41) break;
    }
    expect(points.steps).toEqual([...Array.from({ length: 40 }, (_, at) => at + 1), 40]);
    expect(points.evals.at(-1)).toBe(2.5);
    const done = await until(desk, 'run-a', over);
    stop.abort();
    await following;
    expect(done).toMatchObject({ trainer: 'trl', latest: { loss: 2.05, eval_loss: 2.5 }, progress: { step: 40, maxSteps: 40 } });
    for (let at = 4; at < told.length; at += 1) expect((told[at] ?? 0) - (told[at - 4] ?? 0)).toBeGreaterThan(900);
    for await (const { samples } of desk.machine('run-a', undefined)) {
      expect(samples.length).toBeGreaterThan(0);
      expect(samples[0]).toMatchObject({ memoryBytes: expect.any(Number), gpus: [] });
      break;
    }
  });

  it('whose log is not there yet is followed on, and its log once it is', async () => {
    const hub = await aHub();
    await aJob(hub, 'run-a', 'for i in 1 2 3 4 5 6 7 8 9; do echo "line $i"; sleep 0.05; done; sleep 60');
    const undo = hub.fail('GET /api/jobs/sandy/*/logs', { status: 404 });
    const clock = testClock(Date.now());
    const desk = await aDesk(hub, { clock });
    await until(desk, 'run-a', ({ state, following }) => state === 'running' && following === 'live', clock);
    undo();
    expect(await until(desk, 'run-a', ({ log }) => log.lines === 10, clock, 500)).toMatchObject({ following: 'live', log: { gaps: 0 } });
  });

  it('is cancelled, keeps its log, and leaves no connection open', async () => {
    const hub = await aHub();
    await aJob(hub, 'run-a', 'echo begun; sleep 60');
    const desk = await aDesk(hub);
    await until(desk, 'run-a', ({ log }) => log.lines === 2);
    expect((await desk.cancel('run-a')).state).toBe('canceled');
    expect(await until(desk, 'run-a', over)).toMatchObject({ state: 'canceled', failure: null });
    await desk.close();
    await vi.waitFor(() => expect(hub.requests.filter(({ outcome }) => outcome === undefined)).toEqual([]));
  });

  it('whose desk is closed ends its requests at once', async () => {
    const hub = await aHub();
    await aJob(hub, 'run-a', 'echo begun; sleep 60');
    const desk = await aDesk(hub);
    await until(desk, 'run-a', ({ log, following }) => log.lines === 2 && following === 'live');
    const began = performance.now();
    await desk.close();
    expect(performance.now() - began).toBeLessThan(1_000);
    await vi.waitFor(() => expect(hub.requests.filter(({ outcome }) => outcome === undefined)).toEqual([]));
  });
});

describe('a run', () => {
  it('that fails names why, with the ladder for memory', async () => {
    const hub = await aHub();
    await aJob(hub, 'run-a', [event('deps', { trainer: 'trl' }), event('error', { code: 'OOM', type: 'OutOfMemoryError', message: 'CUDA out of memory. Tried to allocate 2.00 GiB' }), 'exit 1'].join('; '));
    const desk = await aDesk(hub);
    await until(desk, 'run-a', ({ state }) => state === 'failed');
    await desk.log('run-a', async () => {});
    const { failure, phases } = await until(desk, 'run-a', (run) => over(run) && run.failure !== null);
    expect(failure).toMatchObject({ kind: 'out-of-memory', said: 'OutOfMemoryError: CUDA out of memory. Tried to allocate 2.00 GiB' });
    expect(failure?.remedies.map(({ id }) => id)).toEqual(['larger']);
    expect(phases.find(({ state }) => state === 'failed')?.phase).toBe('model');
  });

  it('gets another name here and on the Hub, with all other labels left, and a note here', async () => {
    const hub = await aHub();
    const job = await aJob(hub, 'run-a', 'sleep 60');
    const desk = await aDesk(hub);
    await until(desk, 'run-a', ({ state }) => state === 'running');
    expect(await desk.annotate('run-a', { name: 'better', note: 'Learns faster.' })).toMatchObject({ name: 'better', note: 'Learns faster.' });
    expect(await labelsOf(hub, job)).toEqual({ name: 'better', 'hubdesk-run': 'run-a', 'hubdesk-kind': 'train' });
  });

  it('is forgotten once it is over, and not found again', async () => {
    const hub = await aHub();
    await aJob(hub, 'run-a', 'sleep 60');
    const folder = await aFolder();
    const desk = await aDesk(hub, { folder });
    await until(desk, 'run-a', ({ state }) => state === 'running');
    await expect(desk.forget('run-a')).rejects.toMatchObject({ code: 'CONFLICT' });
    await desk.cancel('run-a');
    await until(desk, 'run-a', over);
    await desk.forget('run-a');
    expect(desk.list()).toEqual([]);
    await expect(desk.forget('run-a')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await desk.close();
    await aJob(hub, 'run-b', 'sleep 60');
    const again = await aDesk(hub, { folder });
    await until(again, 'run-b', ({ state }) => state === 'running');
    expect(again.list().map(({ id }) => id)).toEqual(['run-b']);
  });

  it('with a stage that nobody knows yet is told as unknown and followed on', async () => {
    const hub = await aHub();
    const job = await aJob(hub, 'run-a', 'echo begun; sleep 60');
    const wire = (await (await fetch(`${hub.url}/api/jobs/sandy/${job}`, { headers: { authorization: `Bearer ${hub.token}` } })).json()) as object;
    const undo = hub.fail(`GET /api/jobs/sandy/${job}`, { body: { ...wire, status: { stage: 'HIBERNATING' }, durations: { schedulingSecs: 9, runningSecs: 9 } } });
    const desk = await aDesk(hub);
    expect(await until(desk, 'run-a', ({ state }) => state === 'unknown')).toMatchObject({ stage: 'HIBERNATING', following: 'live' });
    undo();
    await desk.cancel('run-a');
    await until(desk, 'run-a', ({ state }) => state === 'canceled');
  });
});
