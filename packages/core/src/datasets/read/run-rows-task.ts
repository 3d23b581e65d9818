// One task of the thread that reads and writes rows, as a stream of what it
// says. Leaving off reading, or the signal, ends the thread.
import { Worker } from 'node:worker_threads';
import { AppError } from '@hubdesk/shared/errors';
import type { WorkerScript } from '../../ports/workers.ts';
import type { RowsMessage, RowsTask } from './rows-task.ts';

/** So that one endless cell or row group cannot take all memory of the app. */
const mostHeapMb = 1_024;

type Told = Exclude<RowsMessage, { kind: 'done' } | { kind: 'failed' }>;

/** Throws what the task failed with, or CANCELLED. Messages that nobody reads yet are kept. */
export async function* runRowsTask(
  task: RowsTask,
  options: { workerScript: WorkerScript; signal?: AbortSignal | undefined },
): AsyncGenerator<Told> {
  const { workerScript, signal } = options;
  if (signal?.aborted) throw stopped();
  const worker = new Worker(workerScript('rows'), {
    workerData: task,
    env: {},
    resourceLimits: { maxOldGenerationSizeMb: mostHeapMb },
  });
  const waiting: RowsMessage[] = [];
  let broken: Error | null = null;
  let wake = () => {};
  const end = (error: Error) => {
    broken ??= error;
    wake();
  };
  worker.on('message', (message: RowsMessage) => {
    waiting.push(message);
    wake();
  });
  worker.on('error', (error) => end(outOfMemory(error)));
  worker.on('exit', () => end(new Error('The thread that reads rows broke off.')));
  const abort = () => end(stopped());
  signal?.addEventListener('abort', abort, { once: true });
  try {
    for (;;) {
      const message = broken && isStop(broken) ? undefined : waiting.shift();
      if (message?.kind === 'done') return;
      if (message?.kind === 'failed') throw failureOf(message);
      if (message) yield message;
      else if (broken) throw broken;
      else await new Promise<void>((resolve) => (wake = resolve));
    }
  } finally {
    signal?.removeEventListener('abort', abort);
    await worker.terminate();
  }
}

function failureOf({ code, path, reason, message }: Extract<RowsMessage, { kind: 'failed' }>): Error {
  return code === 'INTERNAL' ? new Error(message) : new AppError(code, message, { path, reason });
}

function outOfMemory(error: unknown): Error {
  if (error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY') {
    const reason = 'one of its rows is too large to be read';
    return new AppError('FILE_UNREADABLE', `A file cannot be read: ${reason}.`, { path: '', reason }, { cause: error });
  }
  return error instanceof Error ? error : new Error(String(error));
}

function stopped(): AppError<'CANCELLED'> {
  return new AppError('CANCELLED', 'Stopped.', {});
}

function isStop(error: Error): boolean {
  return error instanceof AppError && error.code === 'CANCELLED';
}
