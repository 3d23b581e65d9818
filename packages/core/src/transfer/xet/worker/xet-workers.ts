// The worker threads of one upload. Each answers in the order it was asked; a
// thread that dies fails everything that waits for it, and what is asked later.
import { Worker } from 'node:worker_threads';
import { AppError } from '@hubdesk/shared/errors';
import type { WorkerScript } from '../../../ports/workers.ts';
import type { XetAnswer, XetAsk } from './xet-tasks.ts';

export interface XetWorkers {
  /** The one with the least to do; `notThis` only when all others have more. */
  idlest(notThis?: number): number;
  ask(worker: number, ask: XetAsk): Promise<XetAnswer>;
  close(): Promise<void>;
}

interface Thread {
  worker: Worker;
  waiting: { resolve: (answer: XetAnswer) => void; reject: (error: Error) => void }[];
}

export function xetWorkers(script: WorkerScript, count: number): XetWorkers {
  let dead: AppError | undefined;
  const threads: Thread[] = Array.from({ length: count }, () => {
    const worker = new Worker(script('xet'), { name: 'xet', env: {} });
    const thread: Thread = { worker, waiting: [] };
    // Oldest question first: a thread answers in order.
    worker.on('message', (answer: XetAnswer) => thread.waiting.shift()?.resolve(answer));
    worker.on('error', (error) => die(error));
    worker.on('exit', () => die(undefined));
    return thread;
  });
  function die(cause: unknown): void {
    dead ??= new AppError('INTERNAL', 'Preparing the upload failed.', { ref: 'xet-worker' }, { cause });
    for (const { waiting } of threads) for (const { reject } of waiting.splice(0)) reject(dead);
  }
  const load = (index: number) => threads[index]?.waiting.length ?? Infinity;
  return {
    idlest: (notThis) => {
      const order = threads
        .map((_, index) => index)
        .sort((a, b) => load(a) - load(b) || Number(a === notThis) - Number(b === notThis));
      return order[0] ?? 0;
    },
    ask: (index, ask) =>
      new Promise((resolve, reject) => {
        const thread = threads[index];
        if (dead || !thread) return reject(dead ?? new RangeError('No such worker.'));
        thread.waiting.push({ resolve, reject });
        const handedOver = [...('slab' in ask ? [ask.slab] : []), ...('into' in ask && ask.into ? [ask.into] : [])];
        thread.worker.postMessage(ask, handedOver);
      }),
    close: async () => {
      await Promise.all(threads.map(({ worker }) => worker.terminate()));
    },
  };
}
