// Runs inside a job as its `uv`, `python`, `pip`, `trl` and `accelerate`: finds or makes the Python environment that
// was asked for and runs the program in it. Where the training stack cannot be had, the tiny trainer takes over.
// What it says of itself begins with `[sandbox]`. Its own words: the name it is called by, then the arguments.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { findProgram } from '../run-process.ts';
import { runTinyTrainer } from '../../trainer/run-tiny-trainer.ts';
import {
  EnvironmentFailed,
  needsTrainingStack,
  pythonEnvironments,
  type PythonEnvironments,
} from './python-environments.ts';
import { readScriptHeader } from './script-header.ts';
import { readUvRun, UnknownUvOption, type UvRun } from './uv-arguments.ts';

// oxlint-disable-next-line node/no-process-env -- a composition root: the environment that the job was given
const env = process.env;
const folder = env['SANDBOX_JOB_FOLDER'] ?? '';
const cache = env['SANDBOX_CACHE'] ?? '';
const trainingImage = env['SANDBOX_TRAINING_IMAGE'] === '1';
const ownBin = join(folder, 'bin');
// The machine's programs, without the ones that lead back here.
const hostPath = (env['PATH'] ?? '')
  .split(delimiter)
  .filter((each) => each !== ownBin)
  .join(delimiter);
const say = (line: string) => process.stderr.write(`[sandbox] ${line}\n`);
const IMPORTS_TRAINING = /^\s*(?:import|from)\s+(?:torch|trl|transformers|peft|accelerate)\b/m;

// The job's whole process group is told to stop: we wait for the program to do so, and then end with its code.
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => {});

const [name = '', ...words] = process.argv.slice(2);
// No `await` out here: a bundle of this may be CommonJS.
main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    const known = error instanceof EnvironmentFailed || error instanceof UnknownUvOption;
    say(known || !(error instanceof Error) ? String(error).replace(/^\w+: /, '') : (error.stack ?? error.message));
    process.exitCode = 1;
  },
);

async function main(): Promise<number> {
  switch (name) {
    case 'uv':
      return await uv();
    case 'python':
    case 'python3':
      return await pythonProgram();
    case 'pip':
    case 'pip3': {
      const own = await environments().ofJob(join(folder, 'venv'), await onTraining());
      return await run(own, ['-m', 'pip', ...words]);
    }
    default: {
      const training = await environments().training();
      if (training) return await run(join(dirname(training), name), words);
      return await tiny(words, '', 'the training stack is not installed on this machine');
    }
  }
}

function environments(): PythonEnvironments {
  const python = findProgram('python3', hostPath) ?? findProgram('python', hostPath);
  if (!python) throw new EnvironmentFailed('there is no Python 3 on this machine');
  return pythonEnvironments({ cache, python, install: env['SANDBOX_REAL_TRAINING'] === '1', say });
}

async function onTraining(): Promise<boolean> {
  return trainingImage && (await environments().training()) !== undefined;
}

async function pythonProgram(): Promise<number> {
  const [first = ''] = words;
  if (trainingImage && !(await environments().training())) {
    const script = first.endsWith('.py') ? await readFile(first, 'utf8').catch(() => '') : '';
    if (IMPORTS_TRAINING.test(script)) {
      return await tiny(words.slice(1), script, 'the training stack is not installed on this machine');
    }
  }
  return await run(await environments().ofJob(join(folder, 'venv'), await onTraining()), words);
}

async function uv(): Promise<number> {
  const realUv = findProgram('uv', hostPath);
  if (words[0] !== 'run') {
    if (realUv) return await run(realUv, words);
    throw new EnvironmentFailed(`uv ${words[0] ?? ''} needs the real uv, which is not on this machine`);
  }
  const asked = readWhatWeKnow(realUv !== undefined);
  if (!asked) return await run(realUv ?? '', words);

  const script = asked.target.kind === 'script' ? await scriptAt(asked.target.path) : undefined;
  const needs = script ? readScriptHeader(script.text) : { dependencies: [] };
  const dependencies = [...new Set([...needs.dependencies, ...asked.with])];
  if (needsTrainingStack(dependencies)) {
    try {
      const python = await environments().withTraining(dependencies);
      say(`Using the training stack of this machine for ${dependencies.join(', ')}.`);
      return await runIn(python, asked, script?.path);
    } catch (error) {
      if (!(error instanceof EnvironmentFailed)) throw error;
      return await tiny(asked.args, script?.text ?? '', error.message);
    }
  }
  if (realUv && script?.path === (asked.target.kind === 'script' ? asked.target.path : undefined)) {
    return await run(realUv, words);
  }
  if (asked.python !== undefined || needs.requiresPython !== undefined) {
    say(`Python ${asked.python ?? needs.requiresPython ?? ''} was asked for; the machine's own Python is used.`);
  }
  say(
    dependencies.length === 0
      ? 'uv is not on this machine: running with its Python.'
      : `uv is not on this machine: using a virtual environment with ${dependencies.join(', ')}.`,
  );
  const python =
    dependencies.length === 0
      ? await environments().ofJob(join(folder, 'venv'), false)
      : await environments().withDependencies(dependencies);
  return await runIn(python, asked, script?.path);
}

/** Undefined when only the real uv can read its arguments. */
function readWhatWeKnow(hasRealUv: boolean): UvRun | undefined {
  try {
    return readUvRun(words.slice(1));
  } catch (error) {
    if (error instanceof UnknownUvOption && hasRealUv) return undefined;
    throw error;
  }
}

async function scriptAt(path: string): Promise<{ path: string; text: string }> {
  if (existsSync(path)) return { path, text: await readFile(path, 'utf8') };
  const fetched = join(folder, 'tmp', 'script.py');
  let text = '';
  if (path === '-') {
    for await (const piece of process.stdin) text += String(piece);
  } else if (/^https?:\/\//.test(path)) {
    const answer = await fetch(path);
    if (!answer.ok) throw new EnvironmentFailed(`${path} answered ${answer.status}`);
    text = await answer.text();
  } else throw new EnvironmentFailed(`${path} does not exist`);
  await mkdir(dirname(fetched), { recursive: true });
  await writeFile(fetched, text);
  return { path: fetched, text };
}

async function runIn(python: string, { target, args }: UvRun, scriptPath: string | undefined): Promise<number> {
  switch (target.kind) {
    case 'script':
      return await run(python, [scriptPath ?? target.path, ...args]);
    case 'module':
      return await run(python, ['-m', target.name, ...args]);
    case 'command': {
      if (/^python3?$/.test(target.name)) return await run(python, args);
      const installed = join(dirname(python), target.name);
      return await run(existsSync(installed) ? installed : target.name, args, dirname(python));
    }
  }
}

async function tiny(args: readonly string[], script: string, reason: string): Promise<number> {
  return await runTinyTrainer({ env, args, script, reason, say, emit: (line) => process.stdout.write(`${line}\n`) });
}

/** Runs a program in our place and gives its exit code. */
function run(program: string, args: readonly string[], firstPath?: string): Promise<number> {
  const path = firstPath === undefined ? (env['PATH'] ?? '') : [firstPath, env['PATH'] ?? ''].join(delimiter);
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      stdio: 'inherit',
      env: { ...env, PATH: path },
      windowsHide: true,
    });
    child.once('error', (error) => {
      say(error.message);
      resolve(127);
    });
    child.once('exit', (code, signal) => resolve(code ?? 128 + (signal === 'SIGKILL' ? 9 : 15)));
  });
}
