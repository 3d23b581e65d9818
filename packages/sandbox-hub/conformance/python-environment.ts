// A virtual environment with one version of `huggingface_hub`, made once and kept between runs.
// Never throws for a machine that cannot make one: it says why instead, and the tests skip loudly.
import { execFile } from 'node:child_process';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
// oxlint-disable-next-line node/no-process-env -- a test's own entry: where a person keeps their caches
const CACHE = process.env.HUBDESK_CACHE ?? join(homedir(), '.cache', 'hubdesk');
const INSTALL_TIMEOUT_MS = 300_000;

export type PythonEnvironment = { python: string } | { missing: string };

export async function pythonEnvironment(version: string): Promise<PythonEnvironment> {
  const folder = join(CACHE, `python-${version}`);
  const python = process.platform === 'win32' ? join(folder, 'Scripts', 'python.exe') : join(folder, 'bin', 'python');
  // Written last: a folder without it is half-made.
  const mark = join(folder, '.ready');
  try {
    const { stdout } = await run('python3', ['--version']);
    const ready = `${stdout.trim()}, huggingface_hub ${version}`;
    if ((await readFile(mark, 'utf8').catch(() => '')) === ready) return { python };
    await rm(folder, { recursive: true, force: true });
    await mkdir(CACHE, { recursive: true });
    await run('python3', ['-m', 'venv', folder]);
    await run(python, ['-m', 'pip', 'install', '--quiet', `huggingface_hub==${version}`], {
      timeout: INSTALL_TIMEOUT_MS,
    });
    await writeFile(mark, ready);
    return { python };
  } catch (error) {
    return { missing: error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error) };
  }
}
