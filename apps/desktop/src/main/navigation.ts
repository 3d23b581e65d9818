// Keeps every page where it is. A link that leads outside opens in the person's
// browser, after `judgeOutsideLink`; no window or webview is ever made for it. The
// app of a Space may show in a frame, and stays what it is.
import { app, dialog, shell, type BrowserWindow, type WebContents } from 'electron';
import { isAppUrl } from './app-address.ts';
import { mayFrameGo } from './app-frame.ts';
import { judgeOutsideLink } from './outside-link.ts';

/** `windowOf` finds the window to ask in. */
export function guardNavigation(windowOf: (contents: WebContents) => BrowserWindow | null): void {
  // Electron's own answer would be the first certificate of the person, to whoever asks.
  app.on('select-client-certificate', (event, _contents, _url, _list, choose) => {
    event.preventDefault();
    choose();
  });
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-navigate', (details) => {
      if (!isAppUrl(details.url)) details.preventDefault();
    });
    contents.on('will-frame-navigate', (details) => {
      const { isMainFrame, url, frame } = details;
      if (!(isMainFrame ? isAppUrl(url) : frame?.parent?.parent === null && mayFrameGo(frame.origin, url)))
        details.preventDefault();
    });
    contents.on('will-redirect', (details) => {
      const { isMainFrame, url, frame } = details;
      if (isMainFrame || frame?.parent?.parent !== null || !mayFrameGo(frame.origin, url)) details.preventDefault();
    });
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.setWindowOpenHandler(({ url }) => {
      void openOutside(url, windowOf(contents));
      return { action: 'deny' };
    });
  });
}

/** Opens an address in the person's browser, asking first where the host is not one of ours. */
export async function openOutside(address: string, window: BrowserWindow | null): Promise<void> {
  const link = judgeOutsideLink(address);
  if (link.verdict === 'refuse') return;
  if (link.verdict === 'ask' && !(await agreed(link.host, link.url, window))) return;
  await shell.openExternal(link.url);
}

async function agreed(host: string, url: string, window: BrowserWindow | null): Promise<boolean> {
  const question = {
    type: 'question' as const,
    message: `Open ${host} in your browser?`,
    detail: url.length > 300 ? `${url.slice(0, 300)}…` : url,
    buttons: ['Open', 'Cancel'],
    defaultId: 1,
    cancelId: 1,
    noLink: true,
  };
  const { response } = await (window ? dialog.showMessageBox(window, question) : dialog.showMessageBox(question));
  return response === 0;
}
