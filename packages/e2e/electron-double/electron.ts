// A double of the `electron` module for plain Node. It covers what our main
// bundle uses, with the same rules where a rule decides something (one lock a
// user-data folder, events in Electron's order, ports that close with their
// page). The windows are pages of a real Chromium that the test holds. Whatever
// is not here throws, so that new uses of Electron are noticed.
import { fork, type ChildProcess } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createPeer } from './peer.ts';

interface Rectangle {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** An event object as Electron gives it: with a way to say no. */
function cancellable<T extends object>(details: T): T & { preventDefault(): void; defaultPrevented: boolean } {
  const event = { ...details, defaultPrevented: false, preventDefault: () => void (event.defaultPrevented = true) };
  return event;
}

/** Makes a use of something the double lacks an error instead of `undefined`. */
function complete<T extends object>(name: string, part: T): T {
  return new Proxy(part, {
    get(target, key) {
      if (!(key in target) && typeof key === 'string' && key !== 'then' && !key.startsWith('_'))
        throw new Error(`The double of electron has no ${name}.${key}`);
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
    set: (target, key, value) => Reflect.set(target, key, value, target),
  });
}

// ── app ────────────────────────────────────────────────────────────────────

class AppDouble extends EventEmitter {
  readonly isPackaged = process.env['ELECTRON_DOUBLE_PACKAGED'] === '1';
  #paths = new Map<string, string>([['userData', join(tmpdir(), `electron-double-${process.pid}`)]]);
  #lockPath: string | undefined;
  /** A second instance stays until the first has heard of it. */
  #beforeExit: Promise<unknown> = Promise.resolve();
  #quitting = false;
  sandboxEnabled = false;

  enableSandbox(): void {
    this.sandboxEnabled = true;
  }
  getVersion(): string {
    return '0.0.0-double';
  }
  getName(): string {
    return 'Hubdesk';
  }
  setPath(name: string, path: string): void {
    this.#paths.set(name, path);
  }
  getPath(name: string): string {
    const path = this.#paths.get(name);
    if (path === undefined) throw new Error(`The double of electron has no path ${name}`);
    return path;
  }
  whenReady(): Promise<void> {
    return ready;
  }
  /** As Electron: one lock for each user-data folder, and the first hears of the second. */
  requestSingleInstanceLock(): boolean {
    const folder = this.getPath('userData');
    mkdirSync(folder, { recursive: true });
    const lockPath = join(folder, 'lock');
    const socketPath = join(folder, 'S');
    const holder = holderOf(lockPath);
    if (holder !== null && isAlive(holder)) {
      this.#beforeExit = new Promise((resolve) => connect(socketPath).on('close', resolve).on('error', resolve));
      return false;
    }
    writeFileSync(lockPath, String(process.pid));
    this.#lockPath = lockPath;
    rmSync(socketPath, { force: true });
    createServer((socket) => {
      this.emit('second-instance', {}, [], process.cwd(), null);
      socket.end();
    }).listen(socketPath);
    return true;
  }
  quit(): void {
    if (this.#quitting) return;
    this.#quitting = true;
    for (const window of Array.from(allWindows.values()))
      if (!window.requestClose()) return void (this.#quitting = false);
    const event = cancellable({});
    this.emit('before-quit', event);
    if (!event.defaultPrevented) this.emit('will-quit', event);
    this.#quitting = false;
    if (!event.defaultPrevented) this.exit(0);
  }
  /** Nobody hears of the last window when the app is quitting anyway. */
  noWindowIsLeft(): void {
    if (!this.#quitting) this.emit('window-all-closed');
  }
  exit(code = 0): void {
    if (this.#lockPath) rmSync(this.#lockPath, { force: true });
    void this.#beforeExit.then(() => process.exit(code));
  }
}

function holderOf(lockPath: string): number | null {
  try {
    return Number(readFileSync(lockPath, 'utf8'));
  } catch {
    return null;
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

// ── windows ────────────────────────────────────────────────────────────────

interface FrameFacts {
  url: string;
  origin: string;
  isMain: boolean;
  detached: boolean;
}

function frameOf(facts: FrameFacts) {
  return { url: facts.url, origin: facts.origin, parent: facts.isMain ? null : {}, detached: facts.detached };
}

function frameIn([origin, ...around]: readonly string[]): object | null {
  return origin === undefined ? null : { origin, parent: frameIn(around) };
}

class WebContentsDouble extends EventEmitter {
  #openHandler: (details: { url: string }) => { action: string } = () => ({ action: 'allow' });
  readonly id: number;
  readonly preferences: Readonly<Record<string, unknown>>;
  constructor(id: number, preferences: Readonly<Record<string, unknown>>) {
    super();
    this.id = id;
    this.preferences = preferences;
  }
  setWindowOpenHandler(handler: (details: { url: string }) => { action: string }): void {
    this.#openHandler = handler;
  }
  getLastWebPreferences(): Readonly<Record<string, unknown>> {
    return this.preferences;
  }
  askToOpen(url: string): boolean {
    return this.#openHandler({ url }).action === 'allow';
  }
}

const allWindows = new Map<number, BrowserWindowDouble>();
let lastWindowId = 0;
let focusedId: number | null = null;

class BrowserWindowDouble extends EventEmitter {
  static getAllWindows = () => [...allWindows.values()].map((window) => window.outer);
  static getFocusedWindow = () => allWindows.get(focusedId ?? 0)?.outer ?? null;
  static fromWebContents = (contents: { id: number }) => allWindows.get(contents.id)?.outer ?? null;

  readonly id = ++lastWindowId;
  readonly webContents: WebContentsDouble;
  /** What product code holds: refuses members the double lacks. */
  readonly outer: BrowserWindowDouble = complete('BrowserWindow', this);
  #bounds: Rectangle;
  #maximized = false;
  #minimized = false;
  #shown = false;
  #opened: Promise<unknown>;

  constructor(options: Partial<Rectangle> & { show?: boolean; webPreferences?: Record<string, unknown> }) {
    super();
    this.#bounds = { x: options.x ?? 0, y: options.y ?? 0, width: options.width ?? 800, height: options.height ?? 600 };
    this.webContents = complete(
      'webContents',
      new WebContentsDouble(this.id, Object.freeze({ ...options.webPreferences })),
    );
    allWindows.set(this.id, this);
    const { preload } = options.webPreferences ?? {};
    this.#opened = test.call(
      'openPage',
      this.id,
      this.#bounds,
      typeof preload === 'string' ? readFileSync(preload, 'utf8') : null,
      electronPermissions(this.webContents),
    );
    app.emit('web-contents-created', {}, this.webContents);
    if (options.show !== false) this.show();
    return this.outer;
  }

  async loadURL(url: string): Promise<void> {
    await this.#opened;
    await test.call('load', this.id, url);
    if (!this.#shown) this.emit('ready-to-show');
  }
  show(): void {
    this.#shown = true;
    this.emit('show');
    this.focus();
  }
  focus(): void {
    focusedId = this.id;
    void this.#opened.then(() => test.call('focus', this.id)).then(() => this.emit('focus'));
  }
  setProgressBar(share: number): void {
    test.tell('progress', share);
  }
  isVisible = () => this.#shown;
  isMinimized = () => this.#minimized;
  isMaximized = () => this.#maximized;
  minimize(): void {
    this.#minimized = true;
    this.emit('minimize');
  }
  restore(): void {
    this.#minimized = false;
    this.emit('restore');
  }
  maximize(): void {
    this.#maximized = true;
    this.emit('maximize');
  }
  getNormalBounds = () => ({ ...this.#bounds });
  getBounds = () => ({ ...this.#bounds });
  setBounds(bounds: Partial<Rectangle>): void {
    this.#bounds = { ...this.#bounds, ...bounds };
    void this.#opened.then(() => test.call('resize', this.id, this.#bounds));
    this.emit('resize');
    this.emit('move');
  }
  close(): void {
    this.requestClose();
  }
  /** False when somebody kept the window open. */
  requestClose(): boolean {
    const event = cancellable({});
    this.emit('close', event);
    if (event.defaultPrevented) return false;
    void test.call('closePage', this.id);
    this.gone();
    return true;
  }
  gone(): void {
    if (!allWindows.delete(this.id)) return;
    if (focusedId === this.id) focusedId = null;
    for (const port of ports.values()) if (port.windowId === this.id) port.otherEndGone();
    this.webContents.emit('destroyed');
    this.emit('closed');
    if (allWindows.size === 0) app.noWindowIsLeft();
  }
}

// ── ipc and ports ──────────────────────────────────────────────────────────

const ports = new Map<string, MessagePortDouble>();

class MessagePortDouble extends EventEmitter {
  readonly windowId: number;
  readonly portId: string;
  #started = false;
  #closed = false;
  #early: unknown[] = [];
  constructor(windowId: number, portId: string) {
    super();
    this.windowId = windowId;
    this.portId = portId;
    ports.set(portId, this);
  }
  start(): void {
    this.#started = true;
    for (const data of this.#early.splice(0)) this.emit('message', { data, ports: [] });
  }
  postMessage(data: unknown): void {
    if (!this.#closed) test.tell('portMessage', this.windowId, this.portId, data);
  }
  close(): void {
    if (this.#closed) return;
    test.tell('portClose', this.windowId, this.portId);
    this.otherEndGone();
  }
  arrive(data: unknown): void {
    if (this.#started) this.emit('message', { data, ports: [] });
    else this.#early.push(data);
  }
  otherEndGone(): void {
    if (this.#closed) return;
    this.#closed = true;
    ports.delete(this.portId);
    this.emit('close');
  }
}

// ── session, protocol, menu and the rest ───────────────────────────────────

type PermissionRequest = (
  contents: WebContentsDouble,
  permission: string,
  decide: (granted: boolean) => void,
  details: { requestingUrl: string; isMainFrame: boolean },
) => void;

let requestHandler: PermissionRequest = (_contents, _permission, decide) => decide(true);
let checkHandler: (contents: WebContentsDouble | null, permission: string, origin: string) => boolean = () => true;
let beforeRequest: (
  details: { url: string; method: string; resourceType: string; frame: object | null },
  decide: (answer: { cancel?: boolean }) => void,
) => void = (_details, decide) => decide({});
const schemes = new Map<string, (request: Request) => Response | Promise<Response>>();
let menu: MenuItem[] = [];
let answerTo: number | null = null;
let nextPaths: string[] | null = null;

/** The permissions a page may ask for, and whether our handlers grant each: both the asking and the checking. */
function electronPermissions(contents: WebContentsDouble): Record<string, boolean> {
  const names = [
    'clipboard-sanitized-write',
    'clipboard-read',
    'geolocation',
    'local-network-access',
    'media',
    'midi',
    'notifications',
  ];
  return Object.fromEntries(
    names.map((permission) => {
      let granted = false;
      requestHandler(contents, permission, (answer) => (granted = answer), {
        requestingUrl: 'app://bundle/',
        isMainFrame: true,
      });
      return [permission, granted && checkHandler(contents, permission, 'app://bundle/')];
    }),
  );
}

interface MenuItem {
  label?: string;
  role?: string;
  submenu?: MenuItem[];
  click?: () => void;
}

function menuItemAt(path: readonly string[]): MenuItem {
  let items = menu;
  let found: MenuItem | undefined;
  for (const label of path) {
    found = items.find((item) => (item.label ?? item.role)?.replace('&', '') === label);
    items = found?.submenu ?? [];
  }
  if (!found) throw new Error(`The menu has no ${path.join(' > ')}`);
  return found;
}

class NativeThemeDouble extends EventEmitter {
  #source = 'system';
  get themeSource(): string {
    return this.#source;
  }
  set themeSource(source: string) {
    if (source === this.#source) return;
    this.#source = source;
    test.tell('theme', source);
    this.emit('updated');
  }
  get shouldUseDarkColors(): boolean {
    return this.#source === 'dark';
  }
}

class UtilityProcessDouble extends EventEmitter {
  #child: ChildProcess;
  constructor(modulePath: string, args: string[], options: { env?: Record<string, string> }) {
    super();
    const execArgv = ['--import', fileURLToPath(new URL('./parent-port.ts', import.meta.url))];
    this.#child = fork(modulePath, args, {
      env: options.env ?? {},
      execArgv,
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      serialization: 'advanced',
    });
    this.#child.on('spawn', () => this.emit('spawn'));
    this.#child.on('message', (message) => this.emit('message', message));
    this.#child.on('exit', (code) => this.emit('exit', code ?? 1));
    this.#child.on('error', () => {});
  }
  get pid(): number | undefined {
    return this.#child.exitCode === null && this.#child.signalCode === null ? this.#child.pid : undefined;
  }
  postMessage(message: object): void {
    if (this.#child.connected) this.#child.send(message);
  }
  kill(): boolean {
    return this.#child.kill();
  }
}

// ── the test's side ────────────────────────────────────────────────────────

const windowAt = (id: number): BrowserWindowDouble => {
  const window = allWindows.get(id);
  if (!window) throw new Error(`There is no window ${id}`);
  return window;
};

const test = createPeer(
  { send: (message) => void process.send?.(message), onMessage: (listen) => void process.on('message', listen) },
  {
    async request(url: string, method: string, headers: Record<string, string>) {
      const handler = schemes.get(new URL(url).protocol.replace(':', ''));
      if (!handler) throw new Error(`Nobody handles ${url}`);
      const response = await handler(new Request(url, { method, headers }));
      return {
        status: response.status,
        headers: Object.fromEntries(response.headers),
        body: new Uint8Array(await response.arrayBuffer()),
      };
    },
    /** `origins` of the frame that asks and those around it, the page's own last. */
    mayLoad: (url: string, method: string, resourceType: string, origins: readonly string[]) =>
      new Promise((resolve) =>
        beforeRequest({ url, method, resourceType, frame: frameIn(origins) }, ({ cancel }) => resolve(!cancel)),
      ),
    mayNavigate(windowId: number, url: string, isMainFrame: boolean, origins: readonly string[]) {
      const { webContents } = windowAt(windowId);
      const event = cancellable({
        url,
        isMainFrame,
        isSameDocument: false,
        frame: frameIn(origins),
        initiator: null,
      });
      webContents.emit('will-frame-navigate', event);
      if (isMainFrame && !event.defaultPrevented) webContents.emit('will-navigate', event, url);
      return !event.defaultPrevented;
    },
    navigationStarted(windowId: number, url: string, isMainFrame: boolean, isSameDocument: boolean) {
      // News may arrive of a window that has just closed.
      allWindows.get(windowId)?.webContents.emit('did-start-navigation', { url, isMainFrame, isSameDocument });
    },
    openRequested: (windowId: number, url: string) => windowAt(windowId).webContents.askToOpen(url),
    ipc(windowId: number, frame: FrameFacts | null, channel: string, message: unknown, portIds: readonly string[]) {
      const { webContents } = windowAt(windowId);
      const opened = portIds.map((portId) => new MessagePortDouble(windowId, portId));
      ipcMain.emit(
        channel,
        { sender: webContents, senderFrame: frame && frameOf(frame), ports: opened, type: 'frame' },
        message,
      );
    },
    portArrived: (portId: string, data: unknown) => ports.get(portId)?.arrive(data),
    portGone: (portId: string) => ports.get(portId)?.otherEndGone(),
    pageClosed: (windowId: number) => void allWindows.get(windowId)?.requestClose(),
    rendererGone: (windowId: number) =>
      allWindows.get(windowId)?.webContents.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 1 }),
    clickMenu: (...path: string[]) => menuItemAt(path).click?.(),
    answerDialogs: (button: number) => void (answerTo = button),
    choosePaths: (paths: string[] | null) => void (nextPaths = paths),
    webPreferences: () => [...allWindows.values()].map((window) => window.webContents.preferences),
    setBounds: (bounds: Partial<Rectangle>) => [...allWindows.values()][0]?.setBounds(bounds),
    activate: () => app.emit('activate', {}, allWindows.size > 0),
    quit: () => app.quit(),
  },
);

const ready = Promise.resolve();
const wholeScreen = { x: 0, y: 0, width: 1920, height: 1080 };
const display = { id: 1, bounds: wholeScreen, workArea: { ...wholeScreen, y: 24, height: 1056 }, scaleFactor: 1 };

export const app = complete('app', new AppDouble());
export const BrowserWindow = BrowserWindowDouble;
export const ipcMain = complete('ipcMain', new EventEmitter());
export const nativeTheme = complete('nativeTheme', new NativeThemeDouble());
export const screen = complete('screen', { getPrimaryDisplay: () => display, getAllDisplays: () => [display] });
export const utilityProcess = complete('utilityProcess', {
  fork: (modulePath: string, args: string[] = [], options: { env?: Record<string, string> } = {}) =>
    new UtilityProcessDouble(modulePath, args, options),
});
export const shell = complete('shell', { openExternal: (url: string) => test.call('openExternal', url) });
export const dialog = complete('dialog', {
  showErrorBox(title: string, content: string) {
    void test.call('dialog', `${title}: ${content}`);
  },
  showMessageBox: async (...args: unknown[]) => {
    const options = args.at(-1) as { cancelId?: number; message: string };
    await test.call('dialog', options.message);
    return { response: answerTo ?? options.cancelId ?? 0, checkboxChecked: false };
  },
  showOpenDialog: async (...args: unknown[]) => {
    const options = args.at(-1) as { title: string };
    await test.call('dialog', options.title);
    const filePaths = nextPaths ?? [];
    nextPaths = null;
    return { canceled: filePaths.length === 0, filePaths };
  },
});
export const protocol = complete('protocol', {
  registerSchemesAsPrivileged: (list: readonly { scheme: string }[]) =>
    test.tell(
      'privileged',
      list.map(({ scheme }) => scheme),
    ),
  handle: (scheme: string, handler: (request: Request) => Response | Promise<Response>) =>
    void schemes.set(scheme, handler),
});
export const session = complete('session', {
  defaultSession: complete('session.defaultSession', {
    webRequest: complete('webRequest', {
      onBeforeRequest: (handler: typeof beforeRequest) => void (beforeRequest = handler),
    }),
    setPermissionRequestHandler: (handler: PermissionRequest) => void (requestHandler = handler),
    setPermissionCheckHandler: (handler: typeof checkHandler) => void (checkHandler = handler),
    setDevicePermissionHandler: (_handler: () => boolean) => {},
    setDisplayMediaRequestHandler: (_handler: () => void) => {},
  }),
});
export const Menu = complete('Menu', {
  buildFromTemplate: (template: MenuItem[]) => template,
  setApplicationMenu: (template: MenuItem[]) => void (menu = template),
});
