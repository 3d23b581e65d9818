// Finds Electron's binary, and fetches it the first time with the package's own
// script. A computer that cannot reach the download is asked again tomorrow.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const root = join(import.meta.dirname, '..');
const folder = dirname(createRequire(join(root, 'apps', 'desktop', 'package.json')).resolve('electron/package.json'));
const failedMark = join(root, '.cache', 'electron-download-failed');

const downloadWithinMs = 120_000;
const askAgainAfterMs = 24 * 60 * 60 * 1000;

/** The binary that is there now, or null. */
function presentBinary(): string | null {
  const pathFile = join(folder, 'path.txt');
  if (!existsSync(pathFile)) return null;
  const binary = join(folder, 'dist', readFileSync(pathFile, 'utf8'));
  return existsSync(binary) ? binary : null;
}

/** The binary, fetched if need be, or null when it cannot be had here. `onFetch` is called before a download begins. */
export async function electronBinary(onFetch: () => void): Promise<string | null> {
  const present = presentBinary();
  if (present !== null || failedLately()) return present;
  onFetch();
  if (await download()) {
    rmSync(failedMark, { force: true });
    return presentBinary();
  }
  mkdirSync(dirname(failedMark), { recursive: true });
  writeFileSync(failedMark, '');
  return null;
}

function failedLately(): boolean {
  return existsSync(failedMark) && Date.now() - statSync(failedMark).mtimeMs < askAgainAfterMs;
}

/** Its own words would frighten; whoever wants them runs the script by hand. */
function download(): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(folder, 'install.js')], { stdio: 'ignore', timeout: downloadWithinMs });
    child.once('error', () => resolve(false));
    child.once('exit', (code) => resolve(code === 0));
  });
}
