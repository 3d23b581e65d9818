// How the built preload runs in the page: in a world of its own, as Electron's
// isolated context is, sharing the DOM with the page and no JavaScript at all.
// These functions are sent to the browser as text and can use nothing from here.

export const isolatedWorld = 'Electron Isolated Context';
export const bindingName = '__electronDoubleSend';
export const deliverName = '__electronDoubleDeliver';
const exposeEvent = 'electron-double-expose';

/** What the isolated world tells the test, as JSON through the binding. */
export type FromPage =
  | { type: 'ipc'; channel: string; message: unknown; portIds: string[] }
  | { type: 'port'; portId: string; data: WireData }
  | { type: 'portGone'; portId: string };

/** A port's data as JSON can hold it. */
export type WireData = { text: string } | { base64: string };

/** Main world: puts what preload exposes on `window`, frozen and for good, before the page's first script. */
export function mainWorldSource(): string {
  return `(${receiveExposed.toString()})(${JSON.stringify(exposeEvent)})`;
}

/** Isolated world: preload, with the few parts of `electron` it may have. Main frame only, as Electron runs it. */
export function isolatedWorldSource(preload: string): string {
  const names = { exposeEvent, bindingName, deliverName, platform: process.platform };
  return `if (window === window.top) (${runPreload.toString()})(${JSON.stringify(names)}, function (require, process) { ${preload}\n })`;
}

function receiveExposed(exposeEvent: string): void {
  const deepFreeze = (value: unknown): unknown => {
    if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(deepFreeze);
    return value;
  };
  document.addEventListener(exposeEvent, (event) => {
    const { key, json } = JSON.parse((event as CustomEvent<string>).detail) as { key: string; json: string };
    Object.defineProperty(window, key, { value: deepFreeze(JSON.parse(json)), enumerable: true });
  });
}

function runPreload(
  names: { exposeEvent: string; bindingName: string; deliverName: string; platform: string },
  preload: (require: (name: string) => unknown, process: unknown) => void,
): void {
  const world = globalThis as unknown as Record<string, unknown>;
  const send = world[names.bindingName] as (json: string) => void;
  delete world[names.bindingName];
  const ports = new Map<string, MessagePort>();

  const toWire = (data: unknown): WireData => {
    if (typeof data === 'string') return { text: data };
    const bytes = data instanceof ArrayBuffer ? new Uint8Array(data) : data;
    if (!(bytes instanceof Uint8Array)) return { text: String(data) };
    return { base64: btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')) };
  };
  const fromWire = (data: WireData): string | ArrayBuffer =>
    'text' in data ? data.text : Uint8Array.from(atob(data.base64), (char) => char.charCodeAt(0)).buffer;

  world[names.deliverName] = (portId: string, data: WireData | null) => {
    const port = ports.get(portId);
    if (data === null) {
      port?.close();
      ports.delete(portId);
    } else port?.postMessage(fromWire(data));
  };

  const electron = {
    contextBridge: {
      exposeInMainWorld(key: string, api: unknown) {
        const json = JSON.stringify(api, (_, value: unknown) => {
          if (typeof value === 'function') throw new Error('The double exposes values only, no functions');
          return value;
        });
        document.dispatchEvent(new CustomEvent(names.exposeEvent, { detail: JSON.stringify({ key, json }) }));
      },
    },
    ipcRenderer: {
      postMessage(channel: string, message: unknown, transfer: readonly MessagePort[] = []) {
        const portIds = transfer.map((port) => {
          const portId = crypto.randomUUID();
          ports.set(portId, port);
          port.addEventListener('message', (event) =>
            send(JSON.stringify({ type: 'port', portId, data: toWire(event.data) })),
          );
          port.addEventListener('close', () => send(JSON.stringify({ type: 'portGone', portId })));
          return portId;
        });
        send(JSON.stringify({ type: 'ipc', channel, message, portIds }));
        for (const port of transfer) port.start();
      },
    },
  };
  const strict = <T extends object>(name: string, part: T): T =>
    new Proxy(part, {
      get(target, key) {
        if (!(key in target)) throw new Error(`The double of electron has no ${name}.${String(key)} in preload`);
        return Reflect.get(target, key) as unknown;
      },
    });
  const require = (name: string) => {
    if (name !== 'electron') throw new Error(`A sandboxed preload cannot load ${name}`);
    return strict('electron', {
      contextBridge: strict('contextBridge', electron.contextBridge),
      ipcRenderer: strict('ipcRenderer', electron.ipcRenderer),
    });
  };
  preload(require, { platform: names.platform, type: 'renderer', sandboxed: true, contextIsolated: true });
}
