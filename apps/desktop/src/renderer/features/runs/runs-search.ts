// What the addresses of the runs' home and of their comparison say.
export const runsStates = ['completed', 'failed', 'ended'] as const;
export type RunsState = (typeof runsStates)[number];

export const runsSorts = ['when', 'name', 'loss', 'cost'] as const;
export type RunsSort = (typeof runsSorts)[number];

/** Left out: everything, newest first. */
export interface RunsSearch {
  q?: string;
  state?: RunsState;
  sort?: RunsSort;
  /** The other way round. */
  reverse?: true;
}

export function parseRunsSearch({ q, state, sort, reverse }: Record<string, unknown>): RunsSearch {
  const known = { state: runsStates.find((each) => each === state), sort: runsSorts.find((each) => each === sort) };
  return {
    // An address is read as JSON, so a number that was searched for comes back as one.
    ...((typeof q === 'string' || typeof q === 'number') && q !== '' && { q: String(q) }),
    ...(known.state && { state: known.state }),
    ...(known.sort && known.sort !== 'when' && { sort: known.sort }),
    ...(reverse === true && { reverse }),
  };
}

export const mostCompared = 6;

export interface CompareSearch {
  /** Ids of runs, with commas between. */
  runs?: string;
}

export function parseCompareSearch({ runs }: Record<string, unknown>): CompareSearch {
  return typeof runs === 'string' && runs !== '' ? { runs } : {};
}

/** The runs an address names, each once and not more than can be told apart. */
export function comparedRuns({ runs = '' }: CompareSearch): string[] {
  return [...new Set(runs.split(',').filter((id) => id !== ''))].slice(0, mostCompared);
}
