// Runs the built main bundle in a Node process of its own, and gives its windows
// pages of a real Chromium. app:// is an https origin here that is answered by
// the bundle's own protocol handler; everything the page asks for goes there.
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { BrowserContext, CDPSession, Frame, Page, Request, Route } from '@playwright/test';
import { createPeer } from './peer.ts';
import {
  bindingName,
  deliverName,
  isolatedWorld,
  isolatedWorldSource,
  mainWorldSource,
  type FromPage,
  type WireData,
} from './preload-world.ts';

const pageOrigin = 'https://bundle.app.test';
const appOrigin = 'app://bundle';
const quitWithinMs = 20_000;

/** What a test can see and do of the Electron shell that the page cannot show. */
export interface ShellDouble {
  /** Addresses handed to the person's browser. */
  openedOutside: string[];
  /** What the app asked in dialogs. */
  questions: string[];
  /** Requests of the page that the app refused to load. */
  refused: string[];
  /** What the app allowed of the permissions a page may ask for. */
  permissions: Record<string, boolean>;
  /** What the last `setProgressBar` said; null before the first. */
  progress: number | null;
  /** The button every further dialog is answered with; without it, the one that cancels. */
  answerDialogs(button: number): Promise<void>;
  /** What the person chooses in the next dialog for files or folders; without it, they close it. */
  choosePaths(paths: string[]): Promise<void>;
  clickMenu(...path: string[]): Promise<void>;
  webPreferences(): Promise<unknown>;
  setBounds(bounds: object): Promise<void>;
  /** Sends a message as if a frame had, with a port if `withPort`. */
  sendAs(
    frame: { url: string; origin: string; isMain: boolean; detached: boolean } | null,
    withPort: boolean,
  ): Promise<{ portId: string }>;
  /** Sends to the main process what a broken page could put on a port. */
  sendOnPort(portId: string, data: unknown): Promise<void>;
  /** Port ids that the main process closed. */
  closedPorts: string[];
}

export interface DoubleRun {
  page: Page;
  shell: ShellDouble;
  /** Everything the process printed. */
  output(): string;
  /** Resolves with the exit code once the process has ended. */
  ended: Promise<number | null>;
  /** Quits as a person would, and fails when that takes too long. */
  quit(): Promise<void>;
  kill(): void;
}

interface Start {
  mainBundle: string;
  env: Record<string, string>;
}

const toApp = (url: string) =>
  url.startsWith(`${pageOrigin}/`) || url === pageOrigin ? appOrigin + url.slice(pageOrigin.length) : url;
const toPage = (url: string) => (url.startsWith(appOrigin) ? pageOrigin + url.slice(appOrigin.length) : url);

/** Starts the bundle once more where it already runs, and waits for that second process to end. */
export async function startDoubleAgain({ mainBundle, env }: Start): Promise<{ output: string; code: number | null }> {
  const { child, output } = spawnMain({ mainBundle, env });
  const code = await new Promise<number | null>((resolve) => child.once('exit', resolve));
  return { output: output(), code };
}

