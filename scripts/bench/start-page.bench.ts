// How heavy and how quick the first screen is: the initial JavaScript in kB
// gzipped, and its first paint beside a bare React page's in the same browser,
// in turns. Fails above 170 kB or 1.1 times the bare page.
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { startSandboxHub } from '@hubdesk/sandbox-hub';
import type { Browser } from '@playwright/test';
import sirv from 'sirv';
import { build } from 'vite';
import { launchChromium } from '../../packages/e2e/src/chromium.ts';
import { launchLocal } from '../../packages/e2e/src/launch-local.ts';

const rounds = 15;
const limits = { initialKb: 170, paintRatio: 1.1 };
const root = join(import.meta.dirname, '../..');
const desktop = join(root, 'apps/desktop');

/** What the page asks for before it can run: the entry and everything it imports statically, as index.html preloads it. */
async function initialKb(folder: string): Promise<number> {
  const html = await readFile(join(folder, 'index.html'), 'utf8');
  const scripts = [...html.matchAll(/(?:src|href)="([^"]+\.js)"/g)].map(([, path]) => path ?? '');
  const sizes = await Promise.all(scripts.map(async (path) => gzipSync(await readFile(join(folder, path)), { level: 9 }).byteLength));
  return sizes.reduce((sum, size) => sum + size, 0) / 1000;
}

async function buildBarePage(folder: string): Promise<void> {
  const react = (name: string) => dirname(createRequire(join(desktop, 'package.json')).resolve(`${name}/package.json`));
  await writeFile(join(folder, 'index.html'), '<!doctype html><div id="root"></div><script type="module" src="./main.js"></script>');
  await writeFile(
    join(folder, 'main.js'),
    `import { createElement } from 'react'; import { createRoot } from 'react-dom/client';
     createRoot(document.getElementById('root')).render(createElement('h1', null, 'Bare'));`,
  );
  await build({ root: folder, logLevel: 'error', configFile: false, resolve: { alias: { react: react('react'), 'react-dom': react('react-dom') } } });
}

/** First contentful paint in ms after navigation, in a fresh context. */
async function firstPaintMs(browser: Browser, open: (context: Awaited<ReturnType<Browser['newContext']>>) => Promise<void>): Promise<number> {
  const context = await browser.newContext();
  try {
    const painted = Promise.withResolvers<number>();
    await context.exposeFunction('paintedAt', (ms: number) => painted.resolve(ms));
    await context.addInitScript(() => {
      new PerformanceObserver((list) => {
        for (const entry of list.getEntriesByName('first-contentful-paint')) Reflect.get(globalThis, 'paintedAt')(entry.startTime);
      }).observe({ type: 'paint', buffered: true });
    });
    await open(context);
    return await painted.promise;
  } finally {
    await context.close();
  }
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

const bareFolder = await mkdtemp(join(tmpdir(), 'hubdesk-bare-'));
const home = await mkdtemp(join(tmpdir(), 'hubdesk-bench-'));
await buildBarePage(bareFolder);
const bareServer = createServer(sirv(join(bareFolder, 'dist')));
await new Promise<void>((resolve) => bareServer.listen(0, '127.0.0.1', resolve));
const bareUrl = `http://127.0.0.1:${(bareServer.address() as AddressInfo).port}/`;
const hub = await startSandboxHub({ seed: 'empty' });
const browser = await launchChromium();
const first = await browser.newContext();
const host = await launchLocal(first, { hub, home });
const { origin } = new URL(host.page.url());

const bare: number[] = [];
const ours: number[] = [];
for (let round = 0; round < rounds; round += 1) {
  bare.push(await firstPaintMs(browser, async (context) => void (await (await context.newPage()).goto(bareUrl))));
  ours.push(await firstPaintMs(browser, async (context) => void (await (await context.newPage()).goto(origin))));
}
await host.close();
await browser.close();
await hub.close();
bareServer.close();
await Promise.all([bareFolder, home].map((folder) => rm(folder, { recursive: true, force: true })));

const kb = await initialKb(join(desktop, 'dist/renderer'));
const chunks = (await readdir(join(desktop, 'dist/renderer/assets'))).filter((name) => name.endsWith('.js')).length;
const ratio = median(ours) / median(bare);
console.log(`initial JavaScript   ${kb.toFixed(1)} kB gzipped (of ${chunks} chunks), at most ${limits.initialKb}`);
console.log(`first paint          ${median(ours).toFixed(0)} ms, bare React page ${median(bare).toFixed(0)} ms: ratio ${ratio.toFixed(2)}, at most ${limits.paintRatio}`);
process.exitCode = kb <= limits.initialKb && ratio <= limits.paintRatio ? 0 : 1;
