// All Spaces of a Sandbox: follows their repos, builds and starts them, lets them sleep, charges what they cost.
// A build is a look at the files; a start is a real app on a port of this machine. Nothing here knows of HTTP routes.
import { mkdtempSync, realpathSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Refusal } from '../http/reply.ts';
import type { HubContext } from '../hub-context.ts';
import { JobLog } from '../jobs/job-log.ts';
import { namespaceOf } from '../repos/access.ts';
import { filesIn } from '../repos/git-tree.ts';
import type { Repo } from '../repos/repo-store.ts';
import { admit } from './admit.ts';
import { openDoor, type AppDoor } from './app-door.ts';
import { appTokens, type AppTokens } from './app-token.ts';
import { AppFailed } from './gradio-app.ts';
import { inspectSpace, type AppPlan } from './inspect-space.ts';
import type { RunningApp } from './running-app.ts';
import { CPU_BASIC, SPACE_FLAVORS, ZERO_GPU } from './space-hardware.ts';
import { readNotes, writeNotes, type SpaceStart } from './space-notes.ts';
import { requireHardware, requireMountable, requireSubscription } from './space-rules.ts';
import { spaceWish, type SpaceWish } from './space-settings.ts';
import { runtimeOf, sdkOf, setPair, sleepOf, subdomainOf, UP, type Space } from './space.ts';
import { startApp } from './start-app.ts';
import { zeroGpuQuota, type ZeroGpuQuota } from './zero-gpu-quota.ts';

export interface SpacesOptions {
  /** How long a build and a start are made to last. */
  buildMs: number;
  startMs: number;
  /** How Spaces that are there from the start are, by name. */
  starts: Readonly<Record<string, SpaceStart>>;
  /** Where settings are kept between runs; nowhere when absent. */
  notesFile?: string | undefined;
  /** `auto` looks for a Python with Gradio, `none` never runs one, else the Python to use. */
  python: string;
}

export interface Spaces {
  /** The Space of a repo, brought up to date: asleep if it should be, charged for what it ran. */
  of(repo: Repo): Space;
  list(): Space[];
  quota: ZeroGpuQuota;
  tokens: AppTokens;
  /** How many Spaces of a namespace are on ZeroGPU. */
  zeroGpuSpaces(namespace: string, except?: Repo): number;
  pause(space: Space): Promise<void>;
  /** Starts again, or for the first time; `factory` builds again too. */
  restart(space: Space, factory: boolean): void;
  /** After a secret, variable, volume or hardware was changed: starts again what was started. */
  settingsChanged(space: Space): void;
  /** Sets a stage as if the platform had; the control API's way to any of them. */
  force(space: Space, stage: string, errorMessage?: string): Promise<void>;
}

const NEVER_BUILT = new Set(['NO_APP_FILE', 'CONFIG_ERROR', 'BUILDING', 'BUILD_ERROR']);
const AT_REST = new Set(['PAUSED', 'STOPPED', 'SLEEPING']);

