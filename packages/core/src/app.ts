// The composition root: puts the product together from what a host supplies.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError, isAppError } from '@hubdesk/shared/errors';
import type { Preferences } from '@hubdesk/shared/contract/preferences';
import { createDraftTokens } from './datasets/drafts/draft-tokens.ts';
import { createDrafts } from './datasets/drafts/open-drafts.ts';
import { createDrops } from './files/drops.ts';
import { holdLock } from './files/lock-file.ts';
import { createLog, type Log } from './files/log-file.ts';
import { createHubClient, publicHub } from './hub/hub-client.ts';
import type { Ports } from './ports/ports.ts';
import { createRedactor } from './secrets/redact.ts';
import type { Secret } from './secrets/secret.ts';
import { openVault } from './secrets/vault.ts';
import { createAccountService } from './services/account.ts';
import { createAppService } from './services/app.ts';
import { createChanges } from './services/changes.ts';
import { chatHandlers } from './services/chat.ts';
import { filesHandlers } from './services/files.ts';
import { makeCard } from './services/dataset-card.ts';
import { datasetsHandlers } from './services/datasets.ts';
import { draftsHandlers } from './services/drafts.ts';
import { createDeploymentsService } from './services/deployments.ts';
import { createRunsService } from './services/runs.ts';
import { createHardwareService } from './services/hardware.ts';
import { createBudgetService } from './services/budget.ts';
import { createRecipesService } from './services/recipes.ts';
import { schedulesHandlers } from './services/schedules.ts';
import { createImplementer } from './services/implementer.ts';
import { createModelsService } from './services/models.ts';
import { createPreferencesService } from './services/preferences.ts';
import { providersHandlers } from './services/providers.ts';
import { sandboxHandlers } from './services/sandbox.ts';
import { secretsHandlers } from './services/secrets.ts';
import { createSpacesService } from './services/spaces.ts';
import { tokenIfAny } from './services/token-of.ts';
import { createTokenSources } from './services/token-sources.ts';
import { createTransfersService } from './services/transfers.ts';
import { createWorkspaces, providerRecordSchema, type Workspace } from './services/workspace.ts';
import { openSettings } from './settings/settings-file.ts';

export type App = Awaited<ReturnType<typeof createApp>>;

