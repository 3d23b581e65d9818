// A few worker threads that scan files: one file in several stretches at once,
// or several files. Small stretches first, so that something is known at once.
import { open, stat } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import { AppError } from '@hubdesk/shared/errors';
import type { WorkerScript } from '../../ports/workers.ts';
import type { FileScan } from './file-scan.ts';
import { createFileScanBuilder } from './file-scan-builder.ts';
import type { ByteCoding, ScanReply, ScanTask } from './scan-task.ts';

export interface ScanPoolOptions {
  readonly workers: number;
  readonly workerScript: WorkerScript;
}

export interface ScanFileOptions {
  /** As it is to stand in `RowPlace.file`. */
  readonly name: string;
  /** How the bytes become UTF-8; `plain` unless said otherwise. Only plain rows of lines are read by several threads. */
  readonly coding?: ByteCoding;
  /** An existing folder; hashes of very many rows go there until `hashes.dispose()`. */
  readonly scratchFolder: string;
  readonly signal?: AbortSignal;
  /** What is known so far, now and then. `bytesRead` is of the file itself. */
  readonly onProgress?: (scan: FileScan, bytesRead: number) => void;
  /** Of one row; a longer one is `unreadable-length`. */
  readonly maxRowBytes?: number;
}

export interface ScanPool {
  /**
   * Everything there is to know of the file. A file that cannot be read, or changes meanwhile, is told as a file problem.
   * Throws `CANCELLED` when the signal says so.
   */
  scan(path: string, format: 'jsonl' | 'json', options: ScanFileOptions): Promise<FileScan>;
  /** Ends the threads. What still runs is cancelled. */
  close(): Promise<void>;
}

const firstRangeBytes = 1024 * 1024;
const rangeBytes = 8 * 1024 * 1024;
const progressEveryMs = 100;
/** Longer rows do not fit in what one thread may hold. */
export const maxRowBytes = 16 * 1024 * 1024;

interface Job {
  /** The next stretch to be read, or null when there is none now. */
  next(): ScanTask | null;
  reply(reply: ScanReply): void;
  failed(error: Error): void;
}

interface Thread {
  readonly worker: Worker;
  job: Job | null;
}

export function createScanPool({ workers, workerScript }: ScanPoolOptions): ScanPool {
  const jobs: Job[] = [];
  const threads: Thread[] = [];
  let files = 0;
  let closed = false;

  function start(): Thread {
    const worker = new Worker(workerScript('scan'), { env: {}, resourceLimits: { maxYoungGenerationSizeMb: 8 } });
    const thread: Thread = { worker, job: null };
    worker.on('message', (reply: ScanReply) => {
      const { job } = thread;
      if (reply.last) thread.job = null;
      job?.reply(reply);
      if (reply.last) assign();
    });
    worker.on('error', (error) => {
      const at = threads.indexOf(thread);
      if (at >= 0) threads.splice(at, 1);
      thread.job?.failed(error instanceof Error ? error : new Error('A scanning thread broke off.'));
      thread.job = null;
    });
    // Its owner waits by promises; a thread alone keeps no host alive.
    worker.unref();
    threads.push(thread);
    return thread;
  }

  function assign(): void {
    for (const job of jobs) {
      for (;;) {
        const thread = threads.find((idle) => !idle.job) ?? (threads.length < workers ? start() : null);
        if (!thread) return;
        const task = job.next();
        if (!task) break;
        thread.job = job;
        thread.worker.ref();
        thread.worker.postMessage(task, []);
      }
    }
    for (const thread of threads) if (!thread.job) thread.worker.unref();
  }

  /** Ends the threads that work on a job; new ones take their place when there is more to do. */
  async function stop(job: Job): Promise<void> {
    const busy = threads.filter((thread) => thread.job === job);
    for (const thread of busy) {
      threads.splice(threads.indexOf(thread), 1);
      thread.job = null;
    }
    await Promise.all(busy.map(({ worker }) => worker.terminate()));
  }

  async function scan(path: string, format: 'jsonl' | 'json', options: ScanFileOptions): Promise<FileScan> {
    const { name, coding = 'plain', scratchFolder, signal, onProgress } = options;
    if (closed || signal?.aborted) throw cancelled();
    const builder = createFileScanBuilder({ name, format, scratchFolder, indexed: true });
    const handle = await open(path).catch((error: unknown) => {
      builder.fileProblem('unreadable', codeOf(error));
      return null;
    });
    if (!handle) return builder.scan(true, 0);
    try {
      const before = await handle.stat();
      const { size } = before;
      if (!before.isFile()) {
        builder.fileProblem('not-a-file', '');
        return builder.scan(true, 0);
      }
      if (size === 0) {
        builder.fileProblem('empty', '');
        return builder.scan(true, 0);
      }
      const markBytes = coding === 'plain' ? await byteOrderMark(handle) : 0;
      if (markBytes > 0) builder.fileProblem('byte-order-mark', '');
      if (coding !== 'plain') builder.fileProblem(coding === 'gzip' ? 'gzip' : 'utf-16', '');
      files += 1;
      const whole = coding !== 'plain' || format === 'json';
      const shared = {
        file: files,
        fd: handle.fd,
        layout: format === 'json' ? 'values' : 'lines',
        coding,
        size,
        maxRowBytes: options.maxRowBytes ?? maxRowBytes,
      } as const;
      let short = false;
      let failure: string | null = null;
      let read = 0;
      const finished = Promise.withResolvers<void>();
      const job = rangesInOrder({
        from: markBytes,
        size,
        ahead: 2 * workers + 2,
        whole,
        shared,
        part: (reply) => {
          builder.add(reply.part);
          read = Math.max(read, reply.readTo);
          short ||= reply.short;
          failure ??= reply.failure;
          progress();
        },
        finished,
      });
      let toldAtMs = 0;
      const progress = () => {
        const nowMs = performance.now();
        if (!onProgress || nowMs - toldAtMs < progressEveryMs) return;
        toldAtMs = nowMs;
        onProgress(builder.scan(false, read), read);
      };
      const abort = () => finished.reject(cancelled());
      signal?.addEventListener('abort', abort, { once: true });
      jobs.push(job);
      assign();
      try {
        await finished.promise;
      } finally {
        signal?.removeEventListener('abort', abort);
        jobs.splice(jobs.indexOf(job), 1);
        await stop(job);
        assign();
      }
      if (failure === 'Z_DATA_ERROR' || failure === 'Z_BUF_ERROR')
        builder.fileProblem('unreadable', 'the compressed file is damaged');
      else if (failure !== null) builder.fileProblem('unreadable', failure);
      const after = await handle.stat();
      const now = await stat(path).catch(() => null);
      if (!now) builder.fileProblem('changed-while-read', 'it is gone');
      else if (short || after.size < size) builder.fileProblem('changed-while-read', 'it became shorter');
      else if (after.size !== size || after.mtimeMs !== before.mtimeMs)
        builder.fileProblem('changed-while-read', 'something wrote to it');
      else if (now.ino !== before.ino || now.dev !== before.dev)
        builder.fileProblem('changed-while-read', 'another file took its place');
      const result = builder.scan(true, size);
      if (result.rows > 0 || result.fileProblems.some(({ kind }) => kind === 'unreadable')) return result;
      builder.fileProblem('empty', 'no rows');
      return builder.scan(true, size);
    } finally {
      await handle.close();
    }
  }

  return {
    scan,
    close: async () => {
      closed = true;
      const ended = threads.splice(0);
      for (const { job } of ended) job?.failed(cancelled());
      for (const job of jobs) job.failed(cancelled());
      await Promise.all(ended.map(({ worker }) => worker.terminate()));
    },
  };
}

