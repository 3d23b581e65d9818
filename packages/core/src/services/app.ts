// The app itself: what host this is, and the notice about a damaged settings file.
import type { AppState } from '@hubdesk/shared/contract/app';
import type { Ports } from '../ports/ports.ts';
import type { Settings } from '../settings/settings-file.ts';
import type { Changes } from './changes.ts';
import type { Implementer } from './implementer.ts';
import type { Workspaces } from './workspace.ts';

export function createAppService({ ports, settings, workspaces, changes }: { ports: Ports; settings: Settings; workspaces: Workspaces; changes: Changes }) {
  const state = (): AppState => {
    const { kind, hub } = workspaces.current();
    return {
      version: ports.host.version,
      host: ports.host.kind,
      platform: ports.platform === 'darwin' ? 'mac' : ports.platform === 'win32' ? 'windows' : 'linux',
      capabilities: [...ports.host.capabilities],
      workspace: kind,
      hubUrl: hub.address.hubUrl,
      settingsNotice: settings.notice,
    };
  };
  return {
    state,
    handlers: (os: Implementer['app']) =>
      os.router({
        state: os.state.handler(state),
        dismissNotice: os.dismissNotice.handler(() => settings.dismissNotice()),
        changes: os.changes.handler(({ signal }) => changes.follow(signal)),
      }),
  };
}
