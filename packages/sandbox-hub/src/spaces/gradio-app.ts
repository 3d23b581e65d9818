// Runs a Gradio Space's real program as a child process: its files in a throwaway folder, a clean environment with the
// Space's variables and secrets, on a port of its own that only the Space's door is told.
import { createServer, connect } from 'node:net';
import { request as ask, type IncomingMessage, type ServerResponse } from 'node:http';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { runProcess } from '../jobs/run-process.ts';
import type { RunningApp } from './running-app.ts';
import { PYTHON_FOLDER } from './space-python.ts';

export interface GradioAppOptions {
  python: string;
  /** Made and removed by the app; `files` in it holds the checked-out Space. */
  folder: string;
  program: string;
  /** Of the machine: where programs are. */
  path: string;
  /** Variables and secrets of the Space, and what the platform adds. */
  env: Readonly<Record<string, string>>;
  onLines: (lines: string[]) => void;
  startTimeoutMs: number;
  gone: AbortSignal;
}

export class AppFailed extends Error {}

const LOOK_EVERY_MS = 150;
const GRACE_MS = 3000;
const MEMORY_LIMIT_BYTES = 8 * 2 ** 30;

/** Resolves when the program listens. Rejects with `AppFailed` when it ends before, or takes too long. */
export async function startGradioApp(options: GradioAppOptions): Promise<RunningApp> {
  const { folder } = options;
  const home = join(folder, 'home');
  await mkdir(home, { recursive: true });
  const port = await freePort();
  const child = runProcess({
    argv: [options.python, join(PYTHON_FOLDER, 'run_space.py'), options.program],
    cwd: join(folder, 'files'),
    env: {
      ...options.env,
      PATH: options.path,
      HOME: home,
      TMPDIR: folder,
      PYTHONPATH: PYTHON_FOLDER,
      PYTHONUNBUFFERED: '1',
      PYTHONDONTWRITEBYTECODE: '1',
      GRADIO_SERVER_NAME: '127.0.0.1',
      GRADIO_SERVER_PORT: String(port),
      GRADIO_ANALYTICS_ENABLED: 'False',
      GRADIO_SSR_MODE: 'False',
      HF_HUB_DISABLE_TELEMETRY: '1',
      NO_PROXY: '127.0.0.1,localhost',
    },
    memoryLimitBytes: MEMORY_LIMIT_BYTES,
    onLines: options.onLines,
    graceMs: GRACE_MS,
  });
  const ended = child.ended.then((end) =>
    end.kind === 'exit' ? `Exit code: ${end.code}.` : end.kind === 'signal' ? `Killed by ${end.signal}.` : end.message,
  );
  const stop = async () => {
    child.kill();
    await ended;
    await rm(folder, { recursive: true, force: true });
  };

  try {
    let reason: string | undefined;
    void ended.then((why) => (reason = why));
    const deadlineMs = performance.now() + options.startTimeoutMs;
    while (!(await listens(port))) {
      if (reason !== undefined) throw new AppFailed(reason);
      if (performance.now() > deadlineMs) throw new AppFailed('Launch timed out, workload was not healthy in time');
      await wait(LOOK_EVERY_MS, undefined, { signal: options.gone });
    }
  } catch (error) {
    await stop();
    throw error;
  }
  return { ended, stop, pid: child.pid, answer: (request, response) => passOn(port, request, response) };
}

// Gradio makes absolute addresses from the Host header, so it is passed on as the door was asked.
function passOn(port: number, request: IncomingMessage, response: ServerResponse): void {
  const { authorization: _, connection: _connection, ...headers } = request.headers;
  const asked = ask(
    { host: '127.0.0.1', port, method: request.method, path: request.url, headers, agent: false },
    (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
      answer.once('error', () => response.destroy());
    },
  );
  asked.once('error', () => {
    if (response.headersSent) response.destroy();
    else {
      response.writeHead(502, { 'content-type': 'text/plain; charset=utf-8' });
      response.end('The app does not answer.');
    }
  });
  response.once('close', () => asked.destroy());
  request.pipe(asked);
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        if (address === null || typeof address === 'string') reject(new Error('There is no free port.'));
        else resolve(address.port);
      });
    });
  });
}
