// How many steps a training run takes: one step is one change of the weights.

export interface StepsInput {
  /** That are trained on, after the ones the trainer leaves out. */
  rows: number;
  /** May be a fraction. */
  epochs: number;
  /** Rows a device takes at once. */
  batch: number;
  /** Batches to a step. */
  accumulation: number;
  devices: number;
}

/**
 * As transformers' Trainer counts without `max_steps`: what is left over at the
 * end of an epoch still makes a batch, and still makes a step. 0 without rows.
 */
export function stepsOf({ rows, epochs, batch, accumulation, devices }: StepsInput): number {
  if (rows <= 0) return 0;
  const batchesAnEpoch = Math.ceil(rows / (batch * devices));
  const stepsAnEpoch = Math.max(1, Math.ceil(batchesAnEpoch / accumulation));
  return Math.ceil(epochs * stepsAnEpoch);
}
