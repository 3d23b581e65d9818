// Deployments: models put where they answer, and followed until they do. Each workspace has its own, found again at
// every start; those of the Sandbox end with it. What they are made of is loaded with the first question about them, or
// when there are some to go on with.
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DeployCheck, DeployModel, DeployOption } from '@hubdesk/shared/spaces/deployment';
import type { DeployConfig } from '@hubdesk/shared/spaces/deploy-config';
import type { Flavor } from '@hubdesk/shared/train/hardware';
import { isAppError } from '@hubdesk/shared/errors';
import type { DeployDesk } from '../deploy/deploy-desk.ts';
import type { OptionsWish } from '../deploy/gather-options.ts';
import { openKeptDraft } from '../deploy/kept-draft.ts';
import { whoami } from '../hub/whoami.ts';
import type { Clock } from '../ports/clock.ts';
import type { Secret } from '../secrets/secret.ts';
import type { Budget } from '../train/budget/create-budget.ts';
import type { Changes } from './changes.ts';
import type { Implementer } from './implementer.ts';
import { keptAnswer } from './kept-answer.ts';
import { offerSecret, requireVisible } from './offer-secret.ts';
import { payersOf } from './payers.ts';
import { tokenIfAny, tokenOf } from './token-of.ts';
import type { Workspace, Workspaces } from './workspace.ts';

export interface DeploymentsParts {
  workspaces: Workspaces;
  changes: Changes;
  clock: Clock;
  /** Our state folder. */
  state: string;
  /** What Jobs can run on. */
  flavors(workspace: Workspace): Promise<Flavor[]>;
  budget: Pick<Budget, 'judge'>;
  redact(text: string): string;
  /** Values that no log may show. */
  offered: Set<Secret>;
}

/** The Hub's list of hardware for Spaces, for the many who ask at once. */
const keptMs = 60_000;

export type DeploymentsService = ReturnType<typeof createDeploymentsService>;

