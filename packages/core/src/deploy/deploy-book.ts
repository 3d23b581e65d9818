// All deployments of a workspace as they stand: changed here alone, durable before anything is done on the strength of
// a change, and told to whoever waits for one.
import { AppError } from '@hubdesk/shared/errors';
import type { DeployStep } from '@hubdesk/shared/spaces/deploy-kinds';
import type { Deployment } from '@hubdesk/shared/spaces/deployment';
import type { Clock } from '../ports/clock.ts';
import { deploymentOf, type DeployRecord, type Following, isAtWork } from './deploy-record.ts';
import type { DeployStore } from './deploy-store.ts';

export type StepState = DeployRecord['steps'][number]['state'];

export interface DeployBook {
  all(): DeployRecord[];
  find(id: string): DeployRecord | null;
  /** Rejects with NOT_FOUND. */
  get(id: string): DeployRecord;
  add(record: DeployRecord): Promise<void>;
  /** Resolves when it is durable. One that was forgotten meanwhile stays so. */
  change(id: string, change: Partial<Omit<DeployRecord, 'id'>>): Promise<void>;
  /** Where a step stands, with all else that changes with it. */
  step(
    id: string,
    step: DeployStep,
    now: { state: StepState; detail?: string | null },
    change?: Partial<Omit<DeployRecord, 'id' | 'steps'>>,
  ): Promise<void>;
  remove(id: string): Promise<void>;
  setFollowing(id: string, following: Following): void;
  view(id: string): Deployment;
  /** Those at work first, then newest. */
  list(): Deployment[];
  /** Resolves with the next change of any, or when `signal` is aborted. */
  changed(signal: AbortSignal): Promise<void>;
}

const notFollowed: Following = { following: 'no', problem: null };

export function createDeployBook(parts: {
  records: readonly DeployRecord[];
  store: DeployStore;
  clock: Clock;
  /** `state`: one that what is known of Spaces depends on. */ announce: (what: 'state' | 'detail') => void;
}): DeployBook {
  const { store, clock, announce } = parts;
  const records = new Map(parts.records.map((record) => [record.id, record]));
  const following = new Map<string, Following>();
  let next = Promise.withResolvers<void>();

  const now = () => new Date(clock.now()).toISOString();

  function get(id: string): DeployRecord {
    const record = records.get(id);
    if (!record) throw new AppError('NOT_FOUND', 'There is no such deployment.', { what: 'deployment' });
    return record;
  }

  function wake(what: 'state' | 'detail'): void {
    next.resolve();
    next = Promise.withResolvers<void>();
    announce(what);
  }

  async function put(record: DeployRecord): Promise<void> {
    const before = records.get(record.id);
    records.set(record.id, record);
    wake(
      before === undefined ||
        before.state !== record.state ||
        before.stage !== record.stage ||
        before.space?.state !== record.space?.state
        ? 'state'
        : 'detail',
    );
    await store.write(record);
  }

  async function change(id: string, changes: Partial<Omit<DeployRecord, 'id'>>): Promise<void> {
    const record = records.get(id);
    if (record) await put({ ...record, ...changes, updatedAt: now() });
  }

  const view = (record: DeployRecord) => deploymentOf(record, following.get(record.id) ?? notFollowed);

  return {
    all: () => [...records.values()],
    find: (id) => records.get(id) ?? null,
    get,
    add: put,
    change,
    async step(id, name, { state, detail }, more = {}) {
      const record = records.get(id);
      if (!record) return;
      const at = now();
      const steps = record.steps.map((each) => {
        if (each.step !== name) return each;
        const over = state !== 'now' && state !== 'waiting';
        return {
          ...each,
          state,
          startedAt: each.startedAt ?? at,
          finishedAt: over ? at : null,
          detail: detail === undefined ? each.detail : detail,
        };
      });
      await change(id, { ...more, steps });
    },
    async remove(id) {
      records.delete(id);
      following.delete(id);
      wake('detail');
      await store.remove(id);
    },
    setFollowing(id, state) {
      const before = following.get(id) ?? notFollowed;
      if (before.following === state.following && before.problem?.code === state.problem?.code) return;
      following.set(id, state);
      wake('detail');
    },
    view: (id) => view(get(id)),
    list: () =>
      [...records.values()]
        .toSorted((a, b) => Number(isAtWork(b)) - Number(isAtWork(a)) || b.createdAt.localeCompare(a.createdAt))
        .map(view),
    async changed(signal) {
      if (signal.aborted) return;
      const left = Promise.withResolvers<void>();
      const end = () => left.resolve();
      signal.addEventListener('abort', end, { once: true });
      await Promise.race([next.promise, left.promise]);
      signal.removeEventListener('abort', end);
    },
  };
}
