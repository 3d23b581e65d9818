// Builds the page, the Electron shell and the list of the page's files, and
// tells whether what is built is older than what it is built from.
import { cp, readdir, stat, writeFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { build } from 'vite';

const root = join(import.meta.dirname, '..');
const desktop = join(root, 'apps', 'desktop');
const dist = join(desktop, 'dist');

/** Written last, so that it stands for a whole build. */
const pageFilesList = join(dist, 'page-files.json');

const sources = [
  'apps/desktop',
  'packages/shared',
  'packages/core',
  'packages/sandbox-hub',
  'pnpm-lock.yaml',
  'tsconfig.base.json',
];
const notSources = new Set(['node_modules', 'dist', 'conformance']);

/** Rejects with the bundler's own words when something does not build. */
export async function buildDesktop(): Promise<void> {
  // One after the other: each takes all cores there are.
  for (const config of ['vite.config.ts', 'vite.main.config.ts', 'vite.preload.config.ts']) {
    await build({ configFile: join(desktop, config), mode: 'production', logLevel: 'warn' });
  }
  await cp(join(root, 'packages/sandbox-hub/tiny-llama'), join(dist, 'tiny-llama'), { recursive: true });
  await writeFile(pageFilesList, JSON.stringify(await listPageFiles(join(dist, 'renderer')), null, 2));
}

export async function isDesktopStale(): Promise<boolean> {
  const builtMs = await stat(pageFilesList).then(
    (facts) => facts.mtimeMs,
    () => 0,
  );
  for (const source of sources) if (await hasNewer(join(root, source), builtMs)) return true;
  return false;
}

/** Relative to `folder`, as URLs have them; without the hidden files that only the bundler reads. */
async function listPageFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((name) => !name.split('/').some((part) => part.startsWith('.')))
    .sort();
}

async function hasNewer(path: string, thanMs: number): Promise<boolean> {
  const facts = await stat(path);
  if (!facts.isDirectory()) return facts.mtimeMs > thanMs;
  for (const name of await readdir(path)) {
    if (notSources.has(name) || name.endsWith('.test.ts') || name.endsWith('.test.tsx')) continue;
    if (await hasNewer(join(path, name), thanMs)) return true;
  }
  return false;
}
