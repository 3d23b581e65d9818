// Virtual environments for jobs, kept between runs in the cache, and the one with the training stack.
// It installs only what a job asks for; the training stack, which is gigabytes, only where a person wanted it.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, open, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { packageName } from './script-header.ts';

export class EnvironmentFailed extends Error {}

export interface PythonEnvironments {
  /** The Python of an environment that has these and nothing else. */
  withDependencies(dependencies: readonly string[]): Promise<string>;
  /** The Python of an environment with the training stack and these; throws `EnvironmentFailed` with the reason. */
  withTraining(dependencies: readonly string[]): Promise<string>;
  /** The training stack's own Python, if it is there. */
  training(): Promise<string | undefined>;
  /** A fresh environment in which a job may install what it likes, with the training stack below it or not. */
  ofJob(folder: string, onTraining: boolean): Promise<string>;
}

/** What makes a job one for the training stack. */
const HEAVY = new Set(
  'torch trl peft accelerate bitsandbytes unsloth axolotl deepspeed vllm torchvision torchaudio liger-kernel flash-attn sentence-transformers'.split(
    ' ',
  ),
);
/** With what a Space of the trained model needs, so that its own app runs here too. */
const STACK = [
  'torch',
  'trl',
  'transformers',
  'peft',
  'datasets',
  'accelerate',
  'sentencepiece',
  'gradio>=6,<7',
];
const CPU_INDEX = 'https://download.pytorch.org/whl/cpu';
/** A wheel that lies in a folder of links is only taken when it is named in full. */
const CPU_TORCH = 'torch==2.13.0+cpu';
const WINDOWS = process.platform === 'win32';

export function needsTrainingStack(dependencies: readonly string[]): boolean {
  return dependencies.some((each) => HEAVY.has(packageName(each)));
}

const CHECK = `
import json, sys
from importlib.metadata import PackageNotFoundError, version
from packaging.requirements import Requirement
missing = []
for line in json.load(sys.stdin):
    need = Requirement(line)
    if need.marker and not need.marker.evaluate():
        continue
    try:
        if not need.specifier.contains(version(need.name), prereleases=True):
            missing.append(line)
    except PackageNotFoundError:
        missing.append(line)
print(json.dumps(missing))
`;

/**
 * `python` is the machine's own interpreter; `say` puts a line in the job's log. `install` lets the training stack be
 * downloaded when it is not there.
 */
export function pythonEnvironments(options: {
  cache: string;
  python: string;
  install: boolean;
  say: (line: string) => void;
}): PythonEnvironments {
  const { cache, python, say } = options;
  const trainingFolder = join(cache, 'training-env');

  async function training(): Promise<string | undefined> {
    const own = pythonIn(trainingFolder);
    if (!existsSync(own)) return undefined;
    const ready = join(trainingFolder, '.ready');
    if (!existsSync(ready)) {
      const imported = await run(own, ['-c', 'import torch, trl, transformers, datasets']);
      if (imported.code !== 0) return undefined;
      await writeFile(ready, 'imported');
    }
    return own;
  }

  async function installTraining(): Promise<string> {
    return await locked(`${trainingFolder}.lock`, async () => {
      const already = await training();
      if (already) return already;
      say(`Installing the training stack (${STACK.join(', ')}): this takes minutes, once.`);
      if (!existsSync(pythonIn(trainingFolder))) await must(python, ['-m', 'venv', trainingFolder]);
      const own = pythonIn(trainingFolder);
      await installCpuTorch(own);
      await install(own, STACK);
      const ready = await training();
      if (!ready) throw new EnvironmentFailed('the training stack was installed but cannot be imported');
      return ready;
    });
  }

  /** pip alone, once: every other environment finds it through a path file, which saves seconds each time. */
  async function pipFolder(): Promise<string> {
    const folder = join(cache, 'job-envs', 'pip');
    await once(folder, () => must(python, ['-m', 'venv', folder]));
    return folder;
  }

  async function makeEnvironment(folder: string, dependencies: readonly string[], below?: string): Promise<string> {
    const own = pythonIn(folder);
    const tools = below ?? (await pipFolder());
    await once(folder, async () => {
      const startedMs = performance.now();
      await must(python, ['-m', 'venv', '--without-pip', folder]);
      await linkBelow(folder, tools);
      await pip(own, [...dependencies]);
      say(`Installed in ${((performance.now() - startedMs) / 1000).toFixed(1)} s.`);
    });
    return own;
  }

  /** Makes what a folder holds unless it was already made, by this job or another. */
  async function once(folder: string, make: () => Promise<unknown>): Promise<void> {
    const mark = join(folder, '.ready');
    if (existsSync(mark)) return;
    await locked(`${folder}.lock`, async () => {
      if (existsSync(mark)) return;
      // Without the mark it is half-made.
      await rm(folder, { recursive: true, force: true });
      await make();
      await writeFile(mark, '');
    });
  }

  async function keyed(dependencies: readonly string[], below: string): Promise<string> {
    const { stdout } = await must(python, ['--version']);
    const key = [stdout.trim(), below, ...[...dependencies].sort()].join('\n');
    return join(cache, 'job-envs', createHash('sha256').update(key).digest('hex').slice(0, 16));
  }

  return {
    training,
    withDependencies: async (dependencies) => {
      return await makeEnvironment(await keyed(dependencies, ''), dependencies);
    },
    withTraining: async (dependencies) => {
      const present = await training();
      if (!present && !options.install) {
        throw new EnvironmentFailed(
          'the training stack is not installed (start the Sandbox with HUBDESK_REAL_TRAINING=1 to have it)',
        );
      }
      const own = present ?? (await installTraining());
      const { stdout } = await must(own, ['-c', CHECK], JSON.stringify(dependencies));
      const missing = z.array(z.string()).parse(JSON.parse(stdout));
      if (missing.length === 0) return own;
      if (needsTrainingStack(missing) && !options.install) {
        throw new EnvironmentFailed(`the training stack that is installed lacks ${missing.join(', ')}`);
      }
      say(`Adding ${missing.join(', ')} to the training stack.`);
      return await makeEnvironment(await keyed(missing, own), missing, trainingFolder);
    },
    ofJob: async (folder, onTraining) => {
      await once(folder, async () => {
        await must(python, ['-m', 'venv', '--without-pip', folder]);
        await linkBelow(folder, onTraining ? trainingFolder : await pipFolder());
      });
      return pythonIn(folder);
    },
  };

  /** A build without CUDA is a tenth of the size. Where none can be had, the stack brings the usual one. */
  async function installCpuTorch(own: string): Promise<void> {
    try {
      await install(own, [CPU_TORCH]);
    } catch (error) {
      if (!(error instanceof EnvironmentFailed)) throw error;
      if (await reachable(CPU_INDEX)) await install(own, ['--index-url', CPU_INDEX, 'torch']);
    }
  }

  /** With uv, which takes a quarter of pip's time for gigabytes; with pip where uv cannot be had or does not manage. */
  async function install(own: string, words: string[]): Promise<void> {
    // Beside what it installs, so that files are linked and not copied.
    const uvCache = join(trainingFolder, '.uv-cache');
    try {
      await pip(own, ['uv']);
      await must(own, [
        '-m',
        'uv',
        'pip',
        'install',
        '--quiet',
        '--cache-dir',
        uvCache,
        '--no-progress',
        '--python',
        own,
        ...words,
      ]);
    } catch (error) {
      if (!(error instanceof EnvironmentFailed)) throw error;
      await pip(own, words);
    } finally {
      await rm(uvCache, { recursive: true, force: true });
    }
  }

  async function pip(own: string, words: string[]): Promise<void> {
    const quiet = ['--quiet', '--disable-pip-version-check', '--no-input', '--progress-bar', 'off'];
    await must(own, ['-m', 'pip', 'install', ...quiet, ...words]);
  }
}

