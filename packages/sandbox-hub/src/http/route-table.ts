// Finds the route for a method and a path. A pattern is written `/api/models/:namespace/:name`; a last segment
// `*path` takes everything that is left, slashes and all, and at least one character.
// The first route that fits wins, so list the narrow ones first.
import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import type { Query } from './query.ts';
import type { Reply } from './reply.ts';

export interface HubRequest {
  url: URL;
  params: Readonly<Record<string, string>>;
  query: Query;
  headers: IncomingHttpHeaders;
  /** Fires when the client leaves or the hub closes. */
  gone: AbortSignal;
  /** The body as it comes in; read it or `text`, once. */
  body: Readable;
  /** The whole body as text; refuses with 413 above `limitBytes`. */
  text(limitBytes: number): Promise<string>;
}

export interface Route {
  method: string;
  pattern: string;
  answer(request: HubRequest): Reply | Promise<Reply>;
}

// First parts of paths that are never somebody's name, so that `/:namespace/:name` leaves them alone.
const RESERVED = new Set([
  '__sandbox__',
  'api',
  'avatars',
  'buckets',
  'datasets',
  'kernels',
  'lfs',
  'oauth',
  'router',
  'settings',
  'spaces',
  'viewer',
  'xet',
]);

export interface RouteMatch {
  route: Route;
  params: Record<string, string>;
}

export interface RouteTable {
  routes: readonly Route[];
  match(method: string, path: string): RouteMatch | undefined;
}

export function routeTable(routes: readonly Route[]): RouteTable {
  const compiled = routes.map((route) => ({ route, segments: route.pattern.split('/').slice(1) }));
  return {
    routes,
    match: (method, path) => {
      // HEAD is GET without the body; the server drops it.
      const wanted = method === 'HEAD' ? 'GET' : method;
      const parts = path.split('/').slice(1);
      for (const { route, segments } of compiled) {
        if (route.method !== wanted) continue;
        const params = fit(segments, parts);
        if (params) return { route, params };
      }
      return undefined;
    },
  };
}

function fit(segments: readonly string[], parts: readonly string[]): Record<string, string> | undefined {
  const rest = segments.at(-1)?.startsWith('*') === true;
  if (rest ? parts.length < segments.length : parts.length !== segments.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, segment] of segments.entries()) {
    const part = parts[index] ?? '';
    if (segment.startsWith('*')) {
      const left = parts.slice(index).map(decoded).join('/');
      if (left === '') return undefined;
      params[segment.slice(1)] = left;
    } else if (segment.startsWith(':')) {
      if (part === '' || (segment === ':namespace' && RESERVED.has(part))) return undefined;
      params[segment.slice(1)] = decoded(part);
    } else if (segment !== part) return undefined;
  }
  return params;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
