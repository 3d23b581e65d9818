// Serves the page at app://bundle/: a GET for a file the build listed, with the
// policy on every answer. Nothing else is served, and nothing else is loaded.
import { readFile } from 'node:fs/promises';
import { pageHeaders } from '@hubdesk/shared/page/page-headers';
import { themedIndex, type Theme } from '@hubdesk/shared/page/themed-index';
import { protocol, session } from 'electron';
import { appScheme, isAppUrl } from './app-address.ts';
import type { PageFile } from './page-files.ts';

/** Call before the app is ready. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: appScheme, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
}

export function serveApp(files: ReadonlyMap<string, PageFile>, theme: () => Theme): void {
  protocol.handle(appScheme, (request) => answer(request, files, theme));
  // The page asks the app for everything, so a request of its own to anywhere is not ours.
  session.defaultSession.webRequest.onBeforeRequest((details, decide) => decide({ cancel: !mayLoad(details.url) }));
}

async function answer(request: Request, files: ReadonlyMap<string, PageFile>, theme: () => Theme): Promise<Response> {
  if (request.method !== 'GET') return refuse(405);
  if (!isAppUrl(request.url)) return refuse(404);
  const { pathname } = new URL(request.url);
  const name = pathname === '/' ? '/index.html' : pathname;
  const file = files.get(name);
  if (!file) return refuse(404);
  const content = await readFile(file.path);
  const body = name === '/index.html' ? themedIndex(content.toString('utf8'), theme()) : new Uint8Array(content);
  return new Response(body, { headers: { ...pageHeaders, 'Content-Type': file.mimeType } });
}

function refuse(status: number): Response {
  return new Response(null, { status, headers: pageHeaders });
}

/** `data:` and `blob:` hold what the page already has; DevTools exists in development only. */
function mayLoad(url: string): boolean {
  return isAppUrl(url) || /^(data|devtools):/.test(url) || url.startsWith(`blob:${appScheme}://bundle/`);
}
