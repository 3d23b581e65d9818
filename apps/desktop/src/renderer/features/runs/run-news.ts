// What is worth telling a person who looks elsewhere: that a run has started,
// has ended, or was not begun. Works it out from the states seen before.
import type { Run, RunState } from '@hubdesk/shared/train/run';
import { formatUsd } from '../../ui/format-usd.ts';
import type { News } from '../../ui/tell-news.ts';

export interface RunNews extends News {
  run: string;
}

/** What was seen last, by a run's id. */
export type SeenStates = Map<string, RunState>;

/**
 * The news since `seen`, which is brought up to date. Of a run never seen before only what happened since `sinceMs`
 * (epoch milliseconds) is news.
 */
export function newsOf(runs: readonly Run[], seen: SeenStates, sinceMs: number): RunNews[] {
  return runs.flatMap((run) => {
    const before = seen.get(run.id) ?? (Date.parse(run.createdAt) >= sinceMs ? 'launching' : run.state);
    // The weights of one that is over are still being looked for; it is told when that is known.
    if (isLooking(run) || stageOf(run.state) <= stageOf(before)) {
      if (!seen.has(run.id)) seen.set(run.id, before);
      return [];
    }
    seen.set(run.id, run.state);
    const news = tell(run);
    return news === null ? [] : [{ run: run.id, tag: `${run.id} ${run.state}`, ...news }];
  });
}

/** A run only goes on; a word that would take it back is an older one. */
function stageOf(state: RunState): number {
  const going: readonly RunState[] = ['launching', 'scheduling', 'unknown', 'running'];
  const at = going.indexOf(state);
  return at < 0 ? going.length : at;
}

function isLooking({ state, weights }: Run): boolean {
  return state === 'completed' && (weights.state === 'waiting' || weights.state === 'looking');
}

function tell(run: Run): Pick<RunNews, 'title' | 'body' | 'attention'> | null {
  const name = nameOf(run);
  switch (run.state) {
    case 'running':
      return { title: `${name} has started`, body: `It runs on ${run.flavor}.`, attention: false };
    case 'completed':
      if (run.weights.state === 'missing')
        return {
          title: `${name} has finished without weights`,
          body: `They are not in ${run.weights.repo}. What was kept can be saved from its bucket.`,
          attention: true,
        };
      return {
        title: `${name} has finished`,
        body: [
          run.weights.state === 'there' ? `The weights are in ${run.weights.repo}.` : '',
          run.costUsd === null ? '' : `It cost ${formatUsd(run.costUsd)}.`,
        ]
          .filter(Boolean)
          .join(' '),
        attention: false,
      };
    case 'failed':
      return {
        title: `${name} has failed`,
        body: run.failure?.sentence ?? 'Its page says what is known.',
        attention: true,
      };
    case 'refused':
      return {
        title: `${name} was not started`,
        body: run.failure?.sentence ?? run.problem?.message ?? 'Its page says what is known.',
        attention: true,
      };
    case 'deleted':
      return { title: `${name} was deleted on the Hub`, body: 'What was seen of it is kept here.', attention: true };
    default:
      return null;
  }
}

function nameOf({ name, kind }: Run): string {
  return kind === 'smoke' ? `The smoke run of ${name}` : kind === 'salvage' ? `The salvage of ${name}` : name;
}
