// The metrics a trainer tells, in a person's words and in the order they are
// looked at. One that is not known here keeps its own name and comes last.

const known: readonly [metric: string, label: string][] = [
  ['loss', 'Loss'],
  ['eval_loss', 'Evaluation loss'],
  ['learning_rate', 'Learning rate'],
  ['grad_norm', 'Gradient norm'],
  ['mean_token_accuracy', 'Token accuracy'],
  ['eval_mean_token_accuracy', 'Evaluation accuracy'],
  ['rewards/accuracies', 'Preference accuracy'],
  ['rewards/margins', 'Reward margin'],
  ['reward', 'Reward'],
  ['entropy', 'Entropy'],
  ['num_tokens', 'Tokens seen'],
];
const labels = new Map(known);
const order = new Map(known.map(([metric], at) => [metric, at]));

/** Said once about the whole run, or the same as an axis: no curves. */
const noCurve = /(^|_)(runtime|samples_per_second|steps_per_second)$|^(epoch|step|total_flos|train_loss)$/;

/** Told without noise: smoothing would only draw something else. */
const plainMetrics = new Set(['learning_rate', 'num_tokens']);

export function maySmooth(metric: string): boolean {
  return !plainMetrics.has(metric);
}

export function metricLabel(metric: string): string {
  const label = labels.get(metric);
  if (label !== undefined) return label;
  const words = metric.replaceAll(/[_/]+/g, ' ').trim();
  return words === '' ? metric : words.charAt(0).toUpperCase() + words.slice(1);
}

/** Those that are curves, the telling ones first. */
export function shownMetrics(metrics: Iterable<string>): string[] {
  const place = (metric: string) => order.get(metric) ?? known.length;
  return [...new Set(metrics)]
    .filter((metric) => !noCurve.test(metric))
    .toSorted((a, b) => place(a) - place(b) || (a < b ? -1 : 1));
}

const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumSignificantDigits: 4 });

/** Four digits at most: `1.234`, `0.0231`, `1.9e-4`, `12.4M`. */
export function formatMetric(value: number): string {
  const size = Math.abs(value);
  if (size >= 100_000) return compact.format(value);
  if (size !== 0 && size < 0.001) return value.toExponential(2).replace(/\.?0*e/, 'e');
  if (Number.isInteger(value)) return value.toLocaleString('en');
  return String(Number(value.toPrecision(4)));
}
