// Which runs of the history are shown, and in which order.
import type { Run } from '@hubdesk/shared/train/run';
import { methodWords, lossOf } from './run-words.ts';
import type { RunsSearch, RunsSort, RunsState } from './runs-search.ts';

/** What is followed is newer than what was listed; one the list does not have yet comes first. */
export function mergeLive(listed: readonly Run[], live: readonly Run[]): readonly Run[] {
  const newer = new Map(live.map((run) => [run.id, run]));
  const known = new Set(listed.map(({ id }) => id));
  return [...live.filter(({ id }) => !known.has(id)), ...listed.map((run) => newer.get(run.id) ?? run)];
}

/** Every word of `text` is somewhere in what one reads of a run. */
export function matchesText(run: Run, text: string): boolean {
  const { name, model, dataset, flavor, note, namespace, config } = run;
  const read = [name, model, dataset, flavor, note, namespace, config && methodWords(config)]
    .filter(Boolean)
    .join(' ')
    .toLowerCase();
  return text
    .toLowerCase()
    .split(/\s+/)
    .every((word) => read.includes(word));
}

export function isInState(run: Run, state: RunsState): boolean {
  switch (state) {
    case 'completed':
      return run.state === 'completed';
    case 'failed':
      return run.state === 'failed' || run.state === 'refused';
    case 'ended':
      return run.state === 'canceled' || run.state === 'deleted' || run.state === 'unknown';
  }
}

/** In the order people ask for first: newest, A to Z, lowest. */
export function historyRows(runs: readonly Run[], { q = '', state, sort = 'when', reverse }: RunsSearch): Run[] {
  const rows = runs.filter((run) => matchesText(run, q) && (state === undefined || isInState(run, state)));
  return rows.sort((a, b) => compare(a, b, sort, reverse === true));
}

/** What has no value for it comes last, either way round. */
function compare(a: Run, b: Run, sort: RunsSort, reverse: boolean): number {
  const way = reverse ? -1 : 1;
  switch (sort) {
    case 'when':
      return way * (Date.parse(b.createdAt) - Date.parse(a.createdAt));
    case 'name':
      return way * a.name.localeCompare(b.name, 'en', { numeric: true });
    case 'loss':
      return byNumber(lossOf(a)?.value ?? null, lossOf(b)?.value ?? null, way);
    case 'cost':
      return byNumber(a.costUsd, b.costUsd, way);
  }
}

function byNumber(a: number | null, b: number | null, way: number): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return way * (a - b);
}
