// Whether two runs train the same in everything that could make one of them
// fail: a smoke run says something of a real one only then.
import type { RunConfig } from '@hubdesk/shared/train/run-config';

/** Equal for configurations that differ in nothing but name, labels, timeout and where the weights go. */
export function fingerprintOf(config: RunConfig): string {
  const { name: _name, labels: _labels, timeoutSeconds: _timeout, output: _output, ...matters } = config;
  return JSON.stringify(sorted({ ...matters, secrets: config.secrets.toSorted() }));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, each]) => [key, sorted(each)]),
  );
}