export function createDeploymentsService(parts: DeploymentsParts) {
  const { workspaces, changes, clock, state, budget, redact, offered } = parts;
  const desks = new Map<Workspace, Promise<{ desk: DeployDesk; end: () => Promise<void> }>>();
  const disposing = new AbortController();
  const folder = join(state, 'deployments');
  const draft = openKeptDraft({ state, clock });
  const spaceFlavors = keptAnswer({ clock, keptMs }, async ({ hub }) => {
    const { fetchSpaceHardware } = await import('../hub/space-hardware.ts');
    return fetchSpaceHardware(hub, {});
  });

  workspaces.beforeLeaving(async (workspace) => {
    if (!workspace.lasting) await closeDesk(workspace);
  });

  async function openDesk(workspace: Workspace) {
    const { openDeployDesk } = await import('../deploy/deploy-desk.ts');
    const scratch = workspace.lasting ? null : await mkdtemp(join(tmpdir(), 'hubdesk-deployments-'));
    if (scratch === null) await mkdir(folder, { recursive: true, mode: 0o700 });
    const desk = await openDeployDesk({
      folder: scratch ?? folder,
      hub: workspace.hub,
      clock,
      random: Math.random,
      account() {
        const marker = workspace.token.marker();
        if (marker === null) return null;
        const { account } = workspace.record.get();
        const verifiedAt = account?.status === 'verified' ? account.checkedAt : null;
        return { key: `${marker.storedAt} ${marker.store}`, verifiedAt, name: account?.identity?.name ?? null };
      },
      token: () => tokenOf(workspace),
      namespaces: async (token, signal) => (await payersOf(workspace, token, signal)).namespaces,
      model: (id, signal) => modelOf(workspace, id, signal),
      options: ({ namespace, model, template }, made, signal) =>
        optionsOf(workspace, { namespace, model, template }, made, signal),
      spaceFlavors: () => spaceFlavors(workspace),
      jobFlavors: () => parts.flavors(workspace),
      judge: budget.judge,
      redact,
      announce: (what) => changes.publish(what === 'state' ? ['deployments', 'spaces'] : ['deployments']),
    });
    return {
      desk,
      end: async () => {
        await desk.close();
        if (scratch !== null) await rm(scratch, { recursive: true, force: true });
      },
    };
  }

  async function current(): Promise<DeployDesk> {
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
      const desk = await desks.get(workspaces.current())?.catch(() => null);
      if (desk) await desk.desk.wake();
    }
  }

  async function modelOf(
    workspace: Workspace,
    id: string | null,
    signal: AbortSignal | undefined,
  ): Promise<DeployModel | null> {
    if (id === null) return null;
    const { deployModel } = await import('../deploy/model-facts.ts');
    return deployModel(workspace.hub, id, { token: await tokenIfAny(workspace), signal });
  }

  async function optionsOf(
    workspace: Workspace,
    wish: OptionsWish,
    made: readonly string[],
    signal: AbortSignal | undefined,
  ): Promise<DeployOption[]> {
    const { gatherOptions } = await import('../deploy/gather-options.ts');
    const token = await tokenOf(workspace);
    return gatherOptions(wish, {
      hub: workspace.hub,
      token,
      identity: async () =>
        workspace.record.get().account?.identity ?? (await whoami(workspace.hub, token, signal)).identity,
      model: (id) => modelOf(workspace, id, signal),
      spaceFlavors: () => spaceFlavors(workspace),
      jobFlavors: () => parts.flavors(workspace),
      made,
      signal,
    });
  }

  /** Spaces that a deployment has made; of none where there is none. */
  const madeBy = async (deployment: string | null) => (deployment === null ? [] : (await current()).madeBy(deployment));

  async function check(
    { config, given, deployment }: { config: DeployConfig; given: readonly string[]; deployment: string | null },
    signal: AbortSignal | undefined,
  ): Promise<DeployCheck[]> {
    const workspace = workspaces.current();
    const { checkDeployment } = await import('../deploy/check-deployment.ts');
    const made = await madeBy(deployment);
    return checkDeployment(config, given, {
      hub: workspace.hub,
      token: await tokenIfAny(workspace),
      owner: async () => whoami(workspace.hub, await tokenOf(workspace), signal),
      model: (id) => modelOf(workspace, id, signal),
      options: (wish) => optionsOf(workspace, wish, made, signal),
      jobFlavors: () => parts.flavors(workspace),
      judge: budget.judge,
      made,
      signal,
    });
  }

  async function files(config: DeployConfig, signal: AbortSignal | undefined) {
    const { deployFiles, showFiles } = await import('../deploy/deploy-files.ts');
    // A model that cannot be looked at now has its files all the same.
    const model = await modelOf(workspaces.current(), config.model, signal).catch((error: unknown) => {
      if (isAppError(error) && error.code !== 'CANCELLED') return null;
      throw error;
    });
    const { files: found, totalBytes, leftOut } = await deployFiles(config, model, signal);
    return { files: await showFiles(found), totalBytes, leftOut };
  }

  /** What the app or its log repeats of them is taken out. */
  function keepOut(secrets: Readonly<Record<string, string>>): void {
    for (const [name, value] of Object.entries(secrets)) {
      requireVisible(value, { field: 'secrets', name: `The value of ${name}` });
      if (value !== '') offerSecret(offered, value);
    }
  }

  async function* streamed<T>(open: (desk: DeployDesk) => AsyncGenerator<T>): AsyncGenerator<T> {
    yield* open(await current());
  }

  return {
    /** What jobs that serve can still cost at most. */
    openUsd: async (): Promise<number> =>
      (await desks.get(workspaces.current())?.catch(() => null))?.desk.openUsd() ?? 0,
    /** Goes on with what an earlier start left. Loads nothing where there is none. */
    async start(): Promise<void> {
      if ((await readdir(folder).catch(() => [])).length > 0) await current();
      await followAccount().catch((error: unknown) => {
        if (!disposing.signal.aborted) throw error;
      });
    },
    async dispose(): Promise<void> {
      disposing.abort();
      await Promise.all([...desks.keys()].map(closeDesk));
    },
    handlers: (os: Implementer['deployments']) =>
      os.router({
        model: os.model.handler(async ({ input, signal }) => {
          const { deployModel } = await import('../deploy/model-facts.ts');
          const workspace = workspaces.current();
          return deployModel(workspace.hub, input.model, { token: await tokenIfAny(workspace), signal });
        }),
        options: os.options.handler(async ({ input, signal }) =>
          optionsOf(workspaces.current(), input, await madeBy(input.deployment), signal),
        ),
        files: os.files.handler(({ input, signal }) => files(input.config, signal)),
        check: os.check.handler(({ input, signal }) => check(input, signal)),
        start: os.start.handler(async ({ input }) => {
          const desk = await current();
          keepOut(input.secrets);
          return desk.start(input);
        }),
        list: os.list.handler(async () => (await current()).list()),
        get: os.get.handler(async ({ input }) => (await current()).view(input.deployment)),
        follow: os.follow.handler(({ signal }) => streamed((desk) => desk.follow(signal))),
        log: os.log.handler(({ input, signal }) => streamed((desk) => desk.log(input.deployment, input.log, signal))),
        ask: os.ask.handler(({ input, signal }) =>
          streamed((desk) => desk.ask(input.deployment, input.question, signal)),
        ),
        retry: os.retry.handler(async ({ input }) => {
          const desk = await current();
          keepOut(input.secrets);
          return desk.retry(input.deployment, input.config, input.secrets);
        }),
        cancel: os.cancel.handler(async ({ input }) => (await current()).cancel(input.deployment, input)),
        forget: os.forget.handler(async ({ input }) => (await current()).forget(input.deployment)),
        draft: os.draft.handler(() => draft.read(workspaces.current())),
        keepDraft: os.keepDraft.handler(({ input }) => draft.keep(workspaces.current(), input.config)),
      }),
  };
}
