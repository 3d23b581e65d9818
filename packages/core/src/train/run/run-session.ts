// Everything that is asked of the Hub for runs with one token: jobs are found,
// runs followed, unclear launches cleared up. When the token is refused all of
// it stops at once; with another token there is another session.
import type { Problem } from '@hubdesk/shared/account/account';
import { AppError, isAppError } from '@hubdesk/shared/errors';
import type { HubJob } from '../../hub/job-schema.ts';
import { openJobStream } from '../../hub/job-events.ts';
import { fetchJob, type JobCall } from '../../hub/jobs.ts';
import type { Secret } from '../../secrets/secret.ts';
import { problemOf } from '../../transfer/problem.ts';
import { createSemaphore } from '../../transfer/upload/semaphore.ts';
import { clearUpLaunch } from './clear-up-launch.ts';
import { createConnectionLine } from './connection-line.ts';
import { listJobsOfHubdesk } from './find-job.ts';
import { followRun, type Outlook, passes } from './follow-run.ts';
import { joinJobs } from './join-jobs.ts';
import { lookForWeights } from './look-for-weights.ts';
import { createMachineRing, type MachineRing } from './machine-ring.ts';
import { nameFailure, stuckSeconds } from './name-failure.ts';
import type { OpenLogs } from './open-logs.ts';
import { backOffMs, createAlarm } from './pause.ts';
import { isOver, stateOf } from './reduce-run.ts';
import type { RunBook } from './run-book.ts';
import type { RunRecord } from './run-record.ts';
import type { RunWorld } from './run-world.ts';

export interface RunSession {
  /** Why it stopped before its end, and when by our clock; null while it has not. */
  halted(): { problem: Problem; at: string } | null;
  readonly token: Secret;
  readonly signal: AbortSignal;
  payers(): Promise<{ account: string; namespaces: string[] }>;
  /** Asks once and at once, for somebody who waits for the answer. A refused token ends the session. */
  now<T>(request: (call: JobCall) => Promise<T>): Promise<T>;
  /** Asks what has become of the job. */
  look(id: string): Promise<void>;
  /** Follows a run that has a job, unless it is followed or there is nothing left to be known of it. */
  follow(id: string): void;
  /** Looks for the job of a launch whose answer was lost, until it is found or certainly not there. Resolves after the first look. */
  clearUp(id: string, why: unknown): Promise<void>;
  weights(id: string): Promise<void>;
  /** Finds jobs that somebody else started, or the Hub by itself. */
  findJobs(): Promise<void>;
  end(): Promise<void>;
}

export interface SessionParts {
  world: RunWorld;
  book: RunBook;
  logs: OpenLogs;
  machines: Map<string, MachineRing>;
  token: Secret;
  forgotten: () => Promise<ReadonlySet<string>>;
  /** A launch whose answer is being waited for is nobody else's matter. */
  launching: (id: string) => boolean;
}

const looksAtOnce = 2;
const goneAfterMs = 1_000;
const [lateMs, tooLateMs] = [2_400, 6_500];
const heartbeatMs = 5_000;
/** A heartbeat so late means that the machine slept, and that connections are dead without knowing it. */
const sleptMs = 20_000;
/** How often jobs are looked for that were not started here. */
const lookAroundMs = 10 * 60_000;
const lastLines = 200;
const anyLine = { level: null, events: true } as const;

