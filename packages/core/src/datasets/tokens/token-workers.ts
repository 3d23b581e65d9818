// A model's tokenizer at work on threads of its own: renders single rows, and
// counts whole datasets for as long as somebody reads the numbers.
import { Worker } from 'node:worker_threads';
import type { Mapping } from '@hubdesk/shared/datasets/mapping';
import type { TokenReport } from '@hubdesk/shared/datasets/token-report';
import { AppError } from '@hubdesk/shared/errors';
import { wait, type Clock } from '../../ports/clock.ts';
import type { WorkerScript } from '../../ports/workers.ts';
import type { NamedRenderedRow } from './rendered-rows.ts';
import { createRowLengths } from './row-lengths.ts';
import type { RowKind } from './row-sequences.ts';
import type { Counted, TokenJob, TokenReply, TokenTask, TokenWorkerData } from './token-task.ts';

export interface TokenWorkersOptions {
  workerScript: WorkerScript;
  clock: Clock;
  /** As in reports. */
  model: string;
  /** Of `fetchModelTokenizer`. */
  folder: string;
  /** Stands in for the model's own template. */
  chatTemplate?: string | null;
  workers?: number;
}

export interface CountOptions {
  kind: RowKind;
  /** Null: the rows are of the format already. */
  mapping: Mapping | null;
  /** Small ones, from all over the dataset (`spread`), make the first numbers an honest estimate. */
  jobs: Iterable<TokenJob> | AsyncIterable<TokenJob>;
  /** How many rows the jobs have together. */
  rowsTotal: number;
  /** Rows of validation and test, which are in no job. */
  evaluationRows: number;
}

export type CountReport = TokenReport & { done: boolean };

export interface TokenCount {
  /** The numbers as they are now, for any limit on length, without counting again. */
  report(maxLength: number): CountReport;
  /**
   * Reports a few times a second; the last has `done`. Rows are only counted
   * while somebody reads: leaving off pauses it, reading again goes on.
   * Rejects with what stopped the counting.
   */
  follow(maxLength: number, signal?: AbortSignal): AsyncGenerator<CountReport>;
  /** Counts no further, and ends those who read with CANCELLED. */
  stop(): void;
}

export interface TokenWorkers {
  /** Rejects with INVALID_INPUT when the row cannot be rendered; `reason` says why. */
  render(row: unknown, kind: RowKind, mapping: Mapping | null): Promise<NamedRenderedRow[]>;
  count(options: CountOptions): TokenCount;
  close(): Promise<void>;
}

const reportEveryMs = 250;
/** A large tokenizer on a slow disk, and a job of a few megabytes, are long done by then. */
const longestTaskMs = 120_000;
/** One at work and one waiting, so that a thread never waits for the other side. */
const lanesPerWorker = 2;

type TaskBody = TokenTask extends infer T ? (T extends TokenTask ? Omit<T, 'id'> : never) : never;

interface Thread {
  ask(task: TaskBody): Promise<TokenReply>;
  waiting(): number;
  end(reason: Error): Promise<void>;
}

export function createTokenWorkers(options: TokenWorkersOptions): TokenWorkers {
  const { clock, model, workers = 2 } = options;
  const data: TokenWorkerData = { model, folder: options.folder, chatTemplate: options.chatTemplate ?? null };
  const threads: (Thread | null)[] = Array.from({ length: workers }, () => null);
  const counts = new Set<{ stop(): void }>();
  let closed = false;

  const thread = (index: number): Thread => {
    if (closed) throw stopped();
    const running = threads[index] ?? startThread(options.workerScript('tokens'), data, clock, () => (threads[index] = null));
    threads[index] = running;
    return running;
  };

  return {
    render: async (row, kind, mapping) => {
      // The one with the least to do; a new one only where all are at work.
      const index = threads.map((each, at) => ({ at, waiting: each?.waiting() ?? 0.5 })).sort((a, b) => a.waiting - b.waiting)[0]?.at ?? 0;
      const reply = await thread(index).ask({ type: 'render', row, kind, mapping });
      if (reply.type === 'rendered') return reply.rows;
      throw reply.type === 'refused' ? new AppError('INVALID_INPUT', reply.reason, { field: 'row', reason: reply.reason }) : failureOf(reply, model);
    },
    count: (wanted) => {
      const count = startCount(wanted, { model, clock, lanes: workers * lanesPerWorker, ask: (lane, task) => thread(lane % workers).ask(task) });
      counts.add(count);
      return count;
    },
    close: async () => {
      closed = true;
      for (const count of counts) count.stop();
      await Promise.all(threads.map((each) => each?.end(stopped())));
    },
  };
}

function stopped(): AppError {
  return new AppError('CANCELLED', 'Stopped.', {});
}

function failureOf(reply: TokenReply, model: string): Error {
  const message = reply.type === 'failed' ? reply.message : 'unknown';
  if (reply.type === 'failed' && reply.fault === 'tokenizer') {
    return new AppError('HUB_CHANGED', `The tokenizer of ${model} cannot be used here. Choose another model.`, { what: 'tokenizer.json' }, { cause: message });
  }
  if (reply.type === 'failed' && reply.fault === 'file') {
    return new AppError('NOT_FOUND', 'A file of the dataset could not be read. Open it again.', { what: 'file' }, { cause: message });
  }
  return new Error(`The rows could not be counted: ${message}`);
}

