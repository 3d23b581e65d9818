// Virtual environments with the official Python clients and with Gradio, made once and kept between runs.
// Never throws for a machine that cannot make one: it says why instead, and the tests skip loudly.
import { execFile } from 'node:child_process';
import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { pythonEnvironments } from '../src/jobs/helper/python-environments.ts';

const run = promisify(execFile);
// oxlint-disable-next-line node/no-process-env -- a test's own entry: where a person keeps their caches
const CACHE = process.env.HUBDESK_CACHE ?? join(homedir(), '.cache', 'hubdesk');
const INSTALL_TIMEOUT_MS = 300_000;
const SOON_SECONDS = 10;

export type PythonEnvironment = { python: string } | { missing: string };

/** The environment with one version of `huggingface_hub`. */
export function pythonEnvironment(version: string): Promise<PythonEnvironment> {
  return environmentWith(`python-${version}`, [`huggingface_hub==${version}`]);
}

/** The environment in which Spaces run their real Gradio apps; the Sandbox finds it in the cache by itself. */
export function gradioEnvironment(): Promise<PythonEnvironment> {
  return environmentWith('gradio-6', ['gradio>=6,<7']);
}

/** The environment in which datasets are loaded and rows tokenized by the official libraries; DuckDB is a peer in benches. */
export function datasetsEnvironment(): Promise<PythonEnvironment> {
  return environmentWith('datasets-5', ['datasets>=5,<6', 'transformers>=5,<6', 'jinja2', 'duckdb>=1.4,<2']);
}

/**
 * The environment with the training stack, in which the Sandbox's jobs train for real: they find it in the cache by
 * themselves. Gigabytes on the first run, which takes minutes.
 */
export async function trainingEnvironment(): Promise<PythonEnvironment> {
  const say = (line: string) => process.stdout.write(`[training stack] ${line}\n`);
  try {
    await run('python3', ['--version']);
    const startedMs = performance.now();
    const environments = pythonEnvironments({ cache: CACHE, python: 'python3', install: true, say });
    const python = await environments.withTraining(['trl', 'transformers', 'peft', 'datasets', 'accelerate']);
    const seconds = (performance.now() - startedMs) / 1000;
    if (seconds > SOON_SECONDS) say(`Ready after ${seconds.toFixed(0)} s.`);
    return { python };
  } catch (error) {
    return { missing: error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error) };
  }
}

/** The environment with the training stack, in which the apps that are generated for models run; see `trainingEnvironment`. */
export async function modelAppEnvironment(): Promise<PythonEnvironment> {
  const training = await trainingEnvironment();
  if ('missing' in training) return training;
  const { python } = training;
  const there = () => run(python, ['-c', 'import importlib.metadata as m; m.version("gradio"), m.version("sentencepiece")']);
  try {
    // One that was installed before these were part of it gets them now.
    await there().catch(() =>
      alone(join(CACHE, 'training-env-apps.lock'), async () => {
        await run(python, ['-m', 'pip', 'install', '--quiet', 'gradio>=6,<7', 'sentencepiece'], { timeout: INSTALL_TIMEOUT_MS });
      }),
    );
    return { python };
  } catch (error) {
    return { missing: error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error) };
  }
}

async function environmentWith(name: string, requirements: readonly string[]): Promise<PythonEnvironment> {
  const folder = join(CACHE, name);
  const python = process.platform === 'win32' ? join(folder, 'Scripts', 'python.exe') : join(folder, 'bin', 'python');
  // Written last: a folder without it is half-made.
  const mark = join(folder, '.ready');
  try {
    const { stdout } = await run('python3', ['--version']);
    const ready = [stdout.trim(), ...requirements.map((each) => each.replace('==', ' '))].join(', ');
    await mkdir(CACHE, { recursive: true });
    return await alone(`${folder}.lock`, async () => {
      if ((await readFile(mark, 'utf8').catch(() => '')) === ready) return { python };
      await rm(folder, { recursive: true, force: true });
      await run('python3', ['-m', 'venv', folder]);
      await run(python, ['-m', 'pip', 'install', '--quiet', ...requirements], { timeout: INSTALL_TIMEOUT_MS });
      await writeFile(mark, ready);
      return { python };
    });
  } catch (error) {
    return { missing: error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error) };
  }
}

/** Runs while no other test file does: several may want the same environment on their first run. */
async function alone<Result>(lock: string, act: () => Promise<Result>): Promise<Result> {
  for (;;) {
    try {
      await mkdir(lock);
      break;
    } catch {
      const { mtimeMs } = await stat(lock).catch(() => ({ mtimeMs: Date.now() }));
      // Left behind by a run that was killed.
      if (Date.now() - mtimeMs > 2 * INSTALL_TIMEOUT_MS) await rm(lock, { recursive: true, force: true });
      await wait(200);
    }
  }
  try {
    return await act();
  } finally {
    await rm(lock, { recursive: true, force: true });
  }
}
