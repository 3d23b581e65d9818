// Which addresses the page may show in a frame: the app of a Space on the Hub,
// and in the Sandbox one on a port of this computer. The content policy, the
// screens and the service ask here; nothing else is ever framed.

/** As a content policy has them. */
export const frameSources = ['https://*.hf.space', 'http://127.0.0.1:*'] as const;

/**
 * How far an app may go in its frame: scripts of its own origin, and forms. No pop-ups, dialogs, downloads, or moving
 * the page around it.
 */
export const frameSandbox = 'allow-scripts allow-same-origin allow-forms';

// The host must end where it seems to: nothing may stand between it and the path.
const hubApp = /^https:\/\/[a-z0-9-]+(?:\.[a-z0-9-]+)*\.hf\.space(?=[/?#]|$)/;
const localApp = /^http:\/\/127\.0\.0\.1:\d{1,5}(?=[/?#]|$)/;

export function mayFrame(address: string): boolean {
  return hubApp.test(address) || localApp.test(address);
}
