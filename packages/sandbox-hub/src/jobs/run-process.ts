// Runs one command as a child process in its own process group and tells what it says, line by line.
// Its environment is exactly what is given. Killing it kills the whole group, politely first.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { StringDecoder } from 'node:string_decoder';
import { LINE_LIMIT_CHARS } from './job-log.ts';

export interface RunOptions {
  argv: readonly string[];
  cwd: string;
  env: Readonly<Record<string, string>>;
  /** Of writable memory; only where `prlimit` is. */
  memoryLimitBytes: number;
  onLines: (lines: string[]) => void;
  /** How long it may take to end by itself once it was asked to. */
  graceMs: number;
}

export interface RunningProcess {
  pid: number;
  /** Resolves when the process has ended and all it wrote was told. Never rejects. */
  ended: Promise<ProcessEnd>;
  kill(): void;
}

export type ProcessEnd =
  { kind: 'exit'; code: number } | { kind: 'signal'; signal: string } | { kind: 'failed'; message: string };

const WINDOWS = process.platform === 'win32';

export function runProcess(options: RunOptions): RunningProcess {
  const limiter = findProgram('prlimit', options.env['PATH'] ?? '');
  // `--data` and not `--as`: JavaScript and CUDA reserve address space that they never use.
  const argv =
    limiter && process.platform === 'linux'
      ? [limiter, `--data=${Math.round(options.memoryLimitBytes)}`, '--', ...options.argv]
      : [...options.argv];
  // Looked up here, so that the words for a missing program are the shell's and not the limiter's.
  const [program = ''] = options.argv;
  if (!program.includes('/') && !findProgram(program, options.env['PATH'] ?? '')) {
    return { pid: 0, kill: () => {}, ended: Promise.resolve({ kind: 'failed', message: `${program}: not found` }) };
  }
  const [command = '', ...rest] = argv;
  const child = spawn(command, rest, {
    cwd: options.cwd,
    env: { ...options.env },
    detached: !WINDOWS,
    stdio: ['ignore', 'pipe', 'pipe'],
    windowsHide: true,
  });
  const outputs = [child.stdout, child.stderr].map((stream) => {
    const lines = lineSplitter(options.onLines);
    stream.on('data', lines.add);
    stream.on('error', () => {});
    return new Promise<void>((resolve) => stream.once('close', () => resolve(lines.end())));
  });

  let killing: NodeJS.Timeout | undefined;
  const ended = new Promise<ProcessEnd>((resolve) => {
    child.once('error', (error) => resolve({ kind: 'failed', message: error.message }));
    child.once('exit', (code, signal) => {
      // What it left running in the background ends with it; otherwise its pipes would stay open.
      signalGroup(child.pid, 'SIGKILL');
      const end: ProcessEnd = code === null ? { kind: 'signal', signal: signal ?? 'SIGKILL' } : { kind: 'exit', code };
      void Promise.all(outputs).then(() => resolve(end));
    });
  }).finally(() => clearTimeout(killing));

  return {
    pid: child.pid ?? 0,
    ended,
    kill: () => {
      if (killing) return;
      signalGroup(child.pid, 'SIGTERM');
      killing = setTimeout(() => signalGroup(child.pid, 'SIGKILL'), options.graceMs);
    },
  };
}

function signalGroup(pid: number | undefined, signal: 'SIGTERM' | 'SIGKILL'): void {
  if (!pid) return;
  try {
    if (WINDOWS) spawnSync('taskkill', ['/pid', String(pid), '/T', '/F'], { windowsHide: true });
    else process.kill(-pid, signal);
  } catch {
    // Nobody of the group is left.
  }
}

/** The file that a name would run, or undefined. */
export function findProgram(name: string, path: string): string | undefined {
  const endings = WINDOWS ? ['', '.exe', '.cmd', '.bat'] : [''];
  for (const folder of path.split(delimiter)) {
    for (const ending of endings) {
      const file = join(folder, name + ending);
      if (folder !== '' && existsSync(file)) return file;
    }
  }
  return undefined;
}

function lineSplitter(onLines: (lines: string[]) => void): { add(bytes: Buffer): void; end(): void } {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  return {
    add: (bytes) => {
      const lines = (rest + decoder.write(bytes)).split('\n');
      rest = lines.pop() ?? '';
      // Somebody who never ends a line is not waited for.
      if (rest.length > LINE_LIMIT_CHARS) {
        lines.push(rest);
        rest = '';
      }
      if (lines.length > 0) onLines(lines.map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line)));
    },
    end: () => {
      rest += decoder.end();
      if (rest !== '') onLines([rest]);
      rest = '';
    },
  };
}
