// All runs of one workspace: found again after a start, launched, followed while
// there is an account, and kept in the history. What is asked of the Hub is a
// session's matter, one for each token.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError, isAppError } from '@hubdesk/shared/errors';
import { costUsd } from '@hubdesk/shared/train/run-cost';
import type { MachineSample, Points, Run } from '@hubdesk/shared/train/run';
import type { RunConfig } from '@hubdesk/shared/train/run-config';
import { z } from 'zod';
import { safeWrite } from '../../files/safe-write.ts';
import { cancelJob, fetchJob, setJobLabels } from '../../hub/jobs.ts';
import type { Problem } from '@hubdesk/shared/account/account';
import { problemOf } from '../../transfer/problem.ts';
import type { KeptLog } from '../log/kept-log.ts';
import { createLauncher, type LaunchWish } from './launch-run.ts';
import type { MachineRing } from './machine-ring.ts';
import { createOpenLogs } from './open-logs.ts';
import { createAlarm } from './pause.ts';
import { isOver } from './reduce-run.ts';
import { createRunBook } from './run-book.ts';
import type { RunRecord } from './run-record.ts';
import { openRunSession, type RunSession } from './run-session.ts';
import { createRunStore } from './run-store.ts';
import type { RunWorld } from './run-world.ts';
import { fingerprintOf } from './same-config.ts';

export interface RunDesk {
  list(): Run[];
  /** Rejects with NOT_FOUND, as all that take an id. */
  view(id: string): Run;
  launch(wish: LaunchWish): Promise<Run>;
  salvage(id: string, as: string): Promise<Run>;
  smokeOf(config: RunConfig): Run | null;
  cancel(id: string): Promise<Run>;
  annotate(id: string, change: { name?: string | undefined; note?: string | undefined }): Promise<Run>;
  forget(id: string): Promise<void>;
  lookForWeights(id: string): Promise<Run>;
  /** The runs that go on, at most four times a second. */
  follow(signal: AbortSignal | undefined): AsyncGenerator<{ runs: Run[] }>;
  points(id: string, signal: AbortSignal | undefined): AsyncGenerator<Points>;
  machine(id: string, signal: AbortSignal | undefined): AsyncGenerator<{ samples: MachineSample[] }>;
  log<T>(id: string, read: (log: KeptLog) => Promise<T>): Promise<T>;
  logStream<T>(id: string, read: (log: KeptLog) => AsyncGenerator<T>): AsyncGenerator<T>;
  spending(): { runs: { namespace: string; at: string; usd: number }[]; openUsd: number };
  /** Finds runs that were started elsewhere, or by the Hub itself. */
  findJobs(): Promise<void>;
  /** The account may be another one, or be there again. */
  wake(): Promise<void>;
  close(): Promise<void>;
}

const followEveryMs = 250;
const pointsInPiece = 5_000;
const forgottenName = 'forgotten.json';
const mostForgotten = 10_000;
const forgottenSchema = z.array(z.string());

