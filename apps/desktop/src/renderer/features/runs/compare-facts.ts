// Runs side by side: what they were asked for, what came of them, and which did
// best at what. Plain values in words, ready for a table or a file.
import { parameters } from '@hubdesk/shared/train/parameters';
import type { RunConfig } from '@hubdesk/shared/train/run-config';
import type { Run } from '@hubdesk/shared/train/run';
import { formatMetric, metricLabel, shownMetrics } from '../../ui/charts/metric-words.ts';
import { formatRemaining } from '../../ui/format-remaining.ts';
import { formatUsd } from '../../ui/format-usd.ts';
import { methodWords, stateWords } from './run-words.ts';

export interface CompareFact {
  group: 'Result' | 'Settings' | 'Parameters';
  key: string;
  label: string;
  /** One a run, in their order; null where it is not known. */
  values: (string | null)[];
  differs: boolean;
  /** The run that did best; null where that has no meaning, or where they are alike. */
  best: number | null;
}

/** Told by a trainer, and nothing that one run does better than another. */
const noResult = new Set(['learning_rate', 'grad_norm', 'num_tokens', 'entropy']);

export function compareFacts(runs: readonly Run[]): CompareFact[] {
  return [...resultFacts(runs), ...settingFacts(runs), ...parameterFacts(runs)];
}

function resultFacts(runs: readonly Run[]): CompareFact[] {
  const metrics = shownMetrics(runs.flatMap(({ latest }) => Object.keys(latest))).filter((name) => !noResult.has(name));
  return [
    fact('Result', 'state', 'State', runs.map(stateWords)),
    ...metrics.map((metric) => {
      const values = runs.map(({ latest }) => latest[metric] ?? null);
      return numbers(runs, metric, metricLabel(metric), values, formatMetric, directionOf(metric));
    }),
    numbers(
      runs,
      'cost',
      'Cost',
      runs.map((run) => run.costUsd),
      formatUsd,
      'low',
    ),
    numbers(
      runs,
      'time',
      'Running time',
      runs.map(({ runningSeconds }) => (runningSeconds > 0 ? runningSeconds : null)),
      (seconds) => formatRemaining(seconds * 1_000),
      'low',
    ),
    numbers(
      runs,
      'steps',
      'Steps',
      runs.map(({ progress }) => progress?.step ?? null),
      String,
      null,
    ),
  ];
}

function settingFacts(runs: readonly Run[]): CompareFact[] {
  const of = (key: string, label: string, read: (config: RunConfig) => string | null) =>
    fact(
      'Settings',
      key,
      label,
      runs.map(({ config }) => config && read(config)),
    );
  return [
    fact(
      'Settings',
      'model',
      'Model',
      runs.map(({ model }) => model),
    ),
    fact(
      'Settings',
      'dataset',
      'Dataset',
      runs.map(({ dataset }) => dataset),
    ),
    of('split', 'Trained on', ({ dataset }) => dataset && [dataset.config, dataset.train].filter(Boolean).join(', ')),
    of('evaluation', 'Evaluated on', ({ dataset }) => dataset?.evaluation ?? 'nothing'),
    of('method', 'Method', methodWords),
    of('script', 'Script', ({ script }) => (script === null ? 'generated' : 'edited')),
    fact(
      'Settings',
      'flavor',
      'Hardware',
      runs.map(({ flavor }) => flavor),
    ),
    fact(
      'Settings',
      'timeout',
      'Timeout',
      runs.map(({ timeoutSeconds }) => (timeoutSeconds === null ? null : formatRemaining(timeoutSeconds * 1_000))),
    ),
    fact(
      'Settings',
      'payer',
      'Paid by',
      runs.map(({ namespace }) => namespace),
    ),
    of('output', 'Weights go to', ({ output }) => output.repo),
  ];
}

/** Only those that apply to one of the runs. */
function parameterFacts(runs: readonly Run[]): CompareFact[] {
  const configs = runs.map(({ config }) => config);
  const given: readonly { key: string; label: string; methods?: readonly string[]; tunings?: readonly string[] }[] =
    parameters;
  return given
    .filter(({ methods, tunings }) =>
      configs.some(
        (config) =>
          config && (!methods || methods.includes(config.method)) && (!tunings || tunings.includes(config.tuning)),
      ),
    )
    .map(({ key, label }) =>
      fact(
        'Parameters',
        key,
        label,
        configs.map((config) => config && parameterWords(new Map(Object.entries(config.parameters)).get(key))),
      ),
    );
}

function parameterWords(value: unknown): string | null {
  if (value === null || value === undefined) return 'left to the trainer';
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  return typeof value === 'number' ? formatMetric(value) : String(value);
}

function fact(group: CompareFact['group'], key: string, label: string, values: (string | null)[]): CompareFact {
  return { group, key, label, values, differs: new Set(values).size > 1, best: null };
}

function numbers(
  runs: readonly Run[],
  key: string,
  label: string,
  values: (number | null)[],
  say: (value: number) => string,
  direction: 'low' | 'high' | null,
): CompareFact {
  const words = values.map((value) => (value === null ? null : say(value)));
  return { ...fact('Result', key, label, words), best: direction && bestOf(runs, values, direction) };
}

/** Among the runs that came to their end: one that broke off early is cheap, and no better for it. */
function bestOf(runs: readonly Run[], values: (number | null)[], direction: 'low' | 'high'): number | null {
  const entries = values.flatMap((value, at) =>
    value !== null && runs[at]?.state === 'completed' ? [{ value, at }] : [],
  );
  const ordered = entries.toSorted((a, b) => (direction === 'low' ? a.value - b.value : b.value - a.value));
  const [first, second] = ordered;
  return first && second && first.value !== second.value ? first.at : null;
}

function directionOf(metric: string): 'low' | 'high' | null {
  if (/loss|perplexity/.test(metric)) return 'low';
  return /accurac|reward|margin/.test(metric) ? 'high' : null;
}
