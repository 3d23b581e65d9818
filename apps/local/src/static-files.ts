// Serves the built page, and nothing that the build did not make: the list of
// files is read once, at the start. Knows no secrets, so it asks for none.
import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { themedIndex, type Theme } from '@hubdesk/shared/page/themed-index';
import sirv from 'sirv';

export type StaticFiles = (request: IncomingMessage, response: ServerResponse, pathname: string) => void;

/** `folder` holds the built page; `theme` is asked for each time its index is. */
export async function createStaticFiles(folder: string, theme: () => Theme): Promise<StaticFiles> {
  const index = await readFile(join(folder, 'index.html'), 'utf8');
  const serveFile = sirv(folder, {
    dev: false,
    etag: false,
    onNoMatch: (_request, response) => void response.writeHead(404).end(),
    // It would let hashed files be kept; one policy for everything is easier to trust.
    setHeaders: (response) => response.setHeader('Cache-Control', 'no-store'),
  });

  return (request, response, pathname) => {
    if (pathname !== '/' && pathname !== '/index.html') return serveFile(request, response);
    const body = themedIndex(index, theme());
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    response.setHeader('Content-Length', Buffer.byteLength(body));
    response.writeHead(200).end(request.method === 'HEAD' ? undefined : body);
  };
}
