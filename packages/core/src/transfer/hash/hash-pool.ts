// Files hashed in two threads: small ones handed over many at a time, a large one
// alone. A thread is ended, not asked, when the work is called off.
import { Worker } from 'node:worker_threads';
import { AppError } from '@hubdesk/shared/errors';
import type { WorkerScript } from '../../ports/workers.ts';
import { storageFailure } from '../../files/storage-failure.ts';
import type { HashAnswer, HashWorkerMessage, HashWorkerRequest } from './hash-messages.ts';

export interface HashWish {
  path: string;
  /** As far as is known; decides what it is handed over with. */
  bytes: number;
  /** The bytes of a file up to this size come along. */
  keepUpToBytes?: number;
  onProgress?: (doneBytes: number) => void;
}

export interface HashPool {
  hash(wish: HashWish): Promise<HashAnswer>;
  /** Writes the lines of a commit; answers which files were still what they were. */
  lines(wish: { path: string; head: string; files: { path: string; source: string; sha256: string }[] }): Promise<boolean[]>;
  /** Ends the threads within a moment, whatever they do. What was asked of them rejects with CANCELLED. */
  close(): Promise<void>;
}

const threads = 2;
const togetherFiles = 32;
const togetherBytes = 4 * 1024 * 1024;
/** Handed to a thread while it is still at the one before. */
const aheadMessages = 2;

type Waiting = { wish: HashWish; resolve: (answer: HashAnswer) => void; reject: (error: unknown) => void };
type Lines = { wish: Parameters<HashPool['lines']>[0]; resolve: (written: boolean[]) => void; reject: (error: unknown) => void };
type Handed = { kind: 'hash'; items: Waiting[] } | { kind: 'lines'; item: Lines };

interface Thread {
  worker: Worker;
  handed: Map<number, Handed>;
}

export function createHashPool(script: WorkerScript): HashPool {
  const pool: Thread[] = [];
  const files: Waiting[] = [];
  const lines: Lines[] = [];
  let nextFile = 0;
  let lastId = 0;
  let closed = false;
  let scheduled = false;
  const cancelled = () => new AppError('CANCELLED', 'Stopped.', {});

  function start(): Thread {
    const thread: Thread = { worker: new Worker(script('hash'), { env: {} }), handed: new Map() };
    thread.worker.on('message', (message: HashWorkerMessage) => heard(thread, message));
    thread.worker.on('error', (error) => {
      const at = pool.indexOf(thread);
      if (at >= 0) pool.splice(at, 1);
      for (const each of thread.handed.values()) refuse(each, error);
      hand();
    });
    pool.push(thread);
    return thread;
  }

  function heard(thread: Thread, message: HashWorkerMessage): void {
    const handed = thread.handed.get(message.id);
    if (!handed) return;
    if ('done' in message) {
      if (handed.kind === 'hash') handed.items.find(({ wish }) => wish.path === message.path)?.wish.onProgress?.(message.done);
      return;
    }
    thread.handed.delete(message.id);
    if ('answers' in message && handed.kind === 'hash') {
      for (const [at, item] of handed.items.entries()) item.resolve(message.answers[at] ?? { state: 'changed' });
    } else if ('written' in message && handed.kind === 'lines') handed.item.resolve(message.written);
    else if ('failed' in message) {
      const path = handed.kind === 'lines' ? handed.item.wish.path : (handed.items[0]?.wish.path ?? '');
      refuse(handed, storageFailure(path, Object.assign(new Error(message.failed.message), { code: message.failed.code })));
    }
    hand();
  }

  function refuse(handed: Handed, error: unknown): void {
    if (handed.kind === 'lines') handed.item.reject(error);
    else for (const item of handed.items) item.reject(error);
  }

  /** The thread that has least to do, if any has room; large files are not put in a queue behind one another. */
  function free(): Thread | undefined {
    const idle = pool.find(({ handed }) => handed.size === 0);
    if (idle) return idle;
    if (pool.length < threads) return start();
    return pool.filter(({ handed }) => handed.size < aheadMessages && [...handed.values()].every(isSmall)).toSorted((a, b) => a.handed.size - b.handed.size)[0];
  }

  function hand(): void {
    scheduled = false;
    while (!closed && (lines.length > 0 || nextFile < files.length)) {
      const thread = free();
      if (!thread) return;
      lastId += 1;
      const line = lines.shift();
      if (line) {
        thread.handed.set(lastId, { kind: 'lines', item: line });
        tell(thread, { id: lastId, kind: 'lines', ...line.wish });
        continue;
      }
      const items = takeTogether();
      thread.handed.set(lastId, { kind: 'hash', items });
      const wishes = items.map(({ wish }) => ({ path: wish.path, keepUpToBytes: wish.keepUpToBytes ?? -1 }));
      tell(thread, { id: lastId, kind: 'hash', files: wishes });
    }
  }

  function takeTogether(): Waiting[] {
    const items: Waiting[] = [];
    let bytes = 0;
    while (items.length < togetherFiles) {
      const next = files[nextFile];
      if (!next || (items.length > 0 && bytes + next.wish.bytes > togetherBytes)) break;
      items.push(next);
      bytes += next.wish.bytes;
      nextFile += 1;
    }
    if (nextFile > 1_000) {
      files.splice(0, nextFile);
      nextFile = 0;
    }
    return items;
  }

  function soon(): void {
    if (scheduled) return;
    scheduled = true;
    // What is asked for in one go goes together.
    queueMicrotask(hand);
  }

  return {
    hash: (wish) =>
      new Promise((resolve, reject) => {
        if (closed) return reject(cancelled());
        files.push({ wish, resolve, reject });
        soon();
      }),
    lines: (wish) =>
      new Promise((resolve, reject) => {
        if (closed) return reject(cancelled());
        lines.push({ wish, resolve, reject });
        soon();
      }),
    async close() {
      if (closed) return;
      closed = true;
      for (const item of [...files.slice(nextFile), ...lines]) item.reject(cancelled());
      const all = pool.splice(0);
      for (const { handed } of all) for (const each of handed.values()) refuse(each, cancelled());
      await Promise.all(all.map(({ worker }) => worker.terminate()));
    },
  };
}

function tell({ worker }: Thread, request: HashWorkerRequest): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
  worker.postMessage(request);
}

function isSmall(handed: Handed): boolean {
  return handed.kind === 'hash' && handed.items.reduce((bytes, { wish }) => bytes + wish.bytes, 0) <= togetherBytes;
}
