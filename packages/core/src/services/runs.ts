// Training runs. Each workspace has its own, found again at every start; those of
// the Sandbox end with it. What they are made of is loaded with the first
// question about them, or when there are some to go on with.
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Flavor } from '@hubdesk/shared/train/hardware';
import type { Preflight } from '@hubdesk/shared/train/preflight';
import type { RunState } from '@hubdesk/shared/train/run';
import type { RunConfig } from '@hubdesk/shared/train/run-config';
import { absolutePath } from '../files/browse-folder.ts';
import type { HubClient } from '../hub/hub-client.ts';
import { whoami } from '../hub/whoami.ts';
import type { Clock } from '../ports/clock.ts';
import type { Taskbar } from '../ports/taskbar.ts';
import type { WorkerScript } from '../ports/workers.ts';
import { Secret } from '../secrets/secret.ts';
import type { Budget, Spending } from '../train/budget/create-budget.ts';
import type { FactsParts } from '../train/facts/create-facts.ts';
import type { RunDesk } from '../train/run/run-desk.ts';
import type { Changes } from './changes.ts';
import { createDatasetContents } from './dataset-contents.ts';
import type { Implementer } from './implementer.ts';
import { payersOf } from './payers.ts';
import { tokenIfAny, tokenOf } from './token-of.ts';
import type { Workspace, Workspaces } from './workspace.ts';

export interface RunsParts {
  workspaces: Workspaces;
  changes: Changes;
  clock: Clock;
  workerScript: WorkerScript;
  taskbar: Taskbar;
  /** Our state folder. */
  state: string;
  flavors(workspace: Workspace): Promise<Flavor[]>;
  budget: Pick<Budget, 'judge'>;
  drafts: FactsParts['drafts'];
  draftTokens: FactsParts['draftTokens'];
  redact(text: string): string;
  /** Values that no log may show. */
  offered: Set<Secret>;
}

const goingOn: readonly RunState[] = ['launching', 'scheduling', 'running', 'unknown'];

export type RunsService = ReturnType<typeof createRunsService>;

