// What the page may do with the computer: put text on the clipboard when the
// person asks, say that a run has ended, take an app of the Sandbox on this
// computer into a frame, and nothing else. Electron's own default is yes to
// everything.
import { session } from 'electron';
import { isAppUrl } from './app-address.ts';

const allowed: ReadonlySet<string> = new Set([
  'clipboard-sanitized-write',
  'notifications',
  // Chromium's word for what it asks of a page that frames an address of this computer. What the page may ask for, and
  // from where, is bounded by its policy and by `app-frame`; a frame is never granted it.
  'local-network-access',
  'loopback-network',
]);

export function denyPermissions(): void {
  const ours = session.defaultSession;
  ours.setPermissionRequestHandler((_contents, permission, decide, details) => {
    decide(allowed.has(permission) && details.isMainFrame && isAppUrl(details.requestingUrl));
  });
  ours.setPermissionCheckHandler((_contents, permission, origin) => allowed.has(permission) && isAppUrl(origin));
  ours.setDevicePermissionHandler(() => false);
  ours.setDisplayMediaRequestHandler((_request, decide) => decide(null));
}
