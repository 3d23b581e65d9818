// One transfer from the outside: looked at, let run, paused, ended. What it does
// is its kind's matter; here is when it does it, and that only one process does.
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError, isAppError } from '@hubdesk/shared/errors';
import type { Transfer, TransferFile } from '@hubdesk/shared/datasets/transfer';
import type { z } from 'zod';
import { holdLock } from '../files/lock-file.ts';
import { safeWrite } from '../files/safe-write.ts';
import type { Clock } from '../ports/clock.ts';
import { type Journal, openJournal, readJournal } from './journal/journal-file.ts';
import { type Problem, problemOf } from './problem.ts';
import { createPace, type Pace } from './requests/pace.ts';
import { createSpeedMeter } from './speed.ts';

export interface FilesQuery {
  state: TransferFile['state'] | null;
  from: number;
  count: number;
}

export interface Job {
  readonly id: string;
  view(): Transfer;
  files(query: FilesQuery): Promise<{ files: TransferFile[]; total: number }>;
  /** Whether it was running when we last knew of it, and nobody told it to stop. */
  wantsToRun(): boolean;
  /** Starts it, or starts it again. Rejects with CONFLICT where another process has it. */
  resume(): Promise<void>;
  pause(): Promise<void>;
  cancel(): Promise<void>;
  /** Stops what runs within a moment; it goes on by itself at the next start. */
  close(): Promise<void>;
}

/** What every kind of transfer remembers. */
export interface CommonState {
  intent: 'run' | 'pause' | 'cancel';
  problem: Problem | null;
  finishedAt: string | null;
  done: boolean;
}

export type CommonRecord =
  | { k: 'intent'; intent: 'run' | 'pause' | 'cancel'; at: string }
  | { k: 'stopped'; problem: Problem }
  | { k: 'accepted' }
  | { k: 'again' };

/** What a kind tells of itself; the rest of a `Transfer` is the same for all. */
export type KindView = Pick<
  Transfer,
  'kind' | 'repo' | 'repoType' | 'repoUrl' | 'name' | 'folder' | 'phases' | 'files' | 'bytes' | 'commits' | 'startedAt' | 'resultUrl'
> & { planning: boolean };

export interface RunContext<S, R> {
  state: S;
  journal: Journal<R>;
  pace: Pace;
  abort: AbortController;
}

export interface JobKind<S extends CommonState, R> {
  schema: z.ZodType<R>;
  empty(): S;
  apply(state: S, record: R): boolean;
  /** The fewest records that lead to this state, and about how many they are. */
  snapshot(state: S): Iterable<R>;
  fewest(state: S): number;
  /** Resolves when all is done and said so in the journal. */
  run(context: RunContext<S, R>): Promise<void>;
  view(state: S): KindView;
  files(state: S): TransferFile[];
}

export interface JobParts {
  id: string;
  /** Ours alone: journal, lock, and what is on its way. */
  folder: string;
  clock: Clock;
  random: () => number;
  /** Something a person would see changed. */
  changed: () => void;
}

const journalName = 'journal';
const lockName = 'lock';
export const summaryName = 'summary.json';
/** A journal this much longer than it need be is rewritten when it is opened. */
const looseFactor = 2;

