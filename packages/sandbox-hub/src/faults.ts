// Faults asked for by a test or a person: what a route does instead of, or to, its honest answer.
// A fault is data. This file decides which one applies and what it makes of a Reply; the server obeys.
import type { Reply } from './http/reply.ts';
import type { Damage } from './http/send.ts';
import type { RouteMatch, RouteTable } from './http/route-table.ts';

export interface Fault {
  /** Answer with this status; the route itself does not run. `body` and `headers` go with it. */
  status?: number;
  /** Added to whatever is answered, its own or the route's. */
  headers?: Record<string, string>;
  /** A string is sent as it is, anything else as JSON. Alone, it replaces the body of a 200. */
  body?: unknown;
  /** A whole HTML page with status 200 (or `status`): the captive portal. `true` for a ready-made one. */
  html?: string | true;
  /** 302 (or `status`) to this URL. */
  redirectTo?: string;
  /** Wait before anything else. */
  delayMs?: number;
  /** Accept the request and never answer. */
  stall?: boolean;
  /** The route runs and its effect stays; only then comes the `status`, `stall` or `reset`: an answer lost on its way. */
  afterEffect?: boolean;
  /** Close the connection with a TCP reset, before any answer. */
  reset?: boolean;
  /** Send the honest answer, and close the connection after this many bytes of its body. */
  cutAtByte?: number;
  /** Send this many bytes of the honest body, then fall silent with the connection open. */
  stallAtByte?: number;
  /** Send half of the honest JSON as if it were whole. */
  truncateJson?: boolean;
  /** In an event stream: after this many `data:` frames send `{"error": error}` as a frame and end. */
  errorFrame?: { afterFrames: number; error: unknown };
  /** How many requests it strikes; every one until undone when absent. */
  times?: number;
}

export interface FaultBook {
  /** Arms a fault; the newest armed one for a route strikes first. Returns its undo. Throws for an unknown route. */
  fail(route: string, fault: Fault): () => void;
  /** The fault that strikes this request, used up once. */
  strike(method: string, path: string, match: RouteMatch | undefined): Fault | undefined;
}

const CAPTIVE_PORTAL = `<!doctype html><html><head><title>Sign in to the network</title></head>
<body><h1>Welcome to Harbour Café Wi-Fi</h1><form><button>Accept and continue</button></form></body></html>`;

/**
 * `route` is `METHOD /path`, where the path is a pattern of the route table, a path as it would be sent, or
 * either with `*` for anything. `* *` strikes everything. The router's own paths may be written without the
 * `routerPrefix`.
 */
export function faultBook(table: RouteTable, routerPrefix: string): FaultBook {
  interface Armed {
    method: string;
    path: RegExp;
    fault: Fault;
    left: number;
  }
  const armed: Armed[] = [];

  return {
    fail: (route, fault) => {
      const [method = '', path = ''] = route.trim().split(/\s+/);
      const entry: Armed = { method, path: pathTest(path, routerPrefix), fault, left: fault.times ?? Infinity };
      const known =
        path.includes('*') ||
        table.match(method, path) !== undefined ||
        table.match(method, routerPrefix + path) !== undefined ||
        table.routes.some((each) => each.method === method && entry.path.test(each.pattern));
      if (!known) {
        const names = table.routes.map((each) => `${each.method} ${each.pattern}`).join(', ');
        throw new Error(`No route of the Sandbox Hub is "${route}". It has: ${names}`);
      }
      armed.unshift(entry);
      return () => {
        const index = armed.indexOf(entry);
        if (index >= 0) armed.splice(index, 1);
      };
    },
    strike: (method, path, match) => {
      const index = armed.findIndex(
        (entry) =>
          (entry.method === '*' || entry.method === method) &&
          (entry.path.test(path) || (match !== undefined && entry.path.test(match.route.pattern))),
      );
      const entry = armed[index];
      if (!entry) return undefined;
      entry.left -= 1;
      if (entry.left <= 0) armed.splice(index, 1);
      return entry.fault;
    },
  };
}

function pathTest(path: string, routerPrefix: string): RegExp {
  const source = path
    .split('*')
    .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
    .join('.*');
  return new RegExp(`^(?:${routerPrefix})?${source}$`);
}

/** The answer a fault puts in the place of the route's own, or undefined when the route should run. */
export function replyInstead(fault: Fault): Reply | undefined {
  const headers = { ...fault.headers };
  if (fault.redirectTo !== undefined) {
    return { status: fault.status ?? 302, headers: { location: fault.redirectTo, ...headers }, body: '' };
  }
  if (fault.html !== undefined) {
    return {
      status: fault.status ?? 200,
      headers: { 'content-type': 'text/html; charset=utf-8', ...headers },
      body: fault.html === true ? CAPTIVE_PORTAL : fault.html,
    };
  }
  if (fault.status === undefined && fault.body === undefined) return undefined;
  const status = fault.status ?? 200;
  const body = fault.body ?? { error: `The Sandbox Hub was asked to answer ${status}.` };
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  };
}

/** The route's own answer with the fault's headers, shortened JSON or error frame worked in. */
export function replySpoiled(fault: Fault, reply: Reply): Reply {
  let { body } = reply;
  if (fault.truncateJson && typeof body === 'string') body = body.slice(0, Math.ceil(body.length / 2));
  if (fault.errorFrame && typeof body !== 'string' && !(body instanceof Uint8Array)) {
    body = endInError(body, fault.errorFrame.afterFrames, fault.errorFrame.error);
  }
  return { ...reply, headers: { ...reply.headers, ...fault.headers }, body };
}

export function damageOf(fault: Fault): Damage {
  return {
    ...(fault.cutAtByte === undefined ? {} : { cutAtByte: fault.cutAtByte }),
    ...(fault.stallAtByte === undefined ? {} : { stallAtByte: fault.stallAtByte }),
  };
}

async function* endInError(
  frames: AsyncIterable<string | Uint8Array>,
  afterFrames: number,
  error: unknown,
): AsyncGenerator<string | Uint8Array> {
  let count = 0;
  for await (const frame of frames) {
    if (count >= afterFrames) break;
    yield frame;
    count += 1;
  }
  yield `data: ${JSON.stringify({ error })}\n\n`;
}
