// The local host's HTTP server: asks the guard, then hands over to the page's
// files, the door, the REST routes or the wire. Listens on loopback only.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { App } from '@hubdesk/core/app';
import type { Clock } from '@hubdesk/core/ports/clock';
import { pageHeaders } from '@hubdesk/shared/page/page-headers';
import type { AnyRouter } from '@orpc/server';
import { createDoor } from './door.ts';
import { answerAtDoor } from './door-route.ts';
import { createGuard, type Area } from './guard.ts';
import { createRest } from './rest.ts';
import { createStaticFiles } from './static-files.ts';
import { createWire } from './wire.ts';

const loopback = '127.0.0.1';
const headersWithinMs = 10_000;
const requestWithinMs = 60_000;
const maxConnections = 64;

export interface LocalHost {
  /** `http://127.0.0.1:<port>` */
  origin: string;
  /** An address that lets one page in, once, within a minute. */
  entryUrl(): string;
  /** Ends every connection and stops listening. */
  close(): Promise<void>;
}

/** `pageFolder` holds the built page. `port` 0 takes any that is free. Rejects when the port is taken. */
export async function serve(options: {
  app: { router: AnyRouter; theme: App['theme'] };
  pageFolder: string;
  port: number;
  version: string;
  clock: Pick<Clock, 'now'>;
}): Promise<LocalHost> {
  const { app, pageFolder, port, version, clock } = options;
  const server = createServer({ headersTimeout: headersWithinMs, requestTimeout: requestWithinMs });
  server.maxConnections = maxConnections;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, loopback, resolve);
  });
  const host = `${loopback}:${(server.address() as AddressInfo).port}`;
  const origin = `http://${host}`;

  const door = createDoor(clock);
  const guard = createGuard({ host, admits: door.admits });
  const wire = createWire(app.router);
  const rest = createRest({ router: app.router, origin, version });
  const staticFiles = await createStaticFiles(pageFolder, app.theme);

  const routes: Record<
    Exclude<Area, 'wire'>,
    (request: IncomingMessage, response: ServerResponse, pathname: string) => unknown
  > = {
    api: rest,
    door: (request, response) => answerAtDoor(door, request, response),
    static: staticFiles,
  };

  server.on('request', (request, response) => {
    for (const [name, value] of Object.entries(pageHeaders)) response.setHeader(name, value);
    const admission = guard.admit(request, false);
    if (!admission.admitted) return turnAway(request, response, admission.status, admission.reason);
    if (admission.area === 'wire') return turnAway(request, response, 426, 'upgrade');
    const route = routes[admission.area];
    // Whatever a route did not foresee ends its own request and no other.
    new Promise((resolve) => resolve(route(request, response, admission.pathname))).catch(() => response.destroy());
  });
  server.on('upgrade', (request, socket, head) => {
    const admission = guard.admit(request, true);
    if (!admission.admitted || admission.area !== 'wire')
      return turnAwayUpgrade(socket, admission.admitted ? 400 : admission.status);
    wire.upgrade(request, socket, head);
  });
  server.on('clientError', (_error, socket) => turnAwayUpgrade(socket, 400));

  return {
    origin,
    entryUrl: () => `${origin}/#code=${door.issueCode()}`,
    close: () =>
      new Promise((resolve) => {
        wire.close();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The body, if there is one, is not read: the connection ends instead. */
function turnAway(_request: IncomingMessage, response: ServerResponse, status: number, reason: string): void {
  response.setHeader('Connection', 'close');
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' }).end(`Refused: ${reason}.\n`);
}

function turnAwayUpgrade(socket: Duplex, status: number): void {
  if (socket.writable) socket.end(`HTTP/1.1 ${status} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
  else socket.destroy();
}
