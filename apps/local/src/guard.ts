// The one check that every request and every upgrade passes before anything
// else sees it. Denies by default: only what is described here is let through.
import type { IncomingMessage } from 'node:http';

/** One slice of a dropped file (`files.receive`) with room around it. */
export const maxBodyBytes = 8 * 1024 * 1024;

/** What a path leads to. Everything that is not named here is a static file. */
export type Area = 'api' | 'door' | 'static' | 'wire';

export type Admission =
  { admitted: true; area: Area; pathname: string } | { admitted: false; status: number; reason: string };

export interface Guard {
  /** `isUpgrade`: the request arrived through the server's `upgrade` event. */
  admit(request: IncomingMessage, isUpgrade: boolean): Admission;
}

const rules: Record<Area, { methods: readonly string[]; bearer: 'header' | 'subprotocol' | 'none'; upgrade: boolean }> =
  {
    api: { methods: ['GET', 'POST'], bearer: 'header', upgrade: false },
    // Whoever comes to the door has no bearer yet; the code in the body is the key.
    door: { methods: ['POST'], bearer: 'none', upgrade: false },
    // The built page: the same for everyone, so nothing to keep.
    static: { methods: ['GET', 'HEAD'], bearer: 'none', upgrade: false },
    wire: { methods: ['GET'], bearer: 'subprotocol', upgrade: true },
  };

/** Headers the guard decides by. A second one would let two readers see two requests. */
const decidingHeaders = new Set([
  'authorization',
  'content-length',
  'content-type',
  'host',
  'origin',
  'sec-fetch-site',
  'sec-websocket-protocol',
  'transfer-encoding',
]);

/**
 * `host` is the exact authority the server is reached by, such as
 * `127.0.0.1:41234`: no other name for this computer is accepted, since any
 * name that can be rebound lets another site in.
 */
export function createGuard(options: { host: string; admits: (bearer: string) => boolean }): Guard {
  const { host, admits } = options;
  const origin = `http://${host}`;

  return {
    admit(request, isUpgrade) {
      const { headers } = request;
      const method = request.method ?? '';
      const safe = method === 'GET' || method === 'HEAD';

      const repeated = repeatedHeader(request.rawHeaders);
      if (repeated) return refuse(400, `two ${repeated} headers`);
      if (headers.host !== host) return refuse(421, 'another host');

      const pathname = plainPath(request.url ?? '');
      if (pathname === null) return refuse(400, 'not a plain path');

      if (headers.origin !== undefined && headers.origin !== origin) return refuse(403, 'another origin');
      if (headers.origin === undefined && (!safe || isUpgrade)) return refuse(403, 'no origin');
      const site = headers['sec-fetch-site'];
      if (site !== undefined && site !== 'same-origin' && site !== 'none') return refuse(403, 'another site');

      const area = areaOf(pathname);
      const rule = rules[area];
      if (!rule.methods.includes(method)) return refuse(405, 'method');
      if (isUpgrade !== rule.upgrade) return refuse(rule.upgrade ? 426 : 400, 'upgrade');

      const hasBody = headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) !== 0;
      if (safe && hasBody) return refuse(400, 'body');
      if (Number(headers['content-length'] ?? 0) > maxBodyBytes) return refuse(413, 'body too large');
      if (!safe && !isJson(headers['content-type'])) return refuse(415, 'content type');

      if (rule.bearer !== 'none' && !admits(presented(request, rule.bearer))) return refuse(401, 'bearer');
      return { admitted: true, area, pathname };
    },
  };
}

function refuse(status: number, reason: string): Admission {
  return { admitted: false, status, reason };
}

function areaOf(pathname: string): Area {
  if (pathname === '/door') return 'door';
  if (pathname === '/wire') return 'wire';
  return pathname === '/api' || pathname.startsWith('/api/') ? 'api' : 'static';
}

/** The path of an origin-form target without anything that two parsers could read in two ways; null otherwise. */
function plainPath(target: string): string | null {
  if (!/^\/(?!\/)[\w\-.~!$&'()*+,;=:@%/?]*$/.test(target)) return null;
  const raw = target.split('?', 1)[0] ?? '';
  let pathname: string;
  try {
    pathname = decodeURIComponent(raw);
  } catch {
    return null;
  }
  // eslint-disable-next-line no-control-regex
  if (/[\x00-\x1f\x7f\\%?#]|\/\//.test(pathname)) return null;
  if (pathname.split('/').some((segment) => segment === '.' || segment === '..')) return null;
  return /%2f/i.test(raw) ? null : pathname;
}

function repeatedHeader(rawHeaders: readonly string[]): string | null {
  const seen = new Set<string>();
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index]?.toLowerCase() ?? '';
    if (decidingHeaders.has(name) && seen.has(name)) return name;
    seen.add(name);
  }
  return null;
}

function isJson(contentType: string | undefined): boolean {
  return /^application\/json(\s*;\s*charset=utf-8)?$/i.test(contentType ?? '');
}

function presented(request: IncomingMessage, how: 'header' | 'subprotocol'): string {
  if (how === 'header') return /^Bearer ([\w-]+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
  return /^hubdesk, ?([\w-]+)$/.exec(request.headers['sec-websocket-protocol'] ?? '')?.[1] ?? '';
}