/** Opens settings and secrets and answers the router that implements the whole contract. Asks no network. */
export async function createApp(ports: Ports) {
  const { clock, paths } = ports;
  const leave = await claimFolders(ports);
  const settings = await openSettings(paths.settings, { clock });
  const vault = await openVault({ settings, stateDir: paths.state, keychain: ports.keychain, clock, platform: ports.platform });
  /** Tokens not yet proven, so not yet in the vault. */
  const offered = new Set<Secret>();
  const redactor = createRedactor(() => [...vault.known(), ...offered]);
  const log: Log = createLog(paths.state, redactor, { clock, newId: ports.newId });

  const hubUrl = trimSlash(ports.env['HF_ENDPOINT']) ?? publicHub.hubUrl;
  const home: Workspace = {
    kind: 'hub',
    lasting: true,
    hub: createHubClient(
      {
        hubUrl,
        routerUrl: trimSlash(ports.env['HUBDESK_ROUTER_URL']) ?? publicHub.routerUrl,
        // Another Hub's token is nothing for the public viewer.
        viewerUrl: trimSlash(ports.env['HUBDESK_VIEWER_URL']) ?? (hubUrl === publicHub.hubUrl ? publicHub.viewerUrl : undefined),
      },
      clock,
    ),
    token: {
      read: () => vault.read('huggingface'),
      write: (token) => vault.write('huggingface', token),
      remove: () => vault.remove('huggingface'),
      marker: () => settings.current.providers['huggingface']?.marker ?? null,
    },
    sources: createTokenSources(ports),
    record: {
      get: () => providerRecordSchema.parse(settings.current.providers['huggingface'] ?? {}),
      update: (change) =>
        settings.update(({ providers }) => {
          providers['huggingface'] = given({ ...providers['huggingface'], ...change });
        }),
    },
    close: async () => {},
  };
  const workspaces = createWorkspaces(home);
  const changes = createChanges();
  const preferences = createPreferencesService({ settings });
  const account = createAccountService({ workspaces, clock, changes, offered });
  const models = createModelsService({ workspaces, clock, recents: preferences.recents, changes });
  const drops = createDrops({ folder: join(paths.state, 'drops'), clock, platform: ports.platform });
  void drops.sweep();
  const app = createAppService({ ports, settings, workspaces, changes });

  const hub = async () => {
    const workspace = workspaces.current();
    return { hub: workspace.hub, token: await tokenIfAny(workspace) };
  };
  const drafts = createDrafts({
    clock,
    newId: ports.newId,
    workerScript: ports.workerScript,
    state: paths.state,
    hubCacheFolder: join(paths.state, 'hub-files'),
    drops,
    hub,
    changed: () => changes.publish(['drafts']),
  });
  const draftTokens = createDraftTokens({ drafts, clock, workerScript: ports.workerScript, hub, cacheFolder: join(paths.state, 'tokenizers') });
  const hardware = createHardwareService({ workspaces, clock });
  const budget = createBudgetService({
    workspaces,
    settings,
    clock,
    runs: async () => {
      const [{ openUsd, spentOf }, servingUsd] = await Promise.all([runs.spending(), deployments.openUsd()]);
      return { spentOf, openUsd: () => openUsd() + servingUsd };
    },
  });
  const recipes = createRecipesService({ workspaces, clock, state: paths.state });
  const transfers = createTransfersService({
    workspaces,
    changes,
    clock,
    newId: ports.newId,
    platform: ports.platform,
    workerScript: ports.workerScript,
    state: paths.state,
    unreadable: (error) => void log.error('transfers: one of an earlier start cannot be opened', error),
    drafts: {
      outline: drafts.outline,
      materialise: drafts.materialise,
      card: async ({ draft, answers, repo, workspace, signal }) => {
        const call = { token: await tokenIfAny(workspace), signal };
        return (await makeCard(workspace.hub, { repo, answers, description: await drafts.describe(draft, signal) }, call)).text;
      },
    },
  });

  const runs = createRunsService({
    workspaces,
    changes,
    clock,
    workerScript: ports.workerScript,
    taskbar: ports.taskbar,
    state: paths.state,
    flavors: hardware.flavors,
    budget,
    drafts,
    draftTokens,
    redact: (text) => redactor.redact(text),
    offered,
  });

  const redact = (text: string) => redactor.redact(text);
  const spaces = createSpacesService({ workspaces, clock, redact, offered });
  const deployments = createDeploymentsService({ workspaces, changes, clock, state: paths.state, flavors: hardware.flavors, budget, redact, offered });

  const os = createImplementer({
    changes,
    redact,
    report: (operation, error) => log.error(`${operation} failed`, isAppError(error) ? (error.cause ?? error) : error),
  });
  const router = os.router({
    app: app.handlers(os.app),
    account: account.handlers(os.account),
    chat: chatHandlers(os.chat, { workspaces, models, clock }),
    datasets: datasetsHandlers(os.datasets, { workspaces, describeDraft: drafts.describe }),
    drafts: draftsHandlers(os.drafts, { drafts, tokens: draftTokens }),
    files: filesHandlers(os.files, { home: paths.home, platform: ports.platform, dialogs: ports.dialogs, drops }),
    models: models.handlers(os.models),
    preferences: preferences.handlers(os.preferences),
    providers: providersHandlers(os.providers, { workspaces }),
    sandbox: sandboxHandlers(os.sandbox, { workspaces, home, account, clock, startSandbox: ports.startSandbox, state: app.state }),
    secrets: secretsHandlers(os.secrets, { vault }),
    transfers: transfers.handlers(os.transfers),
    schedules: schedulesHandlers(os.schedules, { workspaces, newId: ports.newId, flavors: hardware.flavors, budget, offered, jobStarted: runs.jobStarted }),
    recipes: recipes.handlers(os.recipes),
    budget: budget.handlers(os.budget),
    hardware: hardware.handlers(os.hardware),
    runs: runs.handlers(os.runs),
    spaces: spaces.handlers(os.spaces),
    deployments: deployments.handlers(os.deployments),
  });

  void transfers.start().catch((error: unknown) => log.error('transfers.start failed', error));
  void deployments.start().catch((error: unknown) => log.error('deployments.start failed', error));
  void runs.start().catch((error: unknown) => log.error('runs.start failed', error));

  return {
    router,
    log,
    /** For the first paint, before the screen can ask. */
    theme: (): Preferences['theme'] => preferences.current().theme,
    async dispose(): Promise<void> {
      await Promise.all([drops.flush(), transfers.dispose(), runs.dispose(), deployments.dispose(), spaces.dispose(), draftTokens.dispose(), recipes.dispose()]);
      await drafts.dispose();
      await workspaces.current().close();
      await vault.dispose();
      await leave();
    },
  };
}

// A host that has just been stopped may still be putting its things away.
const handoverMs = 3_000;

/** Two hosts over the same folders would overwrite each other's settings. Rejects with CONFLICT while another one runs. */
async function claimFolders({ clock, paths }: Ports): Promise<() => Promise<void>> {
  await mkdir(paths.state, { recursive: true, mode: 0o700 });
  try {
    return await holdLock(join(paths.state, 'hubdesk.lock'), { clock, patienceMs: handoverMs });
  } catch (error) {
    if (!isAppError(error, 'STORAGE_FAILED')) throw error;
    throw new AppError('CONFLICT', 'Hubdesk is already open, in the desktop app or in the browser. Close it there first.', { what: paths.state }, { cause: error });
  }
}

/** The settings file leaves out what there is none of. */
function given<T extends object>(record: T) {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== null && value !== undefined));
}

function trimSlash(url: string | undefined): string | undefined {
  return url?.trim().replace(/\/+$/, '') || undefined;
}