function startThread(script: string, workerData: TokenWorkerData, clock: Clock, ended: () => void): Thread {
  const worker = new Worker(script, { workerData, env: {} });
  worker.unref();
  const pending = new Map<number, PromiseWithResolvers<TokenReply>>();
  let ids = 0;
  let notYetLate = () => {};
  const watch = () => {
    notYetLate();
    notYetLate = pending.size === 0 ? () => {} : clock.after(longestTaskMs, () => void end(new AppError('TIMEOUT', 'This model’s chat template takes far too long for a row. Choose another model.', { host: workerData.model })));
  };
  const end = async (reason: Error) => {
    ended();
    notYetLate();
    for (const { reject } of pending.values()) reject(reason);
    pending.clear();
    await worker.terminate();
  };
  worker.on('message', (reply: TokenReply) => {
    pending.get(reply.id)?.resolve(reply);
    pending.delete(reply.id);
    watch();
    if (pending.size === 0) worker.unref();
  });
  worker.on('error', (error) => void end(new Error('A thread that counts tokens broke off.', { cause: error })));
  return {
    waiting: () => pending.size,
    end,
    ask: (task) => {
      ids += 1;
      const reply = Promise.withResolvers<TokenReply>();
      pending.set(ids, reply);
      worker.ref();
      worker.postMessage({ ...task, id: ids }, []);
      if (pending.size === 1) watch();
      return reply.promise;
    },
  };
}

interface CountHost {
  model: string;
  clock: Clock;
  lanes: number;
  ask(lane: number, task: TaskBody): Promise<TokenReply>;
}

function startCount({ kind, mapping, jobs, rowsTotal, evaluationRows }: CountOptions, host: CountHost): TokenCount {
  const { clock, model } = host;
  const lengths = createRowLengths(kind);
  const source = Symbol.asyncIterator in jobs ? jobs[Symbol.asyncIterator]() : jobs[Symbol.iterator]();
  let rows = 0;
  let refusedRows = 0;
  let maskMissingRows = 0;
  let longest: TokenReport['longest'] = null;
  let firstRefusal: TokenReport['firstRefusal'] = null;
  let workedMs = 0;
  let workingSinceMs = 0;
  let done = false;
  let failure: Error | null = null;
  let readers = 0;
  let running = false;
  let changed = Promise.withResolvers<void>();
  const tell = () => {
    changed.resolve();
    changed = Promise.withResolvers();
  };

  const add = (file: string, counted: Counted) => {
    lengths.append(counted.lengths);
    rows += counted.rows;
    refusedRows += counted.refusedRows;
    maskMissingRows += counted.maskMissingRows;
    if (counted.longest && counted.longest.tokens > (longest?.tokens ?? -1)) longest = { file, ...counted.longest };
    const refusal = counted.firstRefusal;
    if (refusal && (!firstRefusal || (file === firstRefusal.file && refusal.row < firstRefusal.row))) firstRefusal = { file, ...refusal };
  };

  const lane = async (index: number) => {
    while (readers > 0 && !failure) {
      const next = await source.next();
      if (next.done) {
        done = true;
        return;
      }
      const reply = await host.ask(index, { type: 'count', job: next.value, kind, mapping });
      if (reply.type !== 'counted') throw failureOf(reply, model);
      add(next.value.file, reply.counted);
      tell();
    }
  };

  const run = async () => {
    if (running || done || failure) return;
    running = true;
    workingSinceMs = clock.now();
    try {
      await Promise.all(Array.from({ length: host.lanes }, (_, index) => lane(index)));
    } catch (error) {
      failure ??= error instanceof Error ? error : new Error('The rows could not be counted.', { cause: error });
    }
    workedMs += clock.now() - workingSinceMs;
    running = false;
    tell();
    // Somebody may have come while the last jobs came back.
    if (readers > 0) void run();
  };

  const report = (maxLength: number): CountReport => {
    const elapsedMs = workedMs + (running ? clock.now() - workingSinceMs : 0);
    return {
      model,
      rows,
      rowsTotal: Math.max(rowsTotal, rows),
      rowsPerSecond: elapsedMs > 0 ? Math.round((rows * 1_000) / elapsedMs) : 0,
      histogram: lengths.histogram(),
      median: lengths.percentile(0.5),
      p95: lengths.percentile(0.95),
      longest,
      tokens: lengths.tokens,
      trainedTokens: lengths.trainedTokens,
      maxLength,
      ...lengths.cutAt(maxLength),
      refusedRows,
      firstRefusal,
      maskMissingRows,
      evaluationRows,
      done: done && !running,
    };
  };

  return {
    report,
    stop: () => {
      if (!done) failure ??= stopped();
      tell();
    },
    follow: async function* (maxLength, signal) {
      const left = Promise.withResolvers<void>();
      const leave = () => left.resolve();
      signal?.addEventListener('abort', leave, { once: true });
      readers += 1;
      try {
        void run();
        for (;;) {
          if (failure) throw failure;
          if (signal?.aborted) throw stopped();
          const now = report(maxLength);
          yield now;
          if (now.done) return;
          const next = changed.promise;
          if (!running && (done || failure)) continue;
          await Promise.race([next, left.promise]);
          // The end is told at once; on the way there a few reports a second are enough.
          if (running) await Promise.race([wait(clock, reportEveryMs), left.promise]);
        }
      } finally {
        readers -= 1;
        signal?.removeEventListener('abort', leave);
      }
    },
  };
}
