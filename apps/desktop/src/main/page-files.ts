// The list of files the page consists of, written by the build. A path that is
// not on it does not exist, however it is spelled.
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { z } from 'zod';

/** Everything the build makes; a file of another kind is refused at the start rather than guessed at. */
const mimeTypes: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
};

export interface PageFile {
  /** Absolute. */
  path: string;
  mimeType: string;
}

/** Keys are paths as a URL has them (`/assets/main.js`). `listFile` is a JSON array of paths relative to `folder`. */
export async function readPageFiles(folder: string, listFile: string): Promise<ReadonlyMap<string, PageFile>> {
  const names = z.array(z.string()).parse(JSON.parse(await readFile(listFile, 'utf8')));
  return new Map(
    names.map((name) => {
      const mimeType = mimeTypes[extname(name)];
      if (mimeType === undefined) throw new Error(`The page has a file of an unknown kind: ${name}`);
      return [`/${name}`, { path: join(folder, name), mimeType }];
    }),
  );
}
