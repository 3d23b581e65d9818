// The app itself: what host this is, and the notice about a damaged settings file.
import type { AppState } from '@hubdesk/shared/contract/app';
import type { Ports } from '../ports/ports.ts';
import type { Settings } from '../settings/settings-file.ts';
import type { Changes } from './changes.ts';
import type { Implementer } from './implementer.ts';
import type { Workspaces } from './workspace.ts';

export interface AppService {
  state(): AppState;
  handlers(os: Implementer['app']): ReturnType<Implementer['app']['router']>;
}

export function createAppService({ ports, settings, workspaces, changes }: { ports: Ports; settings: Settings; workspaces: Workspaces; changes: Changes }): AppService {
  let noticed = false;
  const state = (): AppState => {
    const { kind, hub } = workspaces.current();
    return {
      version: ports.host.version,
      host: ports.host.kind,
      platform: ports.platform === 'darwin' ? 'mac' : ports.platform === 'win32' ? 'windows' : 'linux',
      capabilities: [...ports.host.capabilities],
      workspace: kind,
      hubUrl: hub.address.hubUrl,
      settingsNotice: noticed ? null : settings.notice,
    };
  };
  return {
    state,
    handlers: (os) =>
      os.router({
        state: os.state.handler(state),
        dismissNotice: os.dismissNotice.handler(() => {
          noticed = true;
        }),
        changes: os.changes.handler(({ signal }) => changes.follow(signal)),
      }),
  };
}