/** Opens the transfer in `folder`, or begins one there with `first`. One that another process has is only looked at. */
export async function openJob<S extends CommonState, R extends { k: string }>(
  kind: JobKind<S, R | CommonRecord>,
  parts: JobParts,
  first: readonly R[] = [],
): Promise<Job> {
  const { id, folder, clock, changed } = parts;
  const path = join(folder, journalName);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  let release = await holdLock(join(folder, lockName), { clock, patienceMs: 0 }).catch(elsewhere);
  let state = kind.empty();
  let journal: Journal<R | CommonRecord> | null = null;
  let running: { abort: AbortController; pace: Pace } | null = null;
  /** Of the last run, with all it had to write. */
  let ended: Promise<void> = Promise.resolve();
  let turn: Promise<unknown> = Promise.resolve();
  const speed = createSpeedMeter();

  async function read(): Promise<number> {
    const fresh = kind.empty();
    let records = 0;
    const goodBytes = await readJournal(path, kind.schema, (record) => {
      records += 1;
      kind.apply(fresh, record);
    });
    state = fresh;
    if (!release) return goodBytes;
    journal ??= await openJournal<R | CommonRecord>(path, goodBytes, { clock });
    if (records > kind.fewest(state) * looseFactor) await journal.rewrite(kind.snapshot(state));
    return goodBytes;
  }
  try {
    await read();
    if (first.length > 0) {
      write(...first);
      await (await own()).durable();
    }
    // Killed between its end and the tidying up after it.
    if (release && over() && !(await readdir(folder)).includes(summaryName)) await tidyUp();
  } catch (error) {
    // Held by nobody, it can be opened again.
    await letGo();
    throw error;
  }

  function over(): boolean {
    return state.done || state.intent === 'cancel';
  }

  function write(...records: (R | CommonRecord)[]): void {
    for (const record of records) kind.apply(state, record);
    journal?.append(records);
  }

  const at = () => new Date(clock.now()).toISOString();
  const inTurn = <T>(run: () => Promise<T>): Promise<T> => {
    const result = turn.then(run, run);
    turn = result.catch(() => {});
    return result;
  };

  async function own(): Promise<Journal<R | CommonRecord>> {
    if (!release) {
      release = await holdLock(join(folder, lockName), { clock, patienceMs: 0 }).catch(elsewhere);
      if (release) await read();
    }
    if (!journal) throw new AppError('CONFLICT', 'Another window of Hubdesk is at this transfer.', { what: 'transfer' });
    return journal;
  }

  function start(owned: Journal<R | CommonRecord>): void {
    const abort = new AbortController();
    const pace = createPace({ clock, random: parts.random, signal: abort.signal });
    speed.reset();
    running = { abort, pace };
    ended = kind.run({ state, journal: owned, pace, abort }).then(
      () => finish(null),
      (error: unknown) => finish(abort.signal.aborted && abort.signal.reason === halted ? null : error),
    );
  }

  async function finish(error: unknown): Promise<void> {
    running?.abort.abort(halted);
    if (error !== null) write({ k: 'stopped', problem: problemOf(error) });
    // Where even this cannot be written, the reason is at least shown.
    try {
      await journal?.durable();
    } catch (failed) {
      state.problem = problemOf(failed);
    }
    running = null;
    if (state.done) await tidyUp();
    changed();
  }

  /**
   * Of what is over stay the summary and the list of files: no copies of a draft, and no addresses that open a store.
   * What cannot be taken away now goes with `forget`.
   */
  async function tidyUp(): Promise<void> {
    await journal?.rewrite(kind.snapshot(state)).catch(() => {});
    for (const name of await readdir(folder).catch(() => [])) {
      if (name !== journalName && name !== lockName) await rm(join(folder, name), { recursive: true, force: true }).catch(() => {});
    }
    const text = `${JSON.stringify(view())}\n`;
    await safeWrite(join(folder, summaryName), text, { clock }).catch(() => {});
  }

  async function halt(): Promise<void> {
    running?.abort.abort(halted);
    await ended;
  }

  async function letGo(): Promise<void> {
    await journal?.close().catch(() => {});
    journal = null;
    await release?.();
    release = null;
  }

  function view(): Transfer {
    const { planning, ...told } = kind.view(state);
    const waiting = running?.pace.waiting() ?? null;
    const bytesPerSecond = running && !waiting ? speed.read(told.bytes.sent, clock.now()) : null;
    const leftBytes = told.bytes.total - told.bytes.sent - told.bytes.spared;
    return {
      id,
      ...told,
      state: stateNow(planning, waiting !== null),
      phases: running ? told.phases : [],
      bytesPerSecond,
      remainingMs: bytesPerSecond === null ? null : Math.round((leftBytes * 1000) / bytesPerSecond),
      waitMs: waiting ? Math.max(0, waiting.untilMs - clock.now()) : null,
      problem: waiting?.problem ?? state.problem,
      elsewhere: !release,
      finishedAt: state.finishedAt,
    };
  }

  function stateNow(planning: boolean, waiting: boolean): Transfer['state'] {
    if (state.done) return 'done';
    if (state.intent === 'cancel') return 'cancelled';
    if (running) return waiting ? 'waiting' : planning ? 'planning' : 'running';
    if (!release) return state.intent === 'run' && !state.problem ? 'running' : 'paused';
    return state.problem ? 'stopped' : 'paused';
  }

  return {
    id,
    view,
    async files({ state: wanted, from, count }) {
      if (!release) await read();
      const all = kind.files(state).filter((file) => wanted === null || file.state === wanted);
      const ranked = all.toSorted((a, b) => rank[a.state] - rank[b.state]);
      return { files: ranked.slice(from, from + count), total: all.length };
    },
    wantsToRun: () => release !== null && running === null && !over() && state.intent === 'run' && state.problem === null,
    resume: () =>
      inTurn(async () => {
        if (running || over()) return;
        await ended;
        const owned = await own();
        const { problem } = state;
        if (problem?.code === 'ALREADY_THERE' || problem?.code === 'CONFLICT') write({ k: 'accepted' });
        write({ k: 'again' }, { k: 'intent', intent: 'run', at: at() });
        start(owned);
        changed();
      }),
    pause: () =>
      inTurn(async () => {
        if (over()) return;
        const owned = await own();
        await halt();
        if (over()) return;
        write({ k: 'intent', intent: 'pause', at: at() });
        await owned.durable();
        changed();
      }),
    cancel: () =>
      inTurn(async () => {
        if (over()) return;
        const owned = await own();
        await halt();
        if (over()) return;
        write({ k: 'intent', intent: 'cancel', at: at() });
        await owned.durable();
        await tidyUp();
        changed();
      }),
    close: () =>
      inTurn(async () => {
        await halt();
        await letGo();
      }),
  };
}

/** Why a run was aborted when nothing went wrong. */
const halted = new AppError('CANCELLED', 'Stopped.', {});

function elsewhere(error: unknown): null {
  if (isAppError(error, 'STORAGE_FAILED')) return null;
  throw error;
}

const rank: Record<TransferFile['state'], number> = {
  hashing: 0,
  sending: 0,
  committing: 0,
  failed: 1,
  hashed: 2,
  sent: 2,
  planned: 3,
  done: 4,
  spared: 5,
};
