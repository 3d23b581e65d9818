// Finds the host behind this page: Electron hands over a port, the local host
// answers on a WebSocket after its one-time code was exchanged for a bearer.
// The bearer lives in this tab only and is never shown or put into an address.
import { RPCLink as PortLink } from '@orpc/client/message-port';
import { RPCLink as SocketLink } from '@orpc/client/websocket';
import { WebSocket as ReconnectingSocket } from 'partysocket';
import { attach } from './client.ts';
import { setConnection } from './connection.ts';

declare global {
  interface Window {
    /** Facts the Electron preload puts on the page; absent in a browser. */
    readonly hubdesk?: object;
  }
}

const bearerKey = 'hubdesk.bearer';
/** A reload of the host takes less; more than this and it has stopped. */
const lostAfterMs = 2_500;

/** Starts connecting; the outcome shows in `connection`. Call once, before the page has loaded. */
export function connect(): void {
  if (window.hubdesk) connectPort();
  else void connectSocket();
}

function connectPort(): void {
  window.addEventListener('message', function receive(event) {
    const [port] = event.ports;
    if (event.source !== window || event.data !== 'hubdesk:port' || !port) return;
    window.removeEventListener('message', receive);
    port.start();
    port.addEventListener('close', () => setConnection({ phase: 'lost' }));
    attach(new PortLink({ port }));
    setConnection({ phase: 'open' });
  });
}

async function connectSocket(): Promise<void> {
  const code = takeCode();
  if (code !== null && !(await exchange(code))) return;
  const bearer = sessionStorage.getItem(bearerKey);
  if (bearer === null) return setConnection({ phase: 'refused', reason: 'noCode' });

  const address = new URL('/wire', location.href);
  address.protocol = 'ws:';
  const socket = new ReconnectingSocket(address.href, ['hubdesk', bearer], {
    minReconnectionDelay: 150,
    maxReconnectionDelay: 2_000,
    connectionTimeout: 4_000,
    maxEnqueuedMessages: 0,
  });
  socket.binaryType = 'arraybuffer';

  let lost: ReturnType<typeof setTimeout> | undefined;
  const startWaiting = () => (lost ??= setTimeout(() => setConnection({ phase: 'lost' }), lostAfterMs));
  startWaiting();
  socket.addEventListener('open', () => {
    clearTimeout(lost);
    lost = undefined;
    setConnection({ phase: 'open' });
  });
  socket.addEventListener('close', startWaiting);
  // partysocket types its readyState as any number; it is one of the four.
  attach(new SocketLink({ websocket: socket as typeof socket & Pick<WebSocket, 'readyState'> }));
}

/** The one-time code in the address, which is taken out of it and out of the history. */
function takeCode(): string | null {
  const code = new URLSearchParams(location.hash.slice(1)).get('code');
  if (code !== null) history.replaceState(null, '', `${location.pathname}#/`);
  return code;
}

async function exchange(code: string): Promise<boolean> {
  sessionStorage.removeItem(bearerKey);
  try {
    const answer = await fetch('/door', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ code }),
    });
    const body: unknown = answer.ok ? await answer.json() : null;
    if (typeof body === 'object' && body !== null && 'bearer' in body && typeof body.bearer === 'string') {
      sessionStorage.setItem(bearerKey, body.bearer);
      return true;
    }
    setConnection({ phase: 'refused', reason: 'codeUsed' });
  } catch {
    setConnection({ phase: 'refused', reason: 'unreachable' });
  }
  return false;
}
