// What one deployment is driven with: questions that are asked until they are answered, and effects that are sent once.
// Waits while the network is away; ends with its signal.
import { AppError, isAppError } from '@hubdesk/shared/errors';
import type { DeployModel } from '@hubdesk/shared/spaces/deployment';
import type { SpaceFailure } from '@hubdesk/shared/spaces/space-failure';
import type { Secret } from '../secrets/secret.ts';
import type { ConnectionLine } from '../train/run/connection-line.ts';
import { passes } from '../train/run/follow-run.ts';
import { createAlarm } from '../train/run/pause.ts';
import { problemOf } from '../transfer/problem.ts';
import type { DeployBook } from './deploy-book.ts';
import type { DeployRecord } from './deploy-record.ts';
import type { DeployWorld } from './deploy-world.ts';

export interface HubCallOf {
  token: Secret;
  signal: AbortSignal;
  /** Whose token it is, where that is known. */
  account: string | undefined;
}

export interface Drive {
  readonly id: string;
  readonly world: DeployWorld;
  readonly book: DeployBook;
  readonly token: Secret;
  readonly signal: AbortSignal;
  record(): DeployRecord;
  /** Values that a person gave; null where they are lost. */
  given(): Readonly<Record<string, string>> | null;
  /** They have been sent. */
  sent(): void;
  model(): Promise<DeployModel | null>;
  /** Asks again whatever passes by itself, less and less often; shows meanwhile that it waits. */
  untilAsked<T>(request: (call: HubCallOf) => Promise<T>): Promise<T>;
  /** Sends once, when the network is there and the Hub asks for no delay, and waits as long for the answer as a person would. */
  once<T>(request: (call: HubCallOf) => Promise<T>): Promise<T>;
  pause(ms: number): Promise<void>;
  now(): string;
}

/** Ends a step with words that are found already. */
export class StepFailed extends Error {
  readonly failure: SpaceFailure;

  constructor(failure: SpaceFailure) {
    super(failure.sentence);
    this.failure = failure;
  }
}

const patienceMs = 45_000;
const [shortestPauseMs, longestPauseMs] = [1_000, 15_000];
/** A delay that the Hub asks for is waited for, if it is no longer, and not for ever. */
const [longestDelayMs, mostDelays] = [300_000, 5];

export function createDrive(
  parts: Pick<Drive, 'id' | 'world' | 'book' | 'token' | 'signal' | 'given' | 'sent'> & { line: ConnectionLine },
): Drive {
  const { id, world, book, token, signal, line } = parts;
  const { clock, hub } = world;
  const alarm = createAlarm(clock);
  let model: Promise<DeployModel | null> | null = null;

  const call = (until: AbortSignal): HubCallOf => ({
    token,
    signal: until,
    account: world.account()?.name ?? undefined,
  });

  function show(error: unknown): void {
    if (signal.aborted) return;
    const problem = line.problem() ?? (error === null ? null : problemOf(error));
    book.setFollowing(id, problem === null ? { following: 'live', problem: null } : { following: 'waiting', problem });
  }

  async function untilAsked<T>(request: (call: HubCallOf) => Promise<T>): Promise<T> {
    for (let failures = 0; ; failures += 1) {
      signal.throwIfAborted();
      try {
        const answer = await line.ask(() => request(call(signal)), signal);
        show(null);
        return answer;
      } catch (error) {
        signal.throwIfAborted();
        if (!passes(error)) throw error;
        show(error);
      }
      await alarm.pause(Math.min(longestPauseMs, shortestPauseMs * 2 ** Math.min(failures, 5)), signal);
    }
  }

  /** Waits for an answer as long as a person would. */
  async function patiently<T>(request: (call: HubCallOf) => Promise<T>): Promise<T> {
    const { host } = new URL(hub.address.hubUrl);
    const late = new AbortController();
    const takeBack = clock.after(patienceMs, () =>
      late.abort(new AppError('TIMEOUT', `${host} did not answer in time.`, { host })),
    );
    try {
      return await request(call(AbortSignal.any([signal, late.signal])));
    } finally {
      takeBack();
    }
  }

  return {
    ...parts,
    record: () => book.get(id),
    model() {
      model ??= untilAsked(() => world.model(book.get(id).config.model, signal)).catch((error: unknown) => {
        model = null;
        throw error;
      });
      return model;
    },
    untilAsked,
    async once(request) {
      for (let pauses = 0; ; pauses += 1) {
        try {
          const answer = await line.ask(() => patiently(request), signal);
          show(null);
          return answer;
        } catch (error) {
          signal.throwIfAborted();
          // Turned away for now: nothing was done. The line is shut for as long as the Hub has asked for.
          const short = isAppError(error, 'RATE_LIMITED') && (error.data.retryAfterMs ?? 0) <= longestDelayMs;
          if (!short || pauses >= mostDelays) throw error;
          show(error);
        }
      }
    },
    pause: (ms) => alarm.pause(ms, signal),
    now: () => new Date(clock.now()).toISOString(),
  };
}
