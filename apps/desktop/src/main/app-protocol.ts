// Serves the page at app://bundle/: a GET for a file the build listed, with the
// policy on every answer. Nothing else is served, and nothing else is loaded but
// by the app of a Space in its frame.
import { readFile } from 'node:fs/promises';
import { pageHeaders } from '@hubdesk/shared/page/page-headers';
import { themedIndex, type Theme } from '@hubdesk/shared/page/themed-index';
import { protocol, session, type OnBeforeRequestListenerDetails, type WebFrameMain } from 'electron';
import { appScheme, isAppUrl } from './app-address.ts';
import { mayAppLoad, mayFrameGo } from './app-frame.ts';
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
  session.defaultSession.webRequest.onBeforeRequest((details, decide) => decide({ cancel: !mayRequest(details) }));
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

/** What a frame shows or asks for is judged by the frame that the page made for it, however deep it is in there. */
function mayRequest({ url, resourceType, frame }: OnBeforeRequestListenerDetails): boolean {
  const app = appFrameOf(frame ?? null);
  if (resourceType === 'subFrame') return mayFrameGo(app?.origin ?? 'null', url);
  return app === null ? mayLoad(url) : mayAppLoad(app.origin, url);
}

/** Null for what is not in a frame of the page, or of nobody knows which. */
function appFrameOf(frame: WebFrameMain | null): WebFrameMain | null {
  for (let inner = frame; inner?.parent; inner = inner.parent) if (inner.parent.parent === null) return inner;
  return null;
}

/** `data:` and `blob:` hold what the page already has; DevTools exists in development only. */
function mayLoad(url: string): boolean {
  return isAppUrl(url) || /^(data|devtools):/.test(url) || url.startsWith(`blob:${appScheme}://bundle/`);
}
