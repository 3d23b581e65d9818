// The app of a static Space: its files as they are at one commit.
import { extname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Commit, RepoStore } from '../repos/repo-store.ts';
import type { RunningApp } from './running-app.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.gif': 'image/gif',
  '.ico': 'image/x-icon',
  '.wasm': 'application/wasm',
  '.txt': 'text/plain; charset=utf-8',
  '.md': 'text/plain; charset=utf-8',
};

export function staticApp(repos: RepoStore, commit: Commit, appFile: string): RunningApp {
  return {
    stop: async () => {},
    answer: async (request, response) => {
      const path = decodeURIComponent(new URL(request.url ?? '/', 'http://space').pathname).slice(1);
      const file =
        repos.file(commit, path === '' ? appFile : path) ??
        repos.file(commit, `${path.replace(/\/?$/, '/')}index.html`);
      if (!file || file.content.kind === 'hollow') {
        response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' });
        response.end('Not found');
        return;
      }
      response.writeHead(200, {
        'content-type': TYPES[extname(file.path).toLowerCase()] ?? 'application/octet-stream',
        'content-length': file.size,
      });
      if (request.method === 'HEAD') response.end();
      else await pipeline(file.stream(), response).catch(() => response.destroy());
    },
  };
}
