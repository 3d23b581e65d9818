// `pnpm start`: builds what is stale and opens Hubdesk, in Electron where that
// can be had, otherwise in the browser, saying so. `--local` asks for the browser.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { buildDesktop, isDesktopStale } from './desktop-build.ts';
import { electronBinary } from './electron-binary.ts';

const root = join(import.meta.dirname, '..');
/** An Electron that ends sooner than this never showed a window. */
const brokenStartMs = 5_000;

const args = process.argv.slice(2).filter((arg) => arg !== '--');
const wantsLocal = args.includes('--local');
const localArgs = args.filter((arg) => arg !== '--local');

if (await isDesktopStale()) {
  console.log('Building Hubdesk…');
  await buildDesktop();
}

const reason = wantsLocal ? null : await openInElectron();
if (wantsLocal || reason !== null) {
  if (reason !== null) console.log(`${reason}, so Hubdesk opens in your browser.`);
  process.exitCode = await run(process.execPath, [join(root, 'apps', 'local', 'src', 'main.ts'), ...localArgs]);
}

/** Null once Electron has run and ended; otherwise why it could not. */
async function openInElectron(): Promise<string | null> {
  const { DISPLAY: display, WAYLAND_DISPLAY: wayland } = process.env;
  if (process.platform === 'linux' && !display && !wayland) return 'There is no display for a window here';
  const binary = await electronBinary(() => console.log('Fetching Electron, this once…'));
  if (binary === null) return 'Electron could not be downloaded on this computer';
  const startedMs = performance.now();
  const code = await run(binary, [join(root, 'apps', 'desktop')]);
  if (code !== 0 && performance.now() - startedMs < brokenStartMs) return 'Electron does not start on this computer';
  process.exitCode = code;
  return null;
}

/** Runs until it ends; what stops us stops it. */
function run(program: string, programArgs: readonly string[]): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(program, programArgs, { stdio: 'inherit' });
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal));
    child.once('error', () => resolve(1));
    child.once('exit', (exitCode) => resolve(exitCode ?? 0));
  });
}
