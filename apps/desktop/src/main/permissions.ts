// What the page may do with the computer: put text on the clipboard when the
// person asks, say that a run has ended, and nothing else. Electron's own
// default is yes to everything.
import { session } from 'electron';
import { isAppUrl } from './app-address.ts';

const allowed: ReadonlySet<string> = new Set(['clipboard-sanitized-write', 'notifications']);

export function denyPermissions(): void {
  const ours = session.defaultSession;
  ours.setPermissionRequestHandler((_contents, permission, decide, details) => {
    decide(allowed.has(permission) && details.isMainFrame && isAppUrl(details.requestingUrl));
  });
  ours.setPermissionCheckHandler((_contents, permission, origin) => allowed.has(permission) && isAppUrl(origin));
  ours.setDevicePermissionHandler(() => false);
  ours.setDisplayMediaRequestHandler((_request, decide) => decide(null));
}
