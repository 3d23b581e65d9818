// What the address of the form for a new run says: where its values come from.
export interface TrainFormSearch {
  model?: string;
  dataset?: string;
  /** The run it is a clone of. */
  from?: string;
}

export function parseTrainFormSearch({ model, dataset, from }: Record<string, unknown>): TrainFormSearch {
  return {
    ...(typeof model === 'string' && { model }),
    ...(typeof dataset === 'string' && { dataset }),
    ...(typeof from === 'string' && { from }),
  };
}
