// In and out of the Sandbox: the same product against a Hub on this computer.
import type { AppState } from '@hubdesk/shared/contract/app';
import { createHubClient, type HubClient } from '../hub/hub-client.ts';
import type { Clock } from '../ports/clock.ts';
import type { Ports } from '../ports/ports.ts';
import type { Secret } from '../secrets/secret.ts';
import type { AccountService } from './account.ts';
import type { Implementer } from './implementer.ts';
import { noTokenSources } from './token-sources.ts';
import type { Marker, ProviderRecord, Workspace, Workspaces } from './workspace.ts';

export interface SandboxParts {
  workspaces: Workspaces;
  /** The workspace to come back to. */
  home: Workspace;
  account: AccountService;
  clock: Clock;
  startSandbox: Ports['startSandbox'];
  state(): AppState;
}

export function sandboxHandlers(os: Implementer['sandbox'], { workspaces, home, account, clock, startSandbox, state }: SandboxParts) {
  // One at a time: a second click must not start a second Hub.
  let turn: Promise<unknown> = Promise.resolve();
  function inTurn<T>(run: () => Promise<T>): Promise<T> {
    const result = turn.then(run, run);
    turn = result.catch(() => {});
    return result;
  }

  return os.router({
    enter: os.enter.handler(({ signal }) =>
      inTurn(async () => {
        if (workspaces.current() !== home) return state();
        const hub = await startSandbox();
        const workspace = memoryWorkspace({ hub: createHubClient({ hubUrl: hub.url, routerUrl: hub.routerUrl, viewerUrl: hub.viewerUrl }, clock), clock, close: () => hub.close() });
        try {
          await account.connect(workspace, hub.token, { keepUnverified: false, signal });
        } catch (error) {
          await hub.close();
          throw error;
        }
        await workspaces.switchTo(workspace);
        return state();
      }),
    ),
    leave: os.leave.handler(() =>
      inTurn(async () => {
        await workspaces.switchTo(home);
        return state();
      }),
    ),
  });
}

/** A workspace that forgets everything when it closes. */
function memoryWorkspace({ hub, clock, close }: { hub: HubClient; clock: Clock; close(): Promise<void> }): Workspace {
  let kept: Secret | null = null;
  let marker: Marker | null = null;
  let record: ProviderRecord = { account: null, selection: null };
  return {
    kind: 'sandbox',
    lasting: false,
    hub,
    token: {
      read: async () => (kept ? { state: 'ok', secret: kept } : { state: 'absent' }),
      write: async (token) => {
        kept = token;
        marker = { storedAt: new Date(clock.now()).toISOString(), store: 'session' };
      },
      remove: async () => {
        kept = null;
        marker = null;
      },
      marker: () => marker,
    },
    sources: noTokenSources,
    record: {
      get: () => record,
      update: async (change) => {
        record = { ...record, ...change };
      },
    },
    close,
  };
}