export function openRunSession(parts: SessionParts): RunSession {
  const { world, book, logs, machines, token } = parts;
  const { hub, clock } = world;
  const stop = new AbortController();
  const { signal } = stop;
  const line = createConnectionLine({ clock, changed: () => followed.forEach((_, id) => showFollowing(id, null)) });
  const turns = createSemaphore(looksAtOnce);
  const followed = new Map<string, { ended: Promise<void> }>();
  const looks = new Map<string, Promise<Outlook>>();
  const clearing = new Set<string>();
  const tasks = new Set<Promise<void>>();
  let halted: { problem: Problem; at: string } | null = null;
  let known: Promise<{ account: string; namespaces: string[] }> | null = null;
  let streams = new AbortController();
  let stopHeart = () => {};

  const now = () => new Date(clock.now()).toISOString();

  function halt(error: unknown): void {
    if (halted !== null || signal.aborted) return;
    halted = { problem: problemOf(error), at: now() };
    stop.abort(new AppError('CANCELLED', 'Stopped.', {}));
  }

  function payers() {
    known ??= watched(() => world.payers(token, signal)).catch((error: unknown) => {
      known = null;
      throw error;
    });
    return known;
  }

  async function watched<T>(request: () => Promise<T>): Promise<T> {
    try {
      return await request();
    } catch (error) {
      if (isRefusedToken(error)) halt(error);
      throw error;
    }
  }

  /** Asks when the line is free. */
  function ask<T>(request: (call: JobCall) => Promise<T>): Promise<T> {
    return watched(() => line.ask(() => request({ token, signal }), signal));
  }

  function run(task: () => Promise<void>): void {
    const running = task()
      .catch(() => {
        // What it could not do is shown with the run it was about.
      })
      .finally(() => tasks.delete(running));
    tasks.add(running);
  }

  /** One question at a time about one run, and two about all. */
  function look(id: string): Promise<Outlook> {
    const under = looks.get(id);
    if (under) return under;
    const asked = turns(() => lookOnce(id, streams.signal)).finally(() => {
      if (looks.get(id) === asked) looks.delete(id);
    });
    looks.set(id, asked);
    return asked;
  }

  async function lookOnce(id: string, until: AbortSignal): Promise<Outlook> {
    signal.throwIfAborted();
    const { namespace, job } = book.get(id);
    if (job === null) throw new AppError('NOT_FOUND', 'This run has no job.', { what: 'run' });
    const found = await fetchOrGone(id, namespace, job, until);
    if (found === null) {
      book.tell(id, { kind: 'gone' });
      return 'gone';
    }
    book.tell(id, { kind: 'job', job: found, at: now() });
    await nameStuck(id);
    return isOver(book.get(id)) ? 'over' : 'going-on';
  }

  async function insist(id: string, until: AbortSignal): Promise<Outlook> {
    const alarm = createAlarm(clock);
    for (;;) {
      until.throwIfAborted();
      try {
        return await look(id);
      } catch (error) {
        if (!passes(error)) throw error;
      }
      await alarm.pause(shortPauseMs, until);
    }
  }

  /** Null once the Hub has said twice that there is no such job, in a namespace where this account would see it. */
  async function fetchOrGone(id: string, namespace: string, job: string, until: AbortSignal): Promise<HubJob | null> {
    const fetch = () => ask((given) => timely(id, (late) => fetchJob(hub, namespace, job, { ...given, signal: AbortSignal.any([signal, until, late]) })));
    try {
      return await fetch();
    } catch (error) {
      if (!isAppError(error, 'NOT_FOUND') || !(await payers()).namespaces.includes(namespace)) throw error;
    }
    await createAlarm(clock).pause(goneAfterMs, signal);
    try {
      return await fetch();
    } catch (error) {
      if (isAppError(error, 'NOT_FOUND')) return null;
      throw error;
    }
  }

  /** Says so when an answer takes longer than it should, and gives up on it before a network that is back would wait for it. */
  async function timely<T>(id: string, request: (late: AbortSignal) => Promise<T>): Promise<T> {
    const { host } = new URL(hub.address.hubUrl);
    const tooLate = new AbortController();
    const error = new AppError('TIMEOUT', `${host} does not answer.`, { host });
    const timers = [clock.after(lateMs, () => showFollowing(id, error)), clock.after(tooLateMs, () => tooLate.abort(error))];
    try {
      return await request(tooLate.signal);
    } finally {
      for (const takeBack of timers) takeBack();
    }
  }

  async function nameStuck(id: string): Promise<void> {
    const record = book.get(id);
    if (record.failure !== null || stateOf(record) !== 'scheduling' || (record.seen?.schedulingSeconds ?? 0) < stuckSeconds) return;
    const failure = await named(record);
    if (failure !== null) await book.change(id, { failure });
  }

  async function named(record: RunRecord) {
    const [flavors, who, lines] = await Promise.all([
      world.flavors().catch(() => []),
      payers().catch(() => null),
      logs.use(record.id, ({ log }) => log.read(anyLine, Math.max(0, log.lines - lastLines), lastLines)).then(
        (read) => read.lines,
        () => [],
      ),
    ]);
    return nameFailure(record, { lines, flavors, hubUrl: hub.address.hubUrl, payers: who?.namespaces ?? [], account: who?.account ?? null });
  }

  async function* stream(id: string, what: 'logs' | 'metrics', until: AbortSignal): AsyncGenerator<string> {
    // Asked first, so that of all that would be refused together only this one is.
    if ((await insist(id, until)) !== 'going-on' && what === 'metrics') {
      await createAlarm(clock).pause(heartbeatMs, until);
      return;
    }
    await line.free(until);
    const { namespace, job } = book.get(id);
    const stream = openJobStream(hub, { namespace, id: job ?? '', what }, { token, signal: AbortSignal.any([signal, until]) });
    try {
      yield* stream;
    } catch (error) {
      if (isRefusedToken(error)) halt(error);
      throw error;
    }
  }

  function follow(id: string): void {
    const record = book.find(id);
    if (signal.aborted || record === null || record.job === null || followed.has(id)) return;
    if (isOver(record) && (record.logWhole || record.gone)) return;
    const entry = { ended: Promise.resolve() };
    followed.set(id, entry);
    if (!record.followed) void book.change(id, { followed: true }).catch(() => {});
    startHeart();
    showFollowing(id, null);
    entry.ended = followToItsEnd(id).finally(() => followed.delete(id));
    run(() => entry.ended);
  }

  async function followToItsEnd(id: string): Promise<void> {
    const machine = machines.get(id) ?? createMachineRing();
    machines.set(id, machine);
    try {
      for (;;) {
        const { signal: until } = streams;
        await logs.use(id, (open) =>
          followRun({
            open,
            machine,
            clock,
            random: world.random,
            tell: (fact) => book.tell(id, fact),
            poll: () => look(id),
            look: (ended) => insist(id, ended),
            stream: (what, ended) => stream(id, what, ended),
            trouble: (error) => showFollowing(id, error),
            signal: AbortSignal.any([signal, until]),
          }),
        );
        signal.throwIfAborted();
        if (!until.aborted) break;
      }
      book.setFollowing(id, { following: 'no', problem: null });
      await finish(id);
    } catch (error) {
      const problem = halted?.problem ?? (signal.aborted ? null : problemOf(error));
      book.setFollowing(id, problem === null ? { following: 'no', problem: null } : { following: 'stopped', problem });
    }
  }

  /** What is to be done once after the end. */
  async function finish(id: string): Promise<void> {
    const record = book.get(id);
    if (!isOver(record)) return;
    const failure = await named(record);
    if (failure !== null) await book.change(id, { failure });
    await weights(id);
    if (record.kind === 'salvage' && record.salvages !== null && book.find(record.salvages) !== null) await weights(record.salvages);
  }

  async function weights(id: string): Promise<void> {
    const record = book.get(id);
    if (record.weights.state === 'none') return;
    await book.change(id, { weights: { ...record.weights, state: 'looking' } });
    const found = await lookForWeights(hub, book.get(id), now(), ask);
    await book.change(id, { weights: found });
  }

  function showFollowing(id: string, error: unknown): void {
    if (signal.aborted) return;
    const problem = line.problem() ?? (error === null ? null : problemOf(error));
    book.setFollowing(id, problem === null ? { following: 'live', problem: null } : { following: 'waiting', problem });
  }

  async function clearUp(id: string, why: unknown): Promise<void> {
    if (clearing.has(id)) return;
    clearing.add(id);
    const first = Promise.withResolvers<void>();
    run(async () => {
      try {
        await toldOfLaunch(id, why, first.resolve);
      } finally {
        clearing.delete(id);
        first.resolve();
      }
    });
    await first.promise;
  }

  async function toldOfLaunch(id: string, why: unknown, looked: () => void): Promise<void> {
    const { namespace } = book.get(id);
    let refused = why;
    try {
      const job = await clearUpLaunch({ hub, namespace, id, ask, looked, signal });
      if (job !== null) {
        book.tell(id, { kind: 'job', job, at: now() });
        return follow(id);
      }
    } catch (error) {
      signal.throwIfAborted();
      refused = error;
    }
    book.tell(id, { kind: 'refused', problem: problemOf(refused) });
    const failure = await named(book.get(id));
    await book.change(id, { failure });
  }

  let found: Promise<void> = Promise.resolve();
  function findJobs(): Promise<void> {
    // A look that is under way may have passed by what is sought now.
    found = found.catch(() => {}).then(findAll);
    return found;
  }

  async function findAll(): Promise<void> {
    const { namespaces } = await untilAsked(() => payers());
    const forgotten = await parts.forgotten();
    await Promise.all(namespaces.map((namespace) => findIn(namespace, forgotten)));
  }

  async function findIn(namespace: string, forgotten: ReadonlySet<string>): Promise<void> {
    const jobs = await untilAsked(() => ask((given) => listJobsOfHubdesk(hub, namespace, given)));
    const prices = await world.flavors().catch(() => []);
    for (const joined of joinJobs(jobs, book.all(), forgotten, now())) {
      if ('found' in joined) {
        const { found } = joined;
        await book.add({ ...found, usdPerMinute: prices.find(({ name }) => name === found.flavor)?.usdPerMinute ?? null });
      }
      const id = 'found' in joined ? joined.found.id : joined.known;
      book.tell(id, { kind: 'job', job: joined.job, at: now() });
      if (!isOver(book.get(id))) follow(id);
    }
  }

  /** Asks again whatever passes by itself, less and less often. */
  async function untilAsked<T>(request: () => Promise<T>): Promise<T> {
    const alarm = createAlarm(clock);
    for (let failures = 0; ; failures += 1) {
      signal.throwIfAborted();
      try {
        return await request();
      } catch (error) {
        signal.throwIfAborted();
        if (!isAppError(error)) throw error;
        await alarm.pause(backOffMs(failures, world.random), signal);
      }
    }
  }

  function startHeart(): void {
    stopHeart();
    const sentMs = clock.now();
    stopHeart = clock.after(heartbeatMs, () => {
      stopHeart = () => {};
      if (followed.size === 0 || signal.aborted) return;
      const lateMs = clock.now() - sentMs - heartbeatMs;
      if (Math.abs(lateMs) > sleptMs) {
        // The connections of before are not waited for.
        line.nudge();
        looks.clear();
        const before = streams;
        streams = new AbortController();
        before.abort(new AppError('CANCELLED', 'Stopped.', {}));
      }
      startHeart();
    });
  }

  run(async () => {
    for (const record of book.all()) {
      if (record.job !== null) {
        if (!isOver(record) || (record.followed && !record.logWhole)) follow(record.id);
        else if (record.weights.state === 'looking' || record.weights.state === 'unknown') run(() => weights(record.id));
      }
    }
    for (const record of book.all()) {
      if (stateOf(record) === 'launching' && !parts.launching(record.id)) void clearUp(record.id, lostBefore());
    }
    const alarm = createAlarm(clock);
    for (;;) {
      await findJobs();
      await alarm.pause(lookAroundMs, signal);
    }
  });

  return {
    halted: () => halted,
    token,
    signal,
    payers,
    now: (request) => watched(async () => request({ token, signal, account: (await payers()).account })),
    look: async (id) => void (await look(id)),
    follow,
    clearUp,
    weights,
    findJobs,
    async end() {
      stop.abort(new AppError('CANCELLED', 'Stopped.', {}));
      stopHeart();
      await Promise.all(tasks);
    },
  };
}

const shortPauseMs = 1_000;

function lostBefore(): AppError {
  return new AppError('PROVIDER_UNAVAILABLE', 'The Hub does not have this run: it was not started. Nothing was spent.', { provider: 'huggingface', httpStatus: null });
}

function isRefusedToken(error: unknown): boolean {
  return isAppError(error, 'TOKEN_REJECTED') || isAppError(error, 'SIGNED_OUT');
}
