// Talks to the keychain helper: one call in flight, each with a deadline, the
// helper killed when it misses one and started again a few times a minute at
// most. Every failure is a state with a sentence; nothing here ever rejects.
import type { z } from 'zod';
import type { Clock } from '../../ports/clock.ts';
import type { KeychainChannel, KeychainProcess } from '../../ports/keychain-process.ts';
import type { Patience, StoreTrouble } from '../store.ts';
import { keychainReplySchema } from './keychain-messages.ts';
import type { keychainRequestSchema } from './keychain-messages.ts';
import { classifyKeychainError, keychainName } from './keychain-trouble.ts';

const limitMs: Record<Patience, number> = { background: 3_000, person: 60_000 };
const restartsPerMinute = 3;

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
export type KeychainCall = DistributiveOmit<z.infer<typeof keychainRequestSchema>, 'id'>;
export type KeychainOutcome = { state: 'ok'; value: string | boolean | null } | { state: StoreTrouble; detail: string };

export interface KeychainClient {
  call(call: KeychainCall, patience: Patience): Promise<KeychainOutcome>;
  /** Ends the helper. Calls still waiting are answered `unavailable`, as are later ones. */
  dispose(): void;
}

interface Job {
  id: number;
  call: KeychainCall;
  patience: Patience;
  retried: boolean;
  stopTimer: () => void;
  settle: (outcome: KeychainOutcome) => void;
}

export function keychainClient(parts: {
  process: KeychainProcess;
  clock: Clock;
  platform: NodeJS.Platform;
}): KeychainClient {
  const { clock, platform } = parts;
  const keychain = keychainName(platform);
  const waiting: Job[] = [];
  let current: Job | null = null;
  let channel: KeychainChannel | null = null;
  let startedAtMs: number[] = [];
  let lastId = 0;
  let disposed = false;

  const unavailable = (detail: string): KeychainOutcome => ({ state: 'unavailable', detail });

  function finish(job: Job, outcome: KeychainOutcome): void {
    job.stopTimer();
    if (current === job) current = null;
    else if (waiting.includes(job)) waiting.splice(waiting.indexOf(job), 1);
    job.settle(outcome);
    next();
  }

  function next(): void {
    if (current || disposed) return;
    const job = waiting.shift();
    if (!job) return;
    current = job;
    job.stopTimer();
    job.stopTimer = clock.after(limitMs[job.patience], () => {
      stopHelper();
      const seconds = limitMs[job.patience] / 1_000;
      finish(job, {
        state: 'timeout',
        detail: `The ${keychain} did not answer within ${seconds} seconds. It may be waiting for its password.`,
      });
    });
    const helper = runningHelper();
    if (helper === 'failed')
      finish(job, unavailable(`The ${keychain} could not be reached: its helper does not start.`));
    else if (helper === 'too-often')
      finish(job, unavailable(`The ${keychain} keeps failing. Hubdesk tries again in a minute.`));
    else helper.send({ ...job.call, id: job.id });
  }

  function runningHelper(): KeychainChannel | 'failed' | 'too-often' {
    if (channel) return channel;
    startedAtMs = startedAtMs.filter((atMs) => clock.now() - atMs < 60_000);
    if (startedAtMs.length > restartsPerMinute) return 'too-often';
    startedAtMs.push(clock.now());
    let started: KeychainChannel;
    try {
      started = parts.process.spawn();
    } catch {
      return 'failed';
    }
    channel = started;
    started.onMessage((message) => {
      if (channel === started) receive(message);
    });
    started.onExit(() => {
      if (channel !== started) return;
      channel = null;
      if (current) finish(current, unavailable(`The ${keychain} could not be asked: its helper stopped.`));
    });
    return started;
  }

  function receive(message: unknown): void {
    const parsed = keychainReplySchema.safeParse(message);
    const job = current;
    if (!parsed.success || !job || parsed.data.id !== job.id) return;
    const reply = parsed.data;
    if ('value' in reply) {
      finish(job, { state: 'ok', value: reply.value });
      return;
    }
    const { state, detail, restart } = classifyKeychainError(reply.error, platform);
    if (restart) stopHelper();
    if (restart && !job.retried) {
      job.retried = true;
      current = null;
      waiting.unshift(job);
      next();
      return;
    }
    finish(job, { state, detail });
  }

  function stopHelper(): void {
    const old = channel;
    channel = null;
    old?.kill();
  }

  return {
    call: (call, patience) =>
      new Promise((settle) => {
        if (disposed) {
          settle(unavailable('Hubdesk is closing.'));
          return;
        }
        const job: Job = { id: (lastId += 1), call, patience, retried: false, settle, stopTimer: () => undefined };
        // Also while it waits for its turn: behind a prompt nobody answers, that can be long.
        job.stopTimer = clock.after(limitMs[patience], () =>
          finish(job, { state: 'timeout', detail: `The ${keychain} is busy, perhaps waiting for its password.` }),
        );
        waiting.push(job);
        next();
      }),
    dispose: () => {
      disposed = true;
      stopHelper();
      for (const job of [...(current ? [current] : []), ...waiting]) finish(job, unavailable('Hubdesk is closing.'));
    },
  };
}
