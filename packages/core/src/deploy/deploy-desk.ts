// All deployments of one workspace: found again after a start, driven while there is an account, and kept until they
// are forgotten. A token that is refused stops all of them where they are.
import { AppError, isAppError } from '@hubdesk/shared/errors';
import { repoNameProblem } from '@hubdesk/shared/datasets/repo-name';
import type { LogPiece } from '@hubdesk/shared/contract/spaces';
import { sdkProblem } from '@hubdesk/shared/spaces/app-sdk';
import type { DeployConfig } from '@hubdesk/shared/spaces/deploy-config';
import type { Deployment } from '@hubdesk/shared/spaces/deployment';
import type { Problem } from '@hubdesk/shared/account/account';
import { cancelJob } from '../hub/jobs.ts';
import { deleteRepo } from '../hub/repo-manage.ts';
import { fetchSpace } from '../hub/spaces.ts';
import { Secret } from '../secrets/secret.ts';
import { asksWithToken } from '../spaces/asks-as.ts';
import { followSpaceLog } from '../spaces/read-space-log.ts';
import { type ToldAnswer, toldAnswer } from '../spaces/told-answer.ts';
import { type ConnectionLine, createConnectionLine } from '../train/run/connection-line.ts';
import { createAlarm } from '../train/run/pause.ts';
import { problemOf } from '../transfer/problem.ts';
import { askDeployment, askerOf } from './ask-deployment.ts';
import { createDeployBook } from './deploy-book.ts';
import { deployFiles } from './deploy-files.ts';
import { type DeployRecord, isAtWork, newRecord } from './deploy-record.ts';
import { secretsOfDeployment } from './deploy-secrets.ts';
import { createDeployStore } from './deploy-store.ts';
import type { DeployWorld } from './deploy-world.ts';
import { createDrive, type HubCallOf } from './drive.ts';
import { driveDeployment, isOfAccount } from './drive-deployment.ts';
import { whoseSpace } from './find-space.ts';
import { followServeLog } from './job-log.ts';
import { nextTry } from './next-try.ts';
import { findServeJob } from './serve-on-job.ts';

export interface DeployDesk {
  list(): Deployment[];
  /** Rejects with NOT_FOUND, as all that take an id. */
  view(id: string): Deployment;
  /** Spaces that it has made and that are not deleted; none of one that there is not. */
  madeBy(id: string): readonly string[];
  /** Answers the one that is there already for an id that is. Rejects where it could not be begun at all. */
  start(wish: DeployWish): Promise<Deployment>;
  retry(id: string, config: DeployConfig | null, secrets: Readonly<Record<string, string>>): Promise<Deployment>;
  cancel(id: string, options: { remove: boolean }): Promise<Deployment>;
  forget(id: string): Promise<void>;
  /** Those at work, a few times a second. */
  follow(signal: AbortSignal | undefined): AsyncGenerator<{ deployments: Deployment[] }>;
  log(id: string, log: 'build' | 'run', signal: AbortSignal | undefined): AsyncGenerator<LogPiece>;
  ask(id: string, question: string, signal: AbortSignal | undefined): AsyncGenerator<ToldAnswer>;
  /** What jobs that serve can still cost, if each takes all the time it may. */
  openUsd(): number;
  /** The account may be another one, or be there again. */
  wake(): Promise<void>;
  close(): Promise<void>;
}

export interface DeployWish {
  deployment: string;
  config: DeployConfig;
  secrets: Readonly<Record<string, string>>;
}

interface Session {
  key: string;
  token: Secret;
  stop: AbortController;
  line: ConnectionLine;
  halted: { problem: Problem; at: string } | null;
}

const followEveryMs = 250;
const seekAfterMs = [0, 1_000, 3_000];
const signedOut = new AppError('SIGNED_OUT', 'No Hugging Face account is connected.', { provider: 'huggingface' });

