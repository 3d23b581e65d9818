// All runs of a workspace as they stand: changed here alone, written behind, and
// told to whoever waits for a change.
import { AppError } from '@hubdesk/shared/errors';
import type { Run } from '@hubdesk/shared/train/run';
import type { Clock } from '../../ports/clock.ts';
import { isOver, reduceRun, type RunFact, stateOf } from './reduce-run.ts';
import type { RunRecord } from './run-record.ts';
import type { RunStore } from './run-store.ts';
import { type Following, inOrder, notFollowed, viewOf } from './run-view.ts';

export interface RunBook {
  all(): RunRecord[];
  find(id: string): RunRecord | null;
  /** Rejects with NOT_FOUND. */
  get(id: string): RunRecord;
  /** Resolves when it is durable. */
  add(record: RunRecord): Promise<void>;
  /** A change of state is written at once, everything else within a second. */
  tell(id: string, fact: RunFact): void;
  /** Resolves when it is durable. */
  change(id: string, change: Partial<Omit<RunRecord, 'id'>>): Promise<void>;
  remove(id: string): Promise<void>;
  setFollowing(id: string, following: Following): void;
  view(id: string): Run;
  list(): Run[];
  /** Those that are not over. */
  goingOn(): Run[];
  /** Resolves with the next change of any run, or when `signal` is aborted. */
  changed(signal: AbortSignal | undefined): Promise<void>;
  /** Writes what is still to be written. */
  close(): Promise<void>;
}

const writeBehindMs = 1_000;

export function createRunBook(parts: { records: readonly RunRecord[]; store: RunStore; clock: Clock; hubUrl: string; /** Something changed that every window should ask about again. */ announce: () => void }): RunBook {
  const { store, clock, hubUrl, announce } = parts;
  const records = new Map(parts.records.map((record) => [record.id, record]));
  const following = new Map<string, Following>();
  const behind = new Map<string, () => void>();
  let next = Promise.withResolvers<void>();

  function get(id: string): RunRecord {
    const record = records.get(id);
    if (!record) throw new AppError('NOT_FOUND', 'This run is not there any more.', { what: 'run' });
    return record;
  }

  function wake(): void {
    next.resolve();
    next = Promise.withResolvers<void>();
  }

  function write(id: string): Promise<void> {
    behind.get(id)?.();
    behind.delete(id);
    const record = records.get(id);
    return record ? store.write(record) : Promise.resolve();
  }

  function put(record: RunRecord): void {
    const before = records.get(record.id);
    records.set(record.id, record);
    wake();
    if (before === undefined || seenOutside(before) !== seenOutside(record)) announce();
  }

  const view = (record: RunRecord) => viewOf(record, following.get(record.id) ?? notFollowed, hubUrl);

  return {
    all: () => [...records.values()],
    find: (id) => records.get(id) ?? null,
    get,
    add(record) {
      put(record);
      return write(record.id);
    },
    tell(id, fact) {
      const before = records.get(id);
      // Taken out of the history while it was still being read.
      if (!before) return;
      const reduced = reduceRun(before, fact);
      const after = reduced.failure?.kind === 'stuck' && stateOf(reduced) !== 'scheduling' ? { ...reduced, failure: null } : reduced;
      put(after);
      // What cannot be written now is written with the next change.
      if (stateOf(before) !== stateOf(after) || before.job !== after.job) void write(id).catch(() => {});
      else if (!behind.has(id)) {
        behind.set(id, clock.after(writeBehindMs, () => {
          behind.delete(id);
          void write(id).catch(() => {});
        }));
      }
    },
    change(id, change) {
      put({ ...get(id), ...change });
      return write(id);
    },
    async remove(id) {
      records.delete(id);
      following.delete(id);
      behind.get(id)?.();
      behind.delete(id);
      await store.remove(id);
      wake();
      announce();
    },
    setFollowing(id, now) {
      const before = following.get(id) ?? notFollowed;
      if (before.following === now.following && before.problem?.code === now.problem?.code) return;
      following.set(id, now);
      wake();
      announce();
    },
    view: (id) => view(get(id)),
    list: () => {
      const over = new Set([...records.values()].filter(isOver).map(({ id }) => id));
      return inOrder([...records.values()].map(view), ({ id }) => over.has(id));
    },
    goingOn: () => inOrder([...records.values()].filter((record) => !isOver(record)).map(view), () => false),
    async changed(signal) {
      if (signal?.aborted) return;
      const left = Promise.withResolvers<void>();
      const end = () => left.resolve();
      signal?.addEventListener('abort', end, { once: true });
      await Promise.race([next.promise, left.promise]);
      signal?.removeEventListener('abort', end);
    },
    async close() {
      const left = [...behind.keys()];
      for (const id of left) void write(id).catch(() => {});
      await store.settled();
    },
  };
}

/** What lists and notifications go by; progress and values are followed instead. */
function seenOutside(record: RunRecord): string {
  const { name, note, job, weights, failure, problem, kind, logWhole } = record;
  return JSON.stringify([stateOf(record), name, note, job, kind, weights.state, failure?.kind, problem?.code, logWhole]);
}
