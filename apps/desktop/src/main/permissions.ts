// What the page may do with the computer: put text on the clipboard when the
// person asks, and nothing else. Electron's own default is yes to everything.
import { session } from 'electron';
import { isAppUrl } from './app-address.ts';

const allowed = 'clipboard-sanitized-write';

export function denyPermissions(): void {
  const ours = session.defaultSession;
  ours.setPermissionRequestHandler((_contents, permission, decide, details) => {
    decide(permission === allowed && details.isMainFrame && isAppUrl(details.requestingUrl));
  });
  ours.setPermissionCheckHandler((_contents, permission, origin) => permission === allowed && isAppUrl(origin));
  ours.setDevicePermissionHandler(() => false);
  ours.setDisplayMediaRequestHandler((_request, decide) => decide(null));
}