export async function openDeployDesk(world: DeployWorld): Promise<DeployDesk> {
  const { hub, clock, folder } = world;
  const store = createDeployStore({ folder, clock });
  const book = createDeployBook({ records: await store.readAll(), store, clock, announce: world.announce });
  /** Values of secrets, until they are sent. */
  const given = new Map<string, Readonly<Record<string, string>>>();
  const driven = new Map<string, { stop: AbortController; ended: Promise<void> }>();
  /** Being taken back: nobody goes on with these meanwhile. */
  const held = new Set<string>();
  const beginning = new Map<string, Promise<Deployment>>();
  let session: Session | null = null;
  let turn: Promise<unknown> = Promise.resolve();

  const now = () => new Date(clock.now()).toISOString();

  function inTurn<T>(run: () => Promise<T>): Promise<T> {
    const result = turn.then(run, run);
    turn = result.catch(() => {});
    return result;
  }

  async function renew(): Promise<void> {
    const account = world.account();
    if (account === null) {
      await endSession();
      return showStopped(problemOf(signedOut));
    }
    const halted = session?.halted ?? null;
    const knownAgain = halted !== null && account.verifiedAt !== null && account.verifiedAt > halted.at;
    if (session !== null && session.key === account.key && !knownAgain) {
      // One that a full disk has stopped, say, goes on when somebody looks again.
      for (const record of book.all()) drive(record.id);
      return;
    }
    await endSession();
    try {
      const token = await world.token();
      session = {
        key: account.key,
        token,
        stop: new AbortController(),
        line: createConnectionLine({ clock, changed: () => {} }),
        halted: null,
      };
      for (const record of book.all()) drive(record.id);
    } catch (error) {
      showStopped(problemOf(error));
    }
  }

  async function endSession(): Promise<void> {
    session?.stop.abort(new AppError('CANCELLED', 'Stopped.', {}));
    session = null;
    await Promise.all([...driven.values()].map(({ ended }) => ended));
  }

  function showStopped(problem: Problem): void {
    for (const record of book.all())
      if (isAtWork(record)) book.setFollowing(record.id, { following: 'stopped', problem });
  }

  async function current(): Promise<Session> {
    await inTurn(renew);
    if (session === null) {
      await world.token();
      throw signedOut;
    }
    if (session.halted !== null) {
      const { message, data } = session.halted.problem;
      throw new AppError('TOKEN_REJECTED', message, { provider: 'huggingface', expired: data['expired'] === true });
    }
    return session;
  }

  function drive(id: string): void {
    const used = session;
    if (used === null || used.halted !== null || driven.has(id) || held.has(id) || !isAtWork(book.get(id))) return;
    const stop = new AbortController();
    const entry = { stop, ended: Promise.resolve() };
    driven.set(id, entry);
    book.setFollowing(id, { following: 'live', problem: null });
    const driving = createDrive({
      id,
      world,
      book,
      token: used.token,
      line: used.line,
      signal: AbortSignal.any([used.stop.signal, stop.signal]),
      given: () => given.get(id) ?? null,
      sent: () => void given.delete(id),
    });
    entry.ended = driveDeployment(driving)
      .catch((error: unknown) => {
        if (isOfAccount(error)) halt(used, error);
        else if (book.find(id) !== null) book.setFollowing(id, { following: 'stopped', problem: problemOf(error) });
      })
      .finally(() => driven.delete(id));
  }

  function halt(used: Session, error: unknown): void {
    if (used.halted !== null || used.stop.signal.aborted) return;
    used.halted = { problem: problemOf(error), at: now() };
    used.stop.abort(new AppError('CANCELLED', 'Stopped.', {}));
    showStopped(used.halted.problem);
  }

  async function stopDriving(id: string): Promise<void> {
    const entry = driven.get(id);
    entry?.stop.abort(new AppError('CANCELLED', 'Stopped.', {}));
    await entry?.ended;
  }

  async function begin({ deployment: id, config, secrets }: DeployWish): Promise<Deployment> {
    if (book.find(id) !== null) return book.view(id);
    const { token, stop } = await current();
    await requireSensible(config, secrets, token, stop.signal);
    given.set(id, secrets);
    try {
      await book.add(newRecord(id, config, now()));
    } catch (error) {
      // Nobody must find it at work later who was told that it could not be begun.
      given.delete(id);
      await book.remove(id);
      throw error;
    }
    drive(id);
    return book.view(id);
  }

  /** What would fail for certain is refused before anything is made. */
  async function requireSensible(
    config: DeployConfig,
    secrets: Readonly<Record<string, string>> | null,
    token: Secret,
    signal: AbortSignal,
  ): Promise<void> {
    const problem = repoNameProblem(config.name);
    if (problem !== null) throw refusal('name', problem);
    const namespaces = await world.namespaces(token, signal);
    if (!namespaces.some((name) => name.toLowerCase() === config.namespace.toLowerCase()))
      throw refusal('namespace', `You are not a member of ${config.namespace}.`);
    if (config.model === null && (config.template !== 'folder' || config.kind === 'job'))
      throw refusal('model', 'Choose a model.');
    if (config.kind === 'job' && config.template !== 'chat' && config.template !== 'completion')
      throw refusal('kind', 'Only models that write text are served on a job.');
    if (secrets !== null) secretsOfDeployment(config, secrets, token);
    if (config.template !== 'folder') return;
    const { sdk } = await deployFiles(config, null, signal);
    const mismatch = config.kind === 'job' ? null : sdkProblem(config.kind, sdk);
    if (mismatch !== null) throw refusal('kind', mismatch);
  }

  async function retry(
    id: string,
    changed: DeployConfig | null,
    secrets: Readonly<Record<string, string>>,
  ): Promise<Deployment> {
    const record = book.get(id);
    // A second click.
    if (record.state === 'working') return book.view(id);
    if (record.state === 'ready')
      throw new AppError('CONFLICT', 'This deployment is there and answers.', { what: 'deployment' });
    const { token, stop } = await current();
    const config = changed ?? record.config;
    await requireSensible(config, null, token, stop.signal);
    await stopDriving(id);
    const fresh = Object.keys(secrets).length > 0;
    if (fresh) given.set(id, { ...given.get(id), ...secrets });
    const next = nextTry(book.get(id), config, fresh);
    // It may run without answering: nobody would know any more that it does, and what it costs.
    const { job } = book.get(id);
    if (job !== null && job.id !== null && next.job === null) await endJob(job.namespace, job.id, callWith(token));
    await book.change(id, next);
    drive(id);
    return book.view(id);
  }

  async function cancel(id: string, { remove }: { remove: boolean }): Promise<Deployment> {
    const { job } = book.get(id);
    // Without an account, what is on the Hub stays as it is.
    const token = job !== null || remove ? (await current()).token : null;
    held.add(id);
    try {
      await stopDriving(id);
      if (token !== null) await takeBack(id, token, remove);
      given.delete(id);
      const steps = book
        .get(id)
        .steps.map((each) => (each.state === 'now' ? { ...each, state: 'skipped' as const, finishedAt: now() } : each));
      const state = book.get(id).state === 'ended' ? ('ended' as const) : ('cancelled' as const);
      await book.change(id, { state, steps, failure: null, problem: null });
      book.setFollowing(id, { following: 'no', problem: null });
    } finally {
      held.delete(id);
      // What could not be taken back goes on as it was.
      if (book.find(id) !== null) drive(id);
    }
    return book.view(id);
  }

  function callWith(token: Secret): HubCallOf {
    return { token, signal: new AbortController().signal, account: world.account()?.name ?? undefined };
  }

  async function endJob(namespace: string, job: string, call: HubCallOf): Promise<void> {
    try {
      await cancelJob(hub, namespace, job, call);
    } catch (error) {
      if (!isAppError(error, 'NOT_FOUND')) throw error;
    }
  }

  async function takeBack(id: string, token: Secret, remove: boolean): Promise<void> {
    const { job, state } = book.get(id);
    const call = callWith(token);
    if (job !== null && state !== 'ended') {
      const find = async () => (await findServeJob({ world, id }, job.namespace, call))?.id ?? null;
      const running = job.id ?? (await seek(find));
      if (running !== null) await endJob(job.namespace, running, call);
    }
    if (remove) for (const space of await ownSpaces(id, call)) await removeSpace(id, space, call);
  }

  /** Also one of which it is not certain yet that it was made. */
  async function ownSpaces(id: string, call: HubCallOf): Promise<string[]> {
    const { made, space } = book.get(id);
    if (space?.state !== 'asked') return made;
    const whose = await seek(async () => {
      const found = await whoseSpace(hub, space.id, id, call);
      return found === 'none' ? null : found;
    });
    return whose === 'ours' ? [...new Set([...made, space.id])] : made;
  }

  /** What was sent a moment ago may take another to be seen. */
  async function seek<T>(look: () => Promise<T | null>): Promise<T | null> {
    const alarm = createAlarm(clock);
    for (const ms of seekAfterMs) {
      await alarm.pause(ms, new AbortController().signal);
      const found = await look();
      if (found !== null) return found;
    }
    return null;
  }

  async function removeSpace(id: string, space: string, call: HubCallOf): Promise<void> {
    const whose = await whoseSpace(hub, space, id, call);
    if (whose === 'other')
      throw new AppError(
        'CONFLICT',
        `${space} is not as this deployment has made it: it is left alone. Delete it on its own page if you mean to.`,
        { what: space },
      );
    if (whose === 'ours') await unlessGone(deleteRepo(hub, 'space', space, call));
    const { made, space: entry } = book.get(id);
    await book.change(id, {
      made: made.filter((each) => each !== space),
      ...(entry?.id === space ? { space: null, commit: null, pushed: {}, stage: null } : {}),
    });
  }

  async function* follow(signal: AbortSignal | undefined): AsyncGenerator<{ deployments: Deployment[] }> {
    const alarm = createAlarm(clock);
    const until = signal ?? new AbortController().signal;
    let last = '';
    while (!until.aborted) {
      const change = book.changed(until);
      const deployments = book.list().filter(({ id }) => isAtWork(book.get(id)));
      const text = JSON.stringify(deployments);
      if (text !== last) yield { deployments };
      last = text;
      await change;
      await alarm.pause(followEveryMs, until);
    }
  }

  async function* log(id: string, which: 'build' | 'run', signal: AbortSignal | undefined): AsyncGenerator<LogPiece> {
    book.get(id);
    const until = signal ?? new AbortController().signal;
    for (let first = true; !until.aborted; first = false) {
      const change = book.changed(until);
      const record = book.find(id);
      if (record === null) return;
      const parts = { hub, token: async () => (await current()).token, clock, redact: world.redact, signal: until };
      if (record.config.kind === 'job' && record.job !== null && record.job.id !== null && which === 'run') {
        return yield* followServeLog({ ...parts, namespace: record.job.namespace, job: record.job.id });
      }
      if (record.config.kind !== 'job' && record.space?.state === 'there')
        return yield* followSpaceLog({ ...parts, space: record.space.id, log: which });
      const comes = isAtWork(record) && !(record.config.kind === 'job' && which === 'build');
      if (first || !comes) yield { from: 0, lines: [], state: comes ? 'waiting' : 'over' };
      if (!comes) return;
      await change;
    }
  }

  async function* ask(id: string, question: string, signal: AbortSignal | undefined): AsyncGenerator<ToldAnswer> {
    const record = book.get(id);
    const { token } = await current();
    const space =
      record.config.kind === 'job' || record.space === null
        ? null
        : await fetchSpace(hub, record.space.id, { token, signal });
    if (space !== null && record.space !== null && space.runtime.appUrl !== record.space.appUrl)
      await book.change(id, { space: { ...record.space, appUrl: space.runtime.appUrl } });
    const domains = space?.runtime.domains.map(({ domain }) => domain) ?? [];
    const knows = space === null || asksWithToken(space, askerOf(world, space.id));
    const asking = { token: knows ? token : null, domains, maxTokens: record.config.maxNewTokens, signal };
    yield* toldAnswer(askDeployment(book.get(id), question, asking), { clock, redact: world.redact });
  }

  return {
    list: () => book.list(),
    view: (id) => book.view(id),
    madeBy: (id) => book.find(id)?.made ?? [],
    start(wish) {
      const known = beginning.get(wish.deployment);
      if (known) return known;
      const started = begin(wish).finally(() => beginning.delete(wish.deployment));
      beginning.set(wish.deployment, started);
      return started;
    },
    retry: (id, config, secrets) => {
      const known = beginning.get(id);
      if (known) return known;
      const again = retry(id, config, secrets).finally(() => beginning.delete(id));
      beginning.set(id, again);
      return again;
    },
    cancel,
    async forget(id) {
      if (isAtWork(book.get(id)))
        throw new AppError('CONFLICT', 'This deployment is not over yet. Cancel it first.', { what: 'deployment' });
      given.delete(id);
      await book.remove(id);
    },
    follow,
    log,
    ask,
    openUsd: () =>
      book.all().reduce((sum, record) => {
        const open = record.config.kind === 'job' && record.job !== null && mayRun(record);
        return open ? sum + ((record.usdPerHour ?? 0) * record.config.timeoutSeconds) / 3_600 : sum;
      }, 0),
    wake: () => inTurn(renew),
    close: () =>
      inTurn(async () => {
        await endSession();
        await store.settled();
      }),
  };
}

/** One that failed to answer runs on until it is cancelled, or its deadline. */
function mayRun(record: DeployRecord): boolean {
  return isAtWork(record) || (record.state === 'failed' && record.failure?.kind === 'no-answer');
}

async function unlessGone(work: Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!isAppError(error, 'NOT_FOUND')) throw error;
  }
}

function refusal(field: string, reason: string): AppError {
  return new AppError('INVALID_INPUT', reason, { field, reason });
}
