// One run that goes on: its stage, its log and its machine, until it is over and
// its log was read to the end. Streams come and go; the stage is believed only
// from the job itself. It knows nothing of other runs or of the network's state.
import { readEvent } from '@hubdesk/shared/train/event-line';
import { AppError, isAppError } from '@hubdesk/shared/errors';
import type { LogFilter } from '@hubdesk/shared/train/run';
import type { Clock } from '../../ports/clock.ts';
import { followJobLog } from '../log/follow-job-log.ts';
import { type MachineRing, readMachineSample } from './machine-ring.ts';
import type { OpenLog } from './open-logs.ts';
import { type Alarm, backOffMs, createAlarm } from './pause.ts';
import type { RunFact } from './reduce-run.ts';

/** `gone`: the Hub has no such job any more. */
export type Outlook = 'going-on' | 'over' | 'gone';

export interface FollowParts {
  open: OpenLog;
  machine: MachineRing;
  clock: Clock;
  random: () => number;
  tell(fact: RunFact): void;
  /** Asks the Hub for the job, once, and tells what it says. Waits while the line is down. */
  poll(): Promise<Outlook>;
  /** As `poll`, again and again until there is an answer. */
  look(signal: AbortSignal): Promise<Outlook>;
  /** Waits while the line is down. */
  stream(what: 'logs' | 'metrics', signal: AbortSignal): AsyncGenerator<string>;
  /** Something went wrong that passes by itself, or no more (null). */
  trouble(error: unknown): void;
  signal: AbortSignal;
}

const [shortestPollMs, longestPollMs] = [1_000, 15_000];
const tellLogEveryMs = 250;
const silentMs = 2_500;
const anyLine: LogFilter = { level: null, events: true };

/** Rejects with what only a person can solve. Resolves when the run is over, or when `signal` is aborted. */
export async function followRun(parts: FollowParts): Promise<void> {
  const over = new AbortController();
  const failed = new AbortController();
  const gone = new AbortController();
  const signal = AbortSignal.any([parts.signal, failed.signal]);
  const alarm = createAlarm(parts.clock);
  const inner = { ...parts, signal };
  const tasks = [
    pollStage(inner, alarm, over).then((outlook) => {
      over.abort();
      // Nobody closes the log of a job that is not there.
      if (outlook === 'gone') gone.abort();
    }),
    followLog({ ...inner, signal: AbortSignal.any([signal, gone.signal]) }, alarm),
    followMachine(inner, alarm, AbortSignal.any([signal, over.signal])),
  ];
  const results = await Promise.allSettled(
    tasks.map((task) =>
      task.catch((error: unknown) => {
        failed.abort();
        throw error;
      }),
    ),
  );
  if (parts.signal.aborted) return;
  for (const result of results) if (result.status === 'rejected' && !isAppError(result.reason, 'CANCELLED')) throw result.reason;
}

async function pollStage({ poll, trouble, signal }: FollowParts, alarm: Alarm, over: AbortController): Promise<Outlook> {
  let pauseMs = shortestPollMs;
  while (!signal.aborted && !over.signal.aborted) {
    try {
      const outlook = await poll();
      trouble(null);
      if (outlook !== 'going-on') return outlook;
    } catch (error) {
      if (signal.aborted) break;
      if (!passes(error)) throw error;
      trouble(error);
    }
    await alarm.pause(pauseMs, signal);
    pauseMs = Math.min(longestPollMs, Math.round(pauseMs * 1.5));
  }
  return 'going-on';
}

async function followLog(parts: FollowParts, alarm: Alarm): Promise<void> {
  const { open: { log }, clock, random, tell, look, signal } = parts;
  const stop = new AbortController();
  const telling = tellLog({ log, clock, tell, signal: AbortSignal.any([signal, stop.signal]) });
  const waiting = createAlarm(clock);
  try {
    for (let failures = 0; !signal.aborted; failures += 1) {
      try {
        if ((await followLogOnce(parts, alarm)) === 'complete') {
          log.end();
          tell({ kind: 'log-whole' });
        }
        return;
      } catch (error) {
        // There is none yet, or none any more: then what is kept stays.
        if (!isAppError(error, 'NOT_FOUND')) throw error;
        if ((await look(signal)) !== 'going-on') {
          log.end();
          return alarm.ring();
        }
      }
      await waiting.pause(backOffMs(failures, random), signal);
    }
  } finally {
    stop.abort();
    await telling;
    tell({ kind: 'log', lines: log.lines, gaps: log.gaps, began: null });
  }
}

function followLogOnce({ open: { log, points }, clock, random, tell, look, stream, signal }: FollowParts, alarm: Alarm): Promise<'complete' | 'stopped'> {
  return followJobLog({
    open: ({ signal: until }) => stream('logs', until),
    stage: async (until) => {
      const stage = await look(until);
      if (stage === 'going-on') return stage;
      alarm.ring();
      return 'over';
    },
    log,
    clock,
    random,
    onEvent(json) {
      const event = readEvent(json);
      if (event === null) return;
      points.add(event);
      tell({ kind: 'events', events: [event] });
    },
    // The first sign of a job that ran away from us: its stage is another one now.
    onState: (state) => state === 'live' && alarm.ring(),
    signal,
  });
}

async function tellLog({ log, clock, tell, signal }: { log: OpenLog['log']; clock: Clock; tell: FollowParts['tell']; signal: AbortSignal }): Promise<void> {
  const alarm = createAlarm(clock);
  let began: string | null = null;
  for await (const _ of log.follow(anyLine, 0, signal)) {
    if (log.lines > 0 && began === null) began = (await log.read(anyLine, 0, 1)).lines[0]?.at ?? null;
    tell({ kind: 'log', lines: log.lines, gaps: log.gaps, began });
    await alarm.pause(tellLogEveryMs, signal);
  }
}

/**
 * Ends with `signal`: figures do not end by themselves when the job does. They come every second: the first sign that
 * the network is gone is that they do not.
 */
async function followMachine({ machine, clock, random, stream }: FollowParts, poll: Alarm, signal: AbortSignal): Promise<void> {
  const alarm = createAlarm(clock);
  let takeBack = () => {};
  for (let failures = 0; !signal.aborted; failures += 1) {
    try {
      for await (const data of stream('metrics', signal)) {
        const sample = readMachineSample(data, new Date(clock.now()).toISOString());
        if (sample === null) continue;
        machine.add(sample);
        failures = 0;
        takeBack();
        takeBack = clock.after(silentMs, () => poll.ring());
      }
    } catch (error) {
      if (signal.aborted) break;
      // Without figures a run is followed all the same; its stage says why there are none.
      if (!(error instanceof AppError)) throw error;
    }
    await alarm.pause(backOffMs(failures, random), signal);
  }
  takeBack();
}

/** Whether a failure may be another one the next time, or none, without anybody doing anything. */
export function passes(error: unknown): boolean {
  return isAppError(error) && ['OFFLINE', 'TIMEOUT', 'PROVIDER_UNAVAILABLE', 'RATE_LIMITED', 'INTERCEPTED', 'HUB_CHANGED'].includes(error.code);
}