interface RangesOptions {
  readonly from: number;
  readonly size: number;
  /** How many stretches may be under way or waiting for their turn. */
  readonly ahead: number;
  /** One stretch only. */
  readonly whole: boolean;
  readonly shared: Pick<ScanTask, 'file' | 'fd' | 'layout' | 'coding' | 'size' | 'maxRowBytes'>;
  readonly part: (reply: ScanReply) => void;
  readonly finished: PromiseWithResolvers<void>;
}

/** Hands out the stretches of a file and hands on what comes back, in the file's order. */
function rangesInOrder({ from, size, ahead, whole, shared, part, finished }: RangesOptions): Job {
  let nextFrom = from;
  let handedOut = 0;
  let turn = 0;
  /** Replies that came before their turn, by stretch. */
  const early = new Map<number, ScanReply[]>();
  const running: number[] = [];

  function take(reply: ScanReply): void {
    part(reply);
    if (reply.last) {
      turn += 1;
      const waiting = early.get(turn) ?? [];
      early.delete(turn);
      waiting.forEach(take);
    }
  }

  return {
    next: () => {
      if (nextFrom >= size || handedOut - turn >= ahead) return null;
      const begin = nextFrom;
      const stop = whole
        ? Infinity
        : Math.min(size, begin + (begin < 4 * firstRangeBytes ? firstRangeBytes : rangeBytes));
      nextFrom = whole ? size : stop;
      running.push(handedOut);
      handedOut += 1;
      const seekLine = !whole && begin > from;
      return {
        ...shared,
        task: handedOut - 1,
        from: whole && shared.coding !== 'plain' ? 0 : seekLine ? begin - 1 : begin,
        stop,
        seekLine,
      };
    },
    reply: (reply) => {
      const range = reply.task;
      if (range === turn) take(reply);
      else early.set(range, [...(early.get(range) ?? []), reply]);
      if (turn === handedOut && nextFrom >= size) finished.resolve();
    },
    failed: (error) => finished.reject(error),
  };
}

async function byteOrderMark(handle: Awaited<ReturnType<typeof open>>): Promise<number> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(3), 0, 3, 0);
  return bytesRead === 3 && buffer.equals(Buffer.from([0xef, 0xbb, 0xbf])) ? 3 : 0;
}

function cancelled(): AppError<'CANCELLED'> {
  return new AppError('CANCELLED', 'The check was stopped.', {});
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown';
}