function spawnMain({ mainBundle, env }: Start) {
  const hook = fileURLToPath(new URL('./register.ts', import.meta.url));
  const child = fork(mainBundle, [], {
    env,
    execArgv: ['--import', hook],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    serialization: 'advanced',
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  return { child, output: () => text };
}

/** Resolves when the first window shows the loaded page. */
export async function launchDouble(context: BrowserContext, start: Start): Promise<DoubleRun> {
  const { child, output } = spawnMain(start);
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const windows = new Map<number, WindowPage>();
  const firstPage = Promise.withResolvers<Page>();
  const closedPorts: string[] = [];
  const shell: Pick<ShellDouble, 'openedOutside' | 'questions' | 'refused' | 'permissions' | 'progress'> = {
    openedOutside: [],
    questions: [],
    refused: [],
    permissions: {},
    progress: null,
  };
  void ended.then((code) =>
    firstPage.reject(new Error(`The main process ended with ${code} before its window was there.\n${output()}`)),
  );
  firstPage.promise.catch(() => {});

  const windowOf = (id: number): WindowPage => {
    const window = windows.get(id);
    if (!window) throw new Error(`There is no page for window ${id}`);
    return window;
  };

  const main = createPeer(
    {
      // It may end between the question and the answer: then nobody waits for one.
      send: (message) => void (child.connected && child.send(message, () => {})),
      onMessage: (listen) => void child.on('message', listen),
    },
    {
      async openPage(
        windowId: number,
        bounds: { width: number; height: number },
        preload: string | null,
        permissions: Record<string, boolean>,
      ) {
        shell.permissions = permissions;
        if (permissions['clipboard-sanitized-write'])
          await context.grantPermissions(['clipboard-write'], { origin: pageOrigin });
        if (permissions['local-network-access'])
          await context.grantPermissions(['local-network-access'], { origin: pageOrigin });
        if (permissions['notifications']) await context.grantPermissions(['notifications'], { origin: pageOrigin });
        const window = await openWindowPage(context, windowId, preload, bounds, main);
        windows.set(windowId, window);
        window.page.once('close', () => windows.delete(windowId) && main.tell('pageClosed', windowId));
      },
      async load(windowId: number, url: string) {
        const { page, expected } = windowOf(windowId);
        expected.add(url);
        await page.goto(toPage(url));
        firstPage.resolve(page);
      },
      async focus(windowId: number) {
        const page = windows.get(windowId)?.page;
        // A window may be closed while it is brought to the front; Electron makes nothing of that either.
        await page?.bringToFront().catch((error: unknown) => {
          if (!page.isClosed()) throw error;
        });
      },
      resize: (windowId: number, size: { width: number; height: number }) =>
        windows.get(windowId)?.page.setViewportSize({ width: size.width, height: size.height }),
      async closePage(windowId: number) {
        const window = windows.get(windowId);
        windows.delete(windowId);
        await window?.page.close();
      },
      portMessage: (windowId: number, portId: string, data: unknown) => windows.get(windowId)?.deliver(portId, data),
      portClose(windowId: number, portId: string) {
        closedPorts.push(portId);
        return windows.get(windowId)?.deliver(portId, null);
      },
      async theme(source: 'system' | 'light' | 'dark') {
        const colorScheme = source === 'system' ? null : source;
        for (const { page } of windows.values()) await page.emulateMedia({ colorScheme });
      },
      openExternal: (url: string) => void shell.openedOutside.push(url),
      dialog: (message: string) => void shell.questions.push(message),
      progress: (share: number) => void (shell.progress = share),
      privileged: () => {},
    },
  );

  await context.route('**/*', (route) => answer(route, windows, main, shell.refused));
  context.on('page', (popup) => void turnAwayPopup(popup, windows));

  return {
    page: await firstPage.promise,
    output,
    ended,
    async quit() {
      if (child.exitCode === null && child.signalCode === null) main.tell('quit');
      const timer = setTimeout(() => child.kill('SIGKILL'), quitWithinMs);
      const code = await ended;
      clearTimeout(timer);
      if (code !== 0) throw new Error(`The main process did not quit in order (${code}).\n${output()}`);
    },
    kill: () => void child.kill('SIGKILL'),
    shell: {
      ...shell,
      closedPorts,
      get permissions() {
        return shell.permissions;
      },
      get progress() {
        return shell.progress;
      },
      answerDialogs: async (button) => void (await main.call('answerDialogs', button)),
      choosePaths: async (paths) => void (await main.call('choosePaths', paths)),
      clickMenu: async (...path) => void (await main.call('clickMenu', ...path)),
      webPreferences: () => main.call('webPreferences'),
      setBounds: async (bounds) => void (await main.call('setBounds', bounds)),
      async sendAs(frame, withPort) {
        const portId = `forged-${Math.random()}`;
        const [windowId = 1] = windows.keys();
        await main.call('ipc', windowId, frame, 'hubdesk:port', null, withPort ? [portId] : []);
        return { portId };
      },
      sendOnPort: async (portId, data) => void (await main.call('portArrived', portId, data)),
    },
  };
}

interface WindowPage {
  page: Page;
  /** Addresses the app itself loads: for these Electron asks nobody. */
  expected: Set<string>;
  deliver(portId: string, data: unknown): Promise<unknown>;
}

async function openWindowPage(
  context: BrowserContext,
  windowId: number,
  preload: string | null,
  bounds: { width: number; height: number },
  main: ReturnType<typeof createPeer>,
): Promise<WindowPage> {
  const page = await context.newPage();
  await page.setViewportSize({ width: bounds.width, height: bounds.height });
  const cdp = await context.newCDPSession(page);
  const worlds = new Map<number, string>();
  let world: number | undefined;
  const openPorts = new Set<string>();

  cdp.on('Runtime.executionContextCreated', ({ context: created }) => {
    if (created.name !== isolatedWorld) return;
    worlds.set(created.id, created.origin);
    world = created.id;
  });
  cdp.on('Runtime.executionContextsCleared', () => {
    world = undefined;
    // As a port's other end does in Electron when its page goes.
    for (const portId of openPorts) main.tell('portGone', portId);
    openPorts.clear();
  });
  cdp.on('Runtime.bindingCalled', ({ name, payload, executionContextId }) => {
    if (name !== bindingName) return;
    const said = JSON.parse(payload) as FromPage;
    if (said.type === 'port') return main.tell('portArrived', said.portId, fromWire(said.data));
    if (said.type === 'portGone') {
      openPorts.delete(said.portId);
      return main.tell('portGone', said.portId);
    }
    for (const portId of said.portIds) openPorts.add(portId);
    const origin = toApp(worlds.get(executionContextId) ?? 'null');
    main.tell(
      'ipc',
      windowId,
      { url: toApp(page.url()), origin, isMain: true, detached: false },
      said.channel,
      said.message,
      said.portIds,
    );
  });
  cdp.on('Page.navigatedWithinDocument', ({ url }) => main.tell('navigationStarted', windowId, toApp(url), true, true));

  await cdp.send('Page.enable');
  await cdp.send('Runtime.enable');
  if (preload !== null) {
    await cdp.send('Page.addScriptToEvaluateOnNewDocument', { source: mainWorldSource() });
    await cdp.send('Runtime.addBinding', { name: bindingName, executionContextName: isolatedWorld });
    await cdp.send('Page.addScriptToEvaluateOnNewDocument', {
      source: isolatedWorldSource(preload),
      worldName: isolatedWorld,
    });
  }
  page.on('crash', () => main.tell('rendererGone', windowId));

  return {
    page,
    expected: new Set(),
    deliver: (portId, data) => deliver(cdp, world, portId, data),
  };
}

async function deliver(cdp: CDPSession, world: number | undefined, portId: string, data: unknown): Promise<void> {
  if (world === undefined) return;
  try {
    await cdp.send('Runtime.callFunctionOn', {
      functionDeclaration: `function (portId, data) { ${deliverName}(portId, data); }`,
      executionContextId: world,
      arguments: [{ value: portId }, { value: data === null ? null : toWire(data) }],
    });
  } catch {
    // The page went while the message was on its way, as can happen in Electron.
  }
}

function toWire(data: unknown): WireData {
  if (typeof data === 'string') return { text: data };
  if (data instanceof Uint8Array) return { base64: Buffer.from(data).toString('base64') };
  if (data instanceof ArrayBuffer) return { base64: Buffer.from(data).toString('base64') };
  throw new Error('The double carries text and bytes over ports only');
}

function fromWire(data: WireData): string | ArrayBuffer {
  return 'text' in data ? data.text : Uint8Array.from(Buffer.from(data.base64, 'base64')).buffer;
}

async function answer(
  route: Route,
  windows: ReadonlyMap<number, WindowPage>,
  main: ReturnType<typeof createPeer>,
  refused: string[],
): Promise<void> {
  const request = route.request();
  const url = toApp(request.url());
  const from = windowOf(request, windows);
  if (from === null) {
    const [windowId] = windows.keys();
    if (windowId !== undefined) await main.call('openRequested', windowId, url);
    return route.abort('blockedbyclient');
  }
  const isMainFrame = request.frame() === from.page.mainFrame();
  const origins = originsAround(request.frame());
  if (request.isNavigationRequest()) {
    const ours = from.expected.delete(url);
    if (!ours && !(await main.call('mayNavigate', from.windowId, url, isMainFrame, origins))) {
      refused.push(url);
      return route.abort('aborted');
    }
    main.tell('navigationStarted', from.windowId, url, isMainFrame, false);
  }
  const isPage = request.isNavigationRequest();
  const kind = isPage ? (isMainFrame ? 'mainFrame' : 'subFrame') : request.resourceType();
  if (!(await main.call('mayLoad', url, request.method(), kind, origins))) {
    refused.push(url);
    return route.abort('blockedbyclient');
  }
  // The app of a Space, which is really on the network.
  if (!url.startsWith(`${appOrigin}/`)) return route.continue();
  const response = (await main.call('request', url, request.method(), request.headers())) as {
    status: number;
    headers: Record<string, string>;
    body: Uint8Array;
  };
  return route.fulfill({ status: response.status, headers: response.headers, body: Buffer.from(response.body) });
}

/** Of a frame and those around it, as the app knows them; the page's own last. */
function originsAround(frame: Frame): string[] {
  const { origin } = new URL(toApp(frame.url()) || 'about:blank');
  const parent = frame.parentFrame();
  return [parent ? origin : appOrigin, ...(parent ? originsAround(parent) : [])];
}

/** The window a request comes from; null for a page the app did not open. */
function windowOf(
  request: Request,
  windows: ReadonlyMap<number, WindowPage>,
): (WindowPage & { windowId: number }) | null {
  let page: Page;
  try {
    page = request.frame().page();
  } catch {
    return null;
  }
  for (const [windowId, window] of windows) if (window.page === page) return { windowId, ...window };
  return null;
}

/** Chromium has opened it by the time anyone can be asked; in Electron it never comes to be. */
async function turnAwayPopup(popup: Page, windows: ReadonlyMap<number, WindowPage>): Promise<void> {
  if ((await popup.opener()) === null) return;
  for (const window of windows.values()) if (window.page === popup) return;
  await popup.close();
}