export async function openRunDesk(world: RunWorld): Promise<RunDesk> {
  const { folder, clock, hub } = world;
  const store = createRunStore({ folder, clock });
  const book = createRunBook({ records: await store.readAll(), store, clock, hubUrl: hub.address.hubUrl, announce: world.announce });
  const machines = new Map<string, MachineRing>();
  const logs = createOpenLogs({
    folderOf: (id) => store.folderOf(id),
    clock,
    redact: world.redact,
    replayed: (id, events) => {
      if (events.length > 0 && book.find(id)?.logWhole === false) book.tell(id, { kind: 'events', events });
    },
    isOver: (id) => {
      const record = book.find(id);
      return record !== null && (record.logWhole || record.gone);
    },
  });
  let session: RunSession | null = null;
  let sessionKey = '';
  let turn: Promise<unknown> = Promise.resolve();
  const launcher = createLauncher({ world, book, session: current });

  function inTurn<T>(run: () => Promise<T>): Promise<T> {
    const result = turn.then(run, run);
    turn = result.catch(() => {});
    return result;
  }

  /** A session for the account as it is now; none without one that can be used. */
  async function renew(): Promise<void> {
    const account = world.account();
    if (account === null) {
      await endSession();
      return showStopped(signedOut);
    }
    const halted = session?.halted() ?? null;
    const knownAgain = halted !== null && account.verifiedAt !== null && account.verifiedAt > halted.at;
    if (session !== null && account.key === sessionKey && !knownAgain) return;
    await endSession();
    try {
      const token = await world.token();
      session = openRunSession({ world, book, logs, machines, token, forgotten, launching: (id) => launcher.isUnderWay(id) });
      sessionKey = account.key;
    } catch (error) {
      showStopped(error);
    }
  }

  async function endSession(): Promise<void> {
    const ended = session;
    session = null;
    await ended?.end();
  }

  function showStopped(error: unknown): void {
    const problem = problemOf(error);
    for (const record of book.all()) if (!isOver(record)) book.setFollowing(record.id, { following: 'stopped', problem });
  }

  async function current(): Promise<RunSession> {
    await inTurn(renew);
    if (session === null) {
      await world.token();
      throw signedOut;
    }
    const halted = session.halted();
    if (halted !== null) throw refusedToken(halted.problem);
    return session;
  }

  async function forgotten(): Promise<ReadonlySet<string>> {
    try {
      return new Set(forgottenSchema.parse(JSON.parse(await readFile(join(folder, forgottenName), 'utf8'))));
    } catch {
      // Without it a run is only shown again.
      return new Set();
    }
  }

  async function forget(id: string): Promise<void> {
    const record = book.get(id);
    if (!isOver(record)) throw new AppError('CONFLICT', 'This run is not over yet. Cancel it first.', { what: 'run' });
    if (record.job !== null) {
      const all = [...(await forgotten()), record.job].slice(-mostForgotten);
      await safeWrite(join(folder, forgottenName), `${JSON.stringify(all)}\n`, { clock });
    }
    await logs.close(id);
    machines.delete(id);
    await book.remove(id);
  }

  async function cancel(id: string): Promise<Run> {
    const { namespace, job } = book.get(id);
    if (isOver(book.get(id))) return book.view(id);
    if (job === null) throw new AppError('CONFLICT', 'Whether this run was started is not certain yet. Try again in a moment.', { what: 'run' });
    const asked = await current();
    try {
      await asked.now((call) => cancelJob(hub, namespace, job, call));
    } catch (error) {
      // The next look says what has become of it.
      if (!isAppError(error, 'NOT_FOUND')) throw error;
    }
    await asked.look(id);
    return book.view(id);
  }

  async function annotate(id: string, { name, note }: { name?: string | undefined; note?: string | undefined }): Promise<Run> {
    await book.change(id, { ...(name === undefined ? {} : { name }), ...(note === undefined ? {} : { note }) });
    const { job, namespace } = book.get(id);
    if (name !== undefined && job !== null) {
      try {
        const asked = await current();
        const { labels } = await asked.now((call) => fetchJob(hub, namespace, job, call));
        await asked.now((call) => setJobLabels(hub, namespace, job, { ...labels, name }, call));
      } catch (error) {
        // The name is kept here; a Hub that cannot be asked now only shows the old one.
        if (!isAppError(error)) throw error;
      }
    }
    return book.view(id);
  }

  /** Somebody looks at it: what is still missing of its log is fetched. */
  function want(id: string): void {
    book.get(id);
    session?.follow(id);
  }

  async function* follow(signal: AbortSignal | undefined): AsyncGenerator<{ runs: Run[] }> {
    const alarm = createAlarm(clock);
    const until = signal ?? new AbortController().signal;
    let last = '';
    while (!until.aborted) {
      const change = book.changed(until);
      const runs = book.goingOn();
      const text = JSON.stringify(runs);
      if (text !== last) yield { runs };
      last = text;
      await change;
      await alarm.pause(followEveryMs, until);
    }
  }

  async function* points(id: string, signal: AbortSignal | undefined): AsyncGenerator<Points> {
    want(id);
    const alarm = createAlarm(clock);
    const until = signal ?? new AbortController().signal;
    yield* logs.stream(id, async function* ({ points: table }) {
      let from = 0;
      for (let first = true; !until.aborted; first = false) {
        const change = book.changed(until);
        if (first && table.length === 0) yield table.slice(0, 0);
        while (from < table.length && !until.aborted) {
          const piece = table.slice(from, pointsInPiece);
          yield piece;
          from += piece.step.length;
        }
        await change;
        await alarm.pause(followEveryMs, until);
      }
    });
  }

  async function* machine(id: string, signal: AbortSignal | undefined): AsyncGenerator<{ samples: MachineSample[] }> {
    want(id);
    const alarm = createAlarm(clock);
    const until = signal ?? new AbortController().signal;
    let seen = machines.get(id)?.added ?? 0;
    yield { samples: machines.get(id)?.all() ?? [] };
    while (!until.aborted) {
      await alarm.pause(machineEveryMs, until);
      const ring = machines.get(id);
      if (!ring || ring.added === seen) continue;
      const samples = ring.since(seen);
      seen = ring.added;
      yield { samples };
    }
  }

  return {
    list: () => book.list(),
    view: (id) => book.view(id),
    launch: (wish) => launcher.launch(wish),
    salvage: (id, as) => launcher.salvage(id, as),
    smokeOf(config) {
      const wanted = fingerprintOf(config);
      const same = book.all().filter((record) => record.kind === 'smoke' && record.config !== null && fingerprintOf(record.config) === wanted);
      const last = same.toSorted((a, b) => b.createdAt.localeCompare(a.createdAt))[0];
      return last ? book.view(last.id) : null;
    },
    cancel,
    annotate,
    forget,
    async lookForWeights(id) {
      book.get(id);
      await (await current()).weights(id);
      return book.view(id);
    },
    follow,
    points,
    machine,
    log: (id, read) => {
      want(id);
      return logs.use(id, ({ log }) => read(log));
    },
    async *logStream(id, read) {
      want(id);
      yield* logs.stream(id, ({ log }) => read(log));
    },
    spending: () => spendingOf(book.all()),
    findJobs: async () => (await current()).findJobs(),
    wake: () => inTurn(renew),
    close: () =>
      inTurn(async () => {
        await endSession();
        await logs.close();
        await book.close();
      }),
  };
}

const machineEveryMs = 1_000;
const signedOut = new AppError('SIGNED_OUT', 'No Hugging Face account is connected.', { provider: 'huggingface' });

function refusedToken({ code, message, data }: Problem): AppError {
  if (code === 'SIGNED_OUT') return signedOut;
  return new AppError('TOKEN_REJECTED', message, { provider: 'huggingface', expired: data['expired'] === true });
}

/** What the runs have cost, and what those that go on can still add at worst. */
function spendingOf(records: readonly RunRecord[]): ReturnType<RunDesk['spending']> {
  const spent = records.map((record) => ({
    namespace: record.namespace,
    at: record.seen?.startedAt ?? record.createdAt,
    usd: costUsd(record.seen?.runningSeconds ?? 0, record.usdPerMinute) ?? 0,
    open: isOver(record) ? 0 : (costUsd(record.timeoutSeconds ?? 0, record.usdPerMinute) ?? 0),
  }));
  return {
    runs: spent.map(({ namespace, at, usd }) => ({ namespace, at, usd })),
    openUsd: spent.reduce((sum, { open, usd }) => sum + Math.max(0, open - usd), 0),
  };
}
