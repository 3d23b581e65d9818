// The way to one Space's app: a port of its own on 127.0.0.1, so that its pages have an origin of their own and
// cannot read the Hub's. It stays the same while the Space is built, sleeps and starts again.
// Lets in this machine only, and into a private Space only who may read it; shows why there is no app.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Refusal } from '../http/reply.ts';
import type { RunningApp } from './running-app.ts';

export interface AppDoor {
  /** `http://127.0.0.1:port`, without a slash. */
  url: string;
  close(): Promise<void>;
}

export interface Doorkeeper {
  /** Throws a Refusal for whoever may not come in. */
  admit(request: IncomingMessage, url: URL): void;
  /** The app, started if it slept; throws a Refusal when there is none. */
  app(): Promise<RunningApp>;
}

export async function openDoor(keeper: Doorkeeper): Promise<AppDoor> {
  let host = '';
  const server = createServer((request, response) => {
    void (async () => {
      try {
        guardDoor(request, host);
        keeper.admit(request, new URL(request.url ?? '/', `http://${host}`));
        const app = await keeper.app();
        await app.answer(request, response);
      } catch (error) {
        refuse(request, response, error);
      }
    })();
  });
  server.requestTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The Space has no port.');
  host = `127.0.0.1:${address.port}`;
  return {
    url: `http://${host}`,
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

// As the Hub's own guard, and a Space may also be shown in a frame of another page: it cannot be read through it.
function guardDoor({ headers, method }: IncomingMessage, host: string): void {
  if (headers.host !== host) throw new Refusal(421, `This Space answers only to ${host}.`);
  const { origin } = headers;
  if (origin !== undefined && origin !== `http://${host}`)
    throw new Refusal(403, 'This Space does not answer other web pages.');
  const site = headers['sec-fetch-site'];
  if (site === undefined || site === 'same-origin' || site === 'none') return;
  const seenOnly = ['document', 'iframe', 'image'].includes(String(headers['sec-fetch-dest']));
  if (method !== 'GET' || !seenOnly) throw new Refusal(403, 'This Space does not answer other web pages.');
}

function refuse(request: IncomingMessage, response: ServerResponse, error: unknown): void {
  request.resume();
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const known = error instanceof Refusal;
  const status = known ? error.reply.status : 500;
  const message = known ? error.message : 'The app could not answer.';
  // The Gradio clients read the reason from JSON for calls, and take a page for "private" on a 401.
  if (request.method === 'GET') {
    response.writeHead(status, {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
    });
    response.end(`<!doctype html><html lang="en"><meta charset="utf-8"><title>Space</title>
<style>body{font:16px/1.6 system-ui,sans-serif;max-width:36rem;margin:15vh auto;padding:0 1rem;color-scheme:light dark}</style>
<p>${message.replace(/[&<>]/g, (mark) => `&#${mark.charCodeAt(0)};`)}</p></html>`);
  } else {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ error: message, detail: message }));
  }
}
