// Whatever order things are told in, and however often, a run is the same.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { exampleConfig } from '@hubdesk/shared/contract/example-run';
import { readEvent, type RunEvent } from '@hubdesk/shared/train/event-line';
import { runSchema } from '@hubdesk/shared/train/run';
import type { HubJob } from '../../hub/job-schema.ts';
import { reduceRun, type RunFact, stateOf } from './reduce-run.ts';
import { newRecord, type RunRecord, runRecordSchema } from './run-record.ts';
import { viewOf, notFollowed } from './run-view.ts';

const record = newRecord({
  id: 'run',
  kind: 'train',
  name: 'run',
  config: exampleConfig,
  namespace: 'sandy',
  createdAt: '2026-11-21T10:00:00.000Z',
  flavor: 'cpu-basic',
  usdPerMinute: 0.01,
});

const hubStartMs = Date.parse('2026-11-21T10:00:05.000Z');

/** A job as the Hub tells it over its life: so many seconds waiting, then running, then over. */
const lives = fc
  .record({ waits: fc.integer({ min: 0, max: 5 }), runs: fc.integer({ min: 0, max: 30 }), end: fc.constantFrom('COMPLETED', 'ERROR', 'CANCELED', null), odd: fc.boolean() })
  .map(({ waits, runs, end, odd }) => {
    const job = (stage: string, scheduling: number, running: number): HubJob => ({
      id: 'job',
      createdAt: new Date(hubStartMs).toISOString(),
      startedAt: stage === 'SCHEDULING' ? null : new Date(hubStartMs + waits * 1_000).toISOString(),
      finishedAt: stage === end ? new Date(hubStartMs + (waits + runs) * 1_000).toISOString() : null,
      owner: 'sandy',
      flavor: 'cpu-basic',
      timeoutSeconds: 600,
      stage,
      message: null,
      cancelReason: null,
      labels: {},
      environment: {},
      secretNames: [],
      schedulingSeconds: scheduling,
      runningSeconds: running,
      initiator: null,
      url: 'http://hub/jobs/sandy/job',
      volumes: [],
      exposeUrls: [],
    });
    const told = Array.from({ length: waits + 1 }, (_, at) => job('SCHEDULING', at, 0));
    for (let at = 0; at <= runs; at += 1) told.push(job(odd && at === 1 ? 'MIGRATING' : 'RUNNING', waits, at));
    if (end !== null) told.push(job(end, waits, runs));
    return told;
  });

/** Events by a clock that may be a year off, with steps put back now and then and kinds nobody knows. */
const stories = fc
  .record({ offSeconds: fc.constantFrom(0, 31_536_000, -31_536_000), steps: fc.integer({ min: 0, max: 90 }), reach: fc.integer({ min: 0, max: 8 }), jitter: fc.array(fc.integer({ min: -3, max: 3 }), { maxLength: 90 }) })
  .map(({ offSeconds, steps, reach, jitter }) => {
    const base = hubStartMs / 1000 + offSeconds;
    const all: unknown[] = [
      { k: 'deps', t: base + 1, trainer: 'trl' },
      { k: 'model', t: base + 2, parameters: 1_000_000 },
      { k: 'data', t: base + 3, train: 12, validation: 0 },
      { k: 'start', t: base + 4, max_steps: steps },
      ...Array.from({ length: steps }, (_, at) => ({ k: 'step', t: base + 5 + at + (jitter[at] ?? 0), step: at + 1, max_steps: steps, loss: 3 - at / 100, odd: 'text' })),
      ...(steps > 3 ? [{ k: 'checkpoint', step: 3, t: base + 9 }, { k: 'eval', step: 3, eval_loss: 2, t: base + 9.5 }] : []),
      { k: 'brand-new', t: base + 99, anything: [1] },
      { k: 'step', t: 'yesterday', step: -4 },
      { k: 'save', t: base + 200, files: [] },
      { k: 'push', t: base + 201, repo: 'sandy/tuned' },
      { k: 'verified', t: base + 202, repo: 'sandy/tuned', files: ['model.safetensors'] },
    ];
    return all.slice(0, all.length - reach).map((each) => readEvent(JSON.stringify(each))).filter((each): each is RunEvent => each !== null);
  });

function facts(jobs: readonly HubJob[], events: readonly RunEvent[]): RunFact[] {
  return [...jobs.map((job): RunFact => ({ kind: 'job', job, at: '2026-11-21T10:01:00.000Z' })), ...events.map((event): RunFact => ({ kind: 'events', events: [event] }))];
}

const told = (all: readonly RunFact[]): RunRecord => all.reduce(reduceRun, record);

it('doubled, replayed from the start and out of order, the same facts make the same run', () => {
  fc.assert(
    fc.property(
      lives,
      stories,
      fc.infiniteStream(fc.nat()),
      (jobs, events, order) => {
        const once = facts(jobs, events);
        const straight = told(once);
        const shuffled = [...once, ...once.slice(0, once.length / 2)].map((fact) => ({ fact, at: order.next().value ?? 0 })).toSorted((a, b) => a.at - b.at);
        expect(told(shuffled.map(({ fact }) => fact))).toEqual(straight);
        expect(told([...once, ...once])).toEqual(straight);
        expect(reduceRun(told(facts(jobs, [])), { kind: 'events', events: [...events, ...events] })).toEqual(straight);
      },
    ),
    { numRuns: 150 },
  );
});

it('at every moment it is a run as the contract describes, with no negative time, also between clocks a year apart', () => {
  fc.assert(
    fc.property(lives, stories, (jobs, events) => {
      let now = record;
      for (const fact of facts(jobs, events)) {
        now = reduceRun(now, fact);
        const view = viewOf(now, notFollowed, 'http://hub');
        expect(view.runningSeconds).toBeGreaterThanOrEqual(0);
        expect(view.progress?.secondsPerStep ?? 0).toBeGreaterThanOrEqual(0);
        expect(view.progress?.remainingSeconds ?? 0).toBeGreaterThanOrEqual(0);
        for (const { startedAt, finishedAt } of view.phases) {
          if (startedAt !== null && finishedAt !== null) expect(Date.parse(finishedAt)).toBeGreaterThanOrEqual(Date.parse(startedAt));
        }
      }
      expect(runSchema.parse(viewOf(now, notFollowed, 'http://hub'))).toBeTruthy();
      expect(runRecordSchema.parse(JSON.parse(JSON.stringify(now)))).toEqual(now);
    }),
    { numRuns: 60 },
  );
});

it('an end is an end: nothing the Hub says later takes it back', () => {
  fc.assert(
    fc.property(lives, (jobs) => {
      const last = jobs.at(-1);
      fc.pre(last !== undefined && ['COMPLETED', 'ERROR', 'CANCELED'].includes(last.stage));
      const ended = told(facts(jobs, []));
      const after = reduceRun(reduceRun(reduceRun(ended, { kind: 'gone' }), { kind: 'refused', problem: { code: 'OFFLINE', message: '', data: {} } }), { kind: 'asked-again' });
      expect(stateOf(after)).toBe(stateOf(ended));
    }),
  );
});