export function openSpaces(hub: HubContext, options: SpacesOptions): Spaces {
  const { store, repos, now, ids } = hub;
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'sandbox-spaces-'));
  const spaces = new Map<string, Space>();
  const ending = new AbortController();
  const busy = new Set<Promise<void>>();
  const doors = new Map<Space, Promise<AppDoor>>();
  const tokens = appTokens();
  const quota = zeroGpuQuota(store, now);

  const newLog = (id: string, kind: string) =>
    new JobLog({ file: join(folder, `${id}-${kind}-${ids.next('log')}.log`), now });

  function planted(repo: Repo): Space {
    const known = spaces.get(repo.facts.id);
    if (known) return known;
    const space: Space = {
      repo,
      stage: 'NO_APP_FILE',
      hardware: { current: null, requested: CPU_BASIC },
      sleepAfterSeconds: null,
      secrets: new Map(),
      variables: new Map(),
      volumes: [],
      devMode: false,
      replicas: { current: 1, requested: 1 },
      sha: undefined,
      buildLog: newLog(repo.facts.id, 'build'),
      runLog: newLog(repo.facts.id, 'run'),
      door: undefined,
      app: undefined,
      underway: new AbortController(),
      holdAt: undefined,
      lastAskedMs: now(),
      chargedUntilMs: now(),
      changed: new Set(),
    };
    space.sleepAfterSeconds = sleepOf(space, undefined);
    spaces.set(repo.facts.id, space);
    return space;
  }

  let unsaved = false;
  /** Tells whoever watches, and keeps the settings. */
  function notify(space: Space): void {
    for (const changed of space.changed) changed();
    if (unsaved || options.notesFile === undefined) return;
    unsaved = true;
    // Once for all that changes in one go.
    queueMicrotask(save);
  }
  function save(): void {
    unsaved = false;
    if (options.notesFile !== undefined) writeNotes(options.notesFile, spaces.values());
  }

  function setStage(space: Space, stage: string, errorMessage?: string): void {
    charge(space);
    if (space.stage === stage && space.errorMessage === errorMessage && stage !== 'RUNNING') return;
    space.stage = stage;
    if (errorMessage === undefined) delete space.errorMessage;
    else space.errorMessage = errorMessage;
    if (!UP.has(stage)) space.hardware.current = null;
    space.replicas.current = UP.has(stage) ? space.replicas.requested : 0;
    notify(space);
  }

  /** Takes the price of the time since the last charge, while paid hardware is up or starting. */
  function charge(space: Space): void {
    const { current, requested } = space.hardware;
    const flavor = SPACE_FLAVORS.get(current ?? requested);
    const untilMs = now();
    const runs = UP.has(space.stage) || space.stage === 'APP_STARTING';
    const minutes = (untilMs - space.chargedUntilMs) / 60_000;
    space.chargedUntilMs = untilMs;
    if (!runs || !flavor || flavor.usdPerHour === 0 || minutes <= 0 || sdkOf(space) === 'static') return;
    store.spend(namespaceOf(space.repo), (minutes * flavor.usdPerHour) / 60, {
      atMs: untilMs,
      product: 'spaces',
      subject: space.repo.facts.name,
      flavor: flavor.name,
      minutes,
      startedAtMs: untilMs - minutes * 60_000,
    });
  }

  function settle(space: Space): Space {
    const idleMs = now() - space.lastAskedMs;
    if (space.stage === 'RUNNING' && space.sleepAfterSeconds !== null && idleMs >= space.sleepAfterSeconds * 1000) {
      // It fell asleep when its time was up, not when somebody looked.
      begin(space, async () => {
        await stopApp(space, 'The Space went to sleep');
      });
      setStage(space, 'SLEEPING');
    } else charge(space);
    return space;
  }

  async function stopApp(space: Space, why: string): Promise<void> {
    const { app } = space;
    space.app = undefined;
    if (app) {
      space.runLog.append([`===== ${why} at ${new Date(now()).toISOString()} =====\n`]);
      await app.stop();
    }
    space.runLog.end();
  }

  /** Ends what is being built or started; what comes next has until the signal. */
  function supersede(space: Space): AbortSignal {
    space.underway.abort();
    space.underway = new AbortController();
    return AbortSignal.any([space.underway.signal, ending.signal]);
  }

  /** Runs something long for a Space; a newer one makes the older one give up. */
  function begin(space: Space, work: (still: () => boolean, gone: AbortSignal) => Promise<void>): void {
    const gone = supersede(space);
    const still = () => !gone.aborted;
    const done = work(still, gone)
      .catch((error: unknown) => {
        if (!still()) return;
        const message = error instanceof Error ? error.message : String(error);
        setStage(space, 'RUNTIME_ERROR', message);
        space.runLog.end();
      })
      .finally(() => busy.delete(done));
    busy.add(done);
  }

  /** Goes to a stage for as long as it is made to last; false when something newer began or it is held there. */
  async function pass(space: Space, stage: string, ms: number, gone: AbortSignal): Promise<boolean> {
    setStage(space, stage);
    if (space.holdAt === stage) return false;
    if (ms > 0) await wait(ms, undefined, { signal: gone });
    return !gone.aborted;
  }

  function build(space: Space): void {
    const wasUp = UP.has(space.stage);
    // At once: whoever waits for it after a commit must not see that it still runs as before.
    setStage(space, wasUp ? 'RUNNING_BUILDING' : 'BUILDING');
    begin(space, async (still, gone) => {
      const { repo } = space;
      const inspection = await inspectSpace(repos, repo, space.hardware.requested);
      if (!still()) return;
      if (inspection.kind === 'config-error' || inspection.kind === 'no-app-file') {
        await stopApp(space, 'Stopped');
        if (!still()) return;
        if (inspection.kind === 'no-app-file') setStage(space, 'NO_APP_FILE');
        else setStage(space, 'CONFIG_ERROR', inspection.message);
        return;
      }
      space.sha = repos.revision(repo)?.oid;
      if (inspection.kind === 'ready' && inspection.plan.sdk === 'static') {
        await serve(space, inspection.plan, gone);
        return;
      }
      space.buildLog.end();
      const log = newLog(repo.facts.id, 'build');
      space.buildLog = log;
      log.append([
        `===== Build Queued at ${new Date(now()).toISOString()} / Commit SHA: ${space.sha?.slice(0, 7) ?? ''} =====\n`,
        '[sandbox] Nothing is installed: this build only looks at the files.\n',
        ...(inspection.kind === 'build-error' || inspection.plan.requirements.length > 0
          ? ['--> RUN pip install --no-cache-dir -r /tmp/requirements.txt\n']
          : []),
      ]);
      if (!(await pass(space, wasUp ? 'RUNNING_BUILDING' : 'BUILDING', options.buildMs, gone))) return;
      if (inspection.kind === 'build-error') {
        log.append(inspection.lines.map((line) => `${line}\n`));
        log.end();
        await stopApp(space, 'Stopped');
        setStage(space, 'BUILD_ERROR', inspection.message);
        return;
      }
      log.append(['--> Pushing image\nDONE\n']);
      log.end();
      if (inspection.kind === 'start-error') {
        await stopApp(space, 'Stopped');
        space.runLog = newLog(repo.facts.id, 'run');
        if (!(await pass(space, 'APP_STARTING', options.startMs, gone))) return;
        space.runLog.append(inspection.lines.map((line) => `${line}\n`));
        space.runLog.end();
        setStage(space, 'RUNTIME_ERROR', inspection.message);
        return;
      }
      if (await pass(space, wasUp ? 'RUNNING_APP_STARTING' : 'APP_STARTING', options.startMs, gone)) {
        await serve(space, inspection.plan, gone);
      }
    });
  }

  async function serve(space: Space, plan: AppPlan, gone: AbortSignal): Promise<void> {
    const { repo } = space;
    await doorOf(space);
    await stopApp(space, 'Restarted');
    if (gone.aborted) return;
    space.runLog = newLog(repo.facts.id, 'run');
    const log = space.runLog;
    log.append([`===== Application Startup at ${new Date(now()).toISOString()} =====\n`]);
    let app: RunningApp;
    try {
      app = await startApp(hub, space, plan, { folder, python: options.python, gone });
    } catch (error) {
      if (!(error instanceof AppFailed)) throw error;
      log.end();
      if (!gone.aborted) setStage(space, 'RUNTIME_ERROR', error.message);
      return;
    }
    if (gone.aborted) {
      await app.stop();
      return;
    }
    space.app = app;
    space.lastAskedMs = now();
    space.chargedUntilMs = now();
    space.hardware.current = space.hardware.requested;
    void app.ended?.then((why) => {
      if (space.app !== app) return;
      space.app = undefined;
      log.end();
      void app.stop();
      setStage(space, 'RUNTIME_ERROR', why);
    });
    setStage(space, 'RUNNING');
  }

  function restart(space: Space, factory: boolean): void {
    if (factory || NEVER_BUILT.has(space.stage) || space.sha === undefined) {
      build(space);
      return;
    }
    const stage = UP.has(space.stage) ? 'RUNNING_APP_STARTING' : 'APP_STARTING';
    setStage(space, stage);
    begin(space, async (still, gone) => {
      const inspection = await inspectSpace(repos, space.repo, space.hardware.requested);
      if (!still()) return;
      if (inspection.kind !== 'ready') build(space);
      else if (await pass(space, stage, options.startMs, gone)) await serve(space, inspection.plan, gone);
    });
  }

  /** Starts what sleeps and waits until it is up; refuses with a page that names the stage. */
  async function awake(space: Space): Promise<RunningApp> {
    settle(space);
    space.lastAskedMs = now();
    // One that was running when the hub was opened is only started when somebody asks.
    if (space.stage === 'SLEEPING' || (space.stage === 'RUNNING' && !space.app)) restart(space, false);
    while (!ending.signal.aborted && !space.app && space.stage.endsWith('APP_STARTING') && space.holdAt === undefined) {
      await nextChange(space);
    }
    if (space.app && UP.has(space.stage)) return space.app;
    const broken = space.stage.endsWith('_ERROR');
    throw new Refusal(
      503,
      broken ? 'Your space is in error, check its status on hf.co' : `This Space is not running: ${space.stage}`,
    );
  }

  function nextChange(space: Space): Promise<void> {
    return new Promise((resolve) => {
      const changed = () => {
        space.changed.delete(changed);
        ending.signal.removeEventListener('abort', changed);
        resolve();
      };
      space.changed.add(changed);
      ending.signal.addEventListener('abort', changed);
    });
  }

  const doorkeeper = (space: Space) => ({
    app: () => awake(space),
    admit: (request: IncomingMessage, url: URL) => admit({ store, now, tokens, quota }, space, request, url),
  });

  /** Opens a Space's door once, however many starts want it at the same time. */
  function doorOf(space: Space): Promise<AppDoor> {
    const known = doors.get(space);
    if (known) return known;
    const opening = openDoor(doorkeeper(space)).then((door) => (space.door = door));
    doors.set(space, opening);
    return opening;
  }

  function zeroGpuSpaces(namespace: string, except?: Repo): number {
    return [...spaces.values()].filter(
      ({ repo, hardware }) => repo !== except && namespaceOf(repo) === namespace && hardware.requested === ZERO_GPU,
    ).length;
  }

  function wishOf(wish: Readonly<Record<string, unknown>>): SpaceWish {
    const parsed = spaceWish.safeParse(wish);
    if (parsed.success) return parsed.data;
    const [issue] = parsed.error.issues;
    throw new Refusal(400, `Invalid input: ${issue?.path.join('.') ?? 'body'}: ${issue?.message ?? 'invalid'}`);
  }

  hub.creationHooks.push({
    before: ({ type, name, caller, wish }) => {
      if (type !== 'space') return;
      const { sdk, hardware, visibility, devModeEnabled, template, volumes } = wishOf(wish);
      const namespace = name.slice(0, name.indexOf('/'));
      const source = typeof template === 'string' ? repos.find('space', template) : undefined;
      if (typeof template === 'string' && !source) throw new Refusal(400, `There is no template ${template}`);
      requireHardware(store, {
        namespace,
        sdk: sdk ?? source?.facts.sdk ?? 'gradio',
        hardware: hardware ?? CPU_BASIC,
        zeroGpuSpaces: zeroGpuSpaces(namespace),
      });
      requireMountable(repos, caller, volumes ?? []);
      if (visibility === 'protected') requireSubscription(store, namespace, 'A protected Space');
      if (devModeEnabled) requireSubscription(store, namespace, 'Dev Mode');
    },
    after: ({ repo, wish, copyOf }) => {
      if (repo.facts.type !== 'space') return;
      const space = planted(repo);
      const wanted = wishOf(wish);
      const hardware = wanted.hardware === 'zerogpu' ? ZERO_GPU : (wanted.hardware ?? CPU_BASIC);
      space.hardware.requested = hardware;
      space.sleepAfterSeconds = sleepOf(space, wanted.sleepTimeSeconds ?? undefined);
      for (const pair of wanted.secrets ?? []) setPair(space.secrets, pair, now());
      // A copy has the variables of its source, never the secrets.
      const source = copyOf && spaces.get(copyOf.facts.id);
      for (const [key, pair] of source?.variables ?? []) space.variables.set(key, { ...pair });
      for (const pair of wanted.variables ?? []) setPair(space.variables, pair, now());
      space.volumes = wanted.volumes ?? [];
      space.devMode = wanted.devModeEnabled === true;
      build(space);
      const template = typeof wanted.template === 'string' ? repos.find('space', wanted.template) : undefined;
      const head = template && repos.revision(template);
      if (!head) return;
      const changes = [...filesIn(head.tree)].map(({ path, file }) => ({ ...file, path }));
      const copied = repos
        .commit(repo, 'main', changes, { title: `Duplicate from ${template.facts.name}`, author: repo.facts.createdBy })
        .then(() => {})
        .finally(() => busy.delete(copied));
      busy.add(copied);
    },
  });
  hub.infoFields.set('runtime', (repo) => (repo.facts.type === 'space' ? runtimeOf(settle(planted(repo))) : undefined));
  hub.infoFields.set('subdomain', (repo) => (repo.facts.type === 'space' ? subdomainOf(repo.facts.name) : undefined));
  hub.infoFields.set('host', (repo) => (repo.facts.type === 'space' ? hostOf(planted(repo)) : undefined));

  const starts = { ...options.starts, ...(options.notesFile === undefined ? {} : readNotes(options.notesFile)) };
  for (const repo of repos.list('space')) take(planted(repo), starts[repo.facts.name]);

  /** Puts a Space that was there before this hub into the state it was left in, or the seed wants. */
  function take(space: Space, start: SpaceStart = { stage: 'SLEEPING' }): void {
    for (const [key, pair] of Object.entries(start.secrets ?? {})) setPair(space.secrets, { key, ...pair }, now());
    for (const [key, pair] of Object.entries(start.variables ?? {})) setPair(space.variables, { key, ...pair }, now());
    space.hardware.requested = start.hardware ?? CPU_BASIC;
    space.sleepAfterSeconds =
      start.sleepAfterSeconds === undefined ? sleepOf(space, undefined) : start.sleepAfterSeconds;
    space.volumes = start.volumes ?? [];
    space.devMode = start.devMode ?? false;
    space.replicas.requested = start.replicas ?? 1;
    space.sha = repos.revision(space.repo)?.oid;
    if (sdkOf(space) === 'static' || start.stage.includes('BUILDING') || start.stage.includes('STARTING')) {
      build(space);
      return;
    }
    setStage(space, start.stage, start.errorMessage);
    if (UP.has(start.stage)) space.hardware.current = space.hardware.requested;
    space.buildLog.append((start.buildLines ?? []).map((line) => `${line}\n`));
    space.buildLog.end();
    space.runLog.append((start.runLines ?? []).map((line) => `${line}\n`));
    if (!UP.has(start.stage)) space.runLog.end();
    begin(space, async () => {
      await doorOf(space);
    });
  }
  const unwatch = repos.watch((news, repo, { ref }) => {
    if (repo.facts.type !== 'space') return;
    if (news === 'created') planted(repo);
    else if (news === 'committed' && ref === 'refs/heads/main') {
      const space = planted(repo);
      // A paused Space takes new files and stays paused.
      if (space.stage === 'PAUSED') space.sha = undefined;
      else build(space);
    } else if (news === 'removed') {
      const space = planted(repo);
      spaces.delete(repo.facts.id);
      begin(space, async () => {
        setStage(space, 'DELETING');
        await stopApp(space, 'Deleted');
        space.buildLog.end();
        await (await doors.get(space))?.close();
        doors.delete(space);
      });
    }
  });

  hub.atEnd(async () => {
    unwatch();
    ending.abort();
    for (const space of spaces.values()) {
      space.underway.abort();
      charge(space);
    }
    save();
    await Promise.all(busy);
    await Promise.all([...doors.values()].map(async (door) => (await door).close()));
    await Promise.all([...spaces.values()].map((space) => stopApp(space, 'The Sandbox was closed')));
    for (const space of spaces.values()) space.buildLog.end();
    await rm(folder, { recursive: true, force: true });
  });

  return {
    of: (repo) => settle(planted(repo)),
    list: () => [...spaces.values()].map(settle),
    quota,
    tokens,
    zeroGpuSpaces,
    restart,
    pause: async (space) => {
      supersede(space);
      setStage(space, 'PAUSED');
      await stopApp(space, 'Paused');
    },
    settingsChanged: (space) => {
      if (!NEVER_BUILT.has(space.stage) && !AT_REST.has(space.stage)) restart(space, false);
      else notify(space);
    },
    force: async (space, stage, errorMessage) => {
      supersede(space);
      setStage(space, stage, errorMessage);
      if (!UP.has(stage)) await stopApp(space, 'Stopped');
    },
  };
}

/** Where the app is on this machine, or would be on the Hub while it has no port yet. */
function hostOf(space: Space): string {
  return space.door?.url ?? `https://${subdomainOf(space.repo.facts.name)}.hf.space`;
}