export function pythonIn(folder: string): string {
  return WINDOWS ? join(folder, 'Scripts', 'python.exe') : join(folder, 'bin', 'python');
}

/** Lets an environment see the packages of another one, after its own. */
async function linkBelow(folder: string, other: string): Promise<void> {
  const [own, below] = await Promise.all([sitePackages(folder), sitePackages(other)]);
  await writeFile(join(own, '_below.pth'), `${below}\n`);
}

async function sitePackages(folder: string): Promise<string> {
  if (WINDOWS) return join(folder, 'Lib', 'site-packages');
  const [version = ''] = (await readdir(join(folder, 'lib'))).filter((name) => name.startsWith('python'));
  return join(folder, 'lib', version, 'site-packages');
}

async function must(program: string, words: readonly string[], input = ''): Promise<{ stdout: string }> {
  const { code, stdout, stderr } = await run(program, words, input);
  if (code === 0) return { stdout };
  const [reason = `${program} ended with ${code}`] = stderr
    .split('\n')
    .filter((line) => /error|no module|not find/i.test(line));
  throw new EnvironmentFailed(reason.trim());
}

function run(program: string, words: readonly string[], input = '') {
  return new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) => {
    // oxlint-disable-next-line node/no-process-env -- the environment that the job was given, and no other
    const { HF_TOKEN: _, ...env } = process.env;
    const child = spawn(program, words, {
      env: { ...uvSettings(env), ...env, PYTHONNOUSERSITE: '1' },
      windowsHide: true,
    });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (piece: Buffer) => (stdout += piece.toString()));
    child.stderr.on('data', (piece: Buffer) => (stderr += piece.toString()));
    child.once('error', (error) => resolve({ code: null, stdout, stderr: `error: ${error.message}` }));
    child.once('close', (code) => resolve({ code, stdout, stderr }));
    child.stdin.on('error', () => {});
    child.stdin.end(input);
  });
}

/** What pip was told of the network, as uv has it. */
function uvSettings(env: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const [index, links, certificates] = [env['PIP_INDEX_URL'], env['PIP_FIND_LINKS'], env['PIP_CERT']];
  return {
    ...(links === undefined ? {} : { UV_FIND_LINKS: links }),
    ...(index === undefined ? {} : { UV_DEFAULT_INDEX: index }),
    ...(certificates === undefined ? {} : { SSL_CERT_FILE: certificates }),
  };
}

async function reachable(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/`, { method: 'HEAD', signal: AbortSignal.timeout(4000) })).ok;
  } catch {
    return false;
  }
}

/** Two jobs may want the same environment at once; a lock that nobody renewed for long is left over. */
async function locked<Result>(file: string, work: () => Promise<Result>): Promise<Result> {
  const STALE_MS = 30 * 60_000;
  const tookLock = async () => {
    await mkdir(join(file, '..'), { recursive: true });
    try {
      const handle = await open(file, 'wx');
      await handle.writeFile(String(process.pid));
      await handle.close();
      return true;
    } catch {
      return false;
    }
  };
  while (!(await tookLock())) {
    const age =
      Date.now() -
      (await stat(file).then(
        ({ mtimeMs }) => mtimeMs,
        () => Date.now(),
      ));
    const owner = Number(await readFile(file, 'utf8').catch(() => ''));
    if (age > STALE_MS || (owner > 0 && !isAlive(owner))) await rm(file, { force: true });
    else await wait(200);
  }
  try {
    return await work();
  } finally {
    await rm(file, { force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
