// What the address of the form for a new run says: where its values come from.
// Reads whatever somebody typed there; it never throws.
export interface TrainFormSearch {
  model?: string;
  dataset?: string;
  /** The run it is a clone of. */
  from?: string;
  /** Of `from`: the remedy for its failure that is to be laid over. */
  remedy?: string;
  /** The run to go on with, from its last checkpoint. */
  resume?: string;
  /** The name of a kept configuration. */
  recipe?: string;
}

const keys = ['model', 'dataset', 'from', 'remedy', 'resume', 'recipe'] as const;

export function parseTrainFormSearch(raw: Record<string, unknown>): TrainFormSearch {
  const search: TrainFormSearch = {};
  for (const key of keys) {
    const value = raw[key];
    // A text of digits alone comes out of the address as a number.
    if ((typeof value === 'string' && value !== '') || typeof value === 'number') {
      search[key] = String(value).slice(0, 200);
    }
  }
  return search;
}