export function createRunsService(parts: RunsParts) {
  const { workspaces, changes, clock, state, flavors, budget, redact, offered } = parts;
  const desks = new Map<Workspace, Promise<{ desk: RunDesk; end: () => Promise<void> }>>();
  const readers = new WeakMap<HubClient, ReturnType<typeof createDatasetContents>>();
  const disposing = new AbortController();
  const folder = join(state, 'runs');
  let facts: Promise<ReturnType<typeof import('../train/facts/create-facts.ts').createFacts>> | null = null;

  workspaces.beforeLeaving(async (workspace) => {
    if (!workspace.lasting) await closeDesk(workspace);
  });

  async function openDesk(workspace: Workspace) {
    const { openRunDesk } = await import('../train/run/run-desk.ts');
    const { showProgress } = await import('../train/run/show-progress.ts');
    const scratch = workspace.lasting ? null : await mkdtemp(join(tmpdir(), 'hubdesk-runs-'));
    if (scratch === null) await mkdir(folder, { recursive: true, mode: 0o700 });
    const desk = await openRunDesk({
      folder: scratch ?? folder,
      hub: workspace.hub,
      clock,
      random: Math.random,
      account() {
        const marker = workspace.token.marker();
        if (marker === null) return null;
        const { account } = workspace.record.get();
        return { key: `${marker.storedAt} ${marker.store}`, verifiedAt: account?.status === 'verified' ? account.checkedAt : null };
      },
      token: () => tokenOf(workspace),
      payers: (token, signal) => payersOf(workspace, token, signal),
      flavors: () => flavors(workspace),
      judge: budget.judge,
      redact,
      announce: () => changes.publish(['runs', 'budget']),
    });
    const leaving = new AbortController();
    const shown = showProgress(desk.follow(leaving.signal), parts.taskbar).catch(() => {});
    return {
      desk,
      end: async () => {
        leaving.abort();
        await shown;
        await desk.close();
        if (scratch !== null) await rm(scratch, { recursive: true, force: true });
      },
    };
  }

  async function current(): Promise<RunDesk> {
    const workspace = workspaces.current();
    const known = desks.get(workspace) ?? openDesk(workspace);
    desks.set(workspace, known);
    try {
      const { desk } = await known;
      await desk.wake();
      return desk;
    } catch (error) {
      // The next question tries again.
      desks.delete(workspace);
      throw error;
    }
  }

  async function closeDesk(workspace: Workspace): Promise<void> {
    const known = desks.get(workspace);
    desks.delete(workspace);
    await (await known?.catch(() => null))?.end();
  }

  /** Another account, or the same with another token, takes over what goes on. */
  async function followAccount(): Promise<void> {
    for await (const { topics } of changes.follow(disposing.signal)) {
      if (!topics.includes('account') && !topics.includes('secrets')) continue;
      const workspace = workspaces.current();
      const desk = await desks.get(workspace)?.catch(() => null);
      if (desk) await desk.desk.wake();
      else if (workspace.token.marker() !== null) await current();
    }
  }

  function factsOf() {
    facts ??= import('../train/facts/create-facts.ts').then(({ createFacts }) =>
      createFacts({
        clock,
        workerScript: parts.workerScript,
        cacheFolder: join(state, 'tokenizers'),
        drafts: parts.drafts,
        draftTokens: parts.draftTokens,
        asking: async () => {
          const workspace = workspaces.current();
          const account = workspace.record.get().account?.identity?.name ?? null;
          return { hub: workspace.hub, token: await tokenIfAny(workspace), account };
        },
        readerOf(hub) {
          const reader = readers.get(hub) ?? createDatasetContents(hub);
          readers.set(hub, reader);
          return reader;
        },
      }),
    );
    return facts;
  }

  async function* preflight({ config, kind }: { config: RunConfig; kind: 'train' | 'smoke' }, signal: AbortSignal | undefined): AsyncGenerator<Preflight> {
    const workspace = workspaces.current();
    const { runPreflight } = await import('../train/preflight/run-preflight.ts');
    yield* runPreflight(
      config,
      kind,
      {
        clock,
        hub: workspace.hub,
        token: await tokenIfAny(workspace),
        owner: async (until) => whoami(workspace.hub, await tokenOf(workspace), until),
        facts: await factsOf(),
        flavors: () => flavors(workspace),
        judgeBudget: budget.judge,
        pushing: async () => {
          const training = (await current()).list().filter((run) => run.kind === 'train' && goingOn.includes(run.state));
          return training.flatMap(({ name, config: own }) => (own?.script === null ? [{ name, repo: own.output.repo }] : []));
        },
      },
      signal,
    );
  }

  async function* streamed<T>(open: (desk: RunDesk) => AsyncGenerator<T>): AsyncGenerator<T> {
    yield* open(await current());
  }

  async function spending(): Promise<Spending> {
    const { runs, openUsd } = (await current()).spending();
    return {
      openUsd: () => openUsd,
      spentOf: ({ startMs, endMs }) => runs.filter(({ at }) => Date.parse(at) >= startMs && Date.parse(at) < endMs),
    };
  }

  return {
    spending,
    /** A job of ours was started by another service: it is one of the runs. */
    async jobStarted(): Promise<void> {
      await (await current()).findJobs();
    },
    /** Goes on with what an earlier start left. Loads nothing where there is neither a run nor an account. */
    async start(): Promise<void> {
      const left = await readdir(folder).catch(() => []);
      if (left.length > 0 || workspaces.current().token.marker() !== null) await current();
      await followAccount().catch((error: unknown) => {
        if (!disposing.signal.aborted) throw error;
      });
    },
    async dispose(): Promise<void> {
      disposing.abort();
      await Promise.all([...desks.keys()].map(closeDesk));
    },
    handlers: (os: Implementer['runs']) =>
      os.router({
        list: os.list.handler(async () => (await current()).list()),
        get: os.get.handler(async ({ input }) => (await current()).view(input.run)),
        follow: os.follow.handler(({ signal }) => streamed((desk) => desk.follow(signal))),
        model: os.model.handler(async ({ input, signal }) => (await factsOf()).model(input.model, signal)),
        dataset: os.dataset.handler(async ({ input, signal }) => (await factsOf()).dataset(input.dataset, input.config, signal)),
        lengths: os.lengths.handler(async ({ input, signal }) => (await factsOf()).lengths(input.config, signal)),
        preflight: os.preflight.handler(({ input, signal }) => preflight(input, signal)),
        smokeOf: os.smokeOf.handler(async ({ input }) => (await current()).smokeOf(input.config)),
        launch: os.launch.handler(async ({ input }) => {
          const desk = await current();
          // What the job prints of them is taken out of its log.
          for (const value of Object.values(input.secrets)) offered.add(Secret.from(value));
          return desk.launch(input);
        }),
        cancel: os.cancel.handler(async ({ input }) => (await current()).cancel(input.run)),
        annotate: os.annotate.handler(async ({ input }) => (await current()).annotate(input.run, input)),
        forget: os.forget.handler(async ({ input }) => (await current()).forget(input.run)),
        lookForWeights: os.lookForWeights.handler(async ({ input }) => (await current()).lookForWeights(input.run)),
        salvage: os.salvage.handler(async ({ input }) => (await current()).salvage(input.run, input.as)),
        points: os.points.handler(({ input, signal }) => streamed((desk) => desk.points(input.run, signal))),
        machine: os.machine.handler(({ input, signal }) => streamed((desk) => desk.machine(input.run, signal))),
        followLog: os.followLog.handler(({ input: { run, filter, tail }, signal }) =>
          streamed((desk) => desk.logStream(run, (log) => log.follow(filter, tail, signal))),
        ),
        logLines: os.logLines.handler(async ({ input: { run, filter, from, count } }) => (await current()).log(run, (log) => log.read(filter, from, count))),
        searchLog: os.searchLog.handler(async ({ input: { run, filter, text } }) => (await current()).log(run, (log) => log.search(filter, text))),
        saveLog: os.saveLog.handler(async ({ input }) => {
          const desk = await current();
          const { name } = desk.view(input.run);
          const into = absolutePath(input.folder);
          return desk.log(input.run, async (log) => ({ path: await log.saveTo(into, name) }));
        }),
      }),
  };
}
