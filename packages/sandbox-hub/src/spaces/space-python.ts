// Finds a Python on this machine that has what a Space needs. Nothing is installed: environments are looked for in
// the cache folder that the Sandbox's jobs and tests fill (`…/hubdesk/*`), or one is named.
import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

export const PYTHON_FOLDER = join(import.meta.dirname, 'python');

export interface SpacePython {
  python: string;
  /** Modules and packages that the Space wants and this Python has not. */
  missing: string[];
}

/** The Pythons with Gradio in the cache folder, by name. */
export function gradioPythons(cache: string): string[] {
  if (!existsSync(cache)) return [];
  return readdirSync(cache)
    .sort()
    .flatMap((name) => {
      const folder = join(cache, name);
      const python =
        process.platform === 'win32' ? join(folder, 'Scripts', 'python.exe') : join(folder, 'bin', 'python');
      return existsSync(python) && hasGradio(folder) ? [python] : [];
    });
}

function hasGradio(folder: string): boolean {
  const lib = join(folder, process.platform === 'win32' ? 'Lib' : 'lib');
  if (!existsSync(lib)) return false;
  const roots = process.platform === 'win32' ? [lib] : readdirSync(lib).map((name) => join(lib, name));
  return roots.some((root) => existsSync(join(root, 'site-packages', 'gradio', '__init__.py')));
}

/** The first Python that lacks nothing, else the one that lacks least; undefined without any. */
export async function pythonFor(
  pythons: readonly string[],
  wanted: { programs: readonly string[]; requirements: readonly string[] },
  gone: AbortSignal,
): Promise<SpacePython | undefined> {
  let best: SpacePython | undefined;
  for (const python of pythons) {
    const missing = await probe(python, wanted, gone);
    if (!best || missing.length < best.missing.length) best = { python, missing };
    if (missing.length === 0) break;
  }
  return best;
}

function probe(python: string, wanted: object, gone: AbortSignal): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const child = spawn(python, [join(PYTHON_FOLDER, 'probe.py')], { env: {}, signal: gone });
    let [output, errors] = ['', ''];
    child.stdout.on('data', (piece: Buffer) => (output += piece.toString()));
    child.stderr.on('data', (piece: Buffer) => (errors += piece.toString()));
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve(z.array(z.string()).parse(JSON.parse(output)));
      else reject(new Error(`${python} could not be asked what it has: ${errors.slice(-500)}`));
    });
    child.stdin.on('error', () => {});
    child.stdin.end(JSON.stringify(wanted));
  });
}
