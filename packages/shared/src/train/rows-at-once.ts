// How many rows a card takes at once, as the script makes it fit the method.
import type { RunMethod } from './methods.ts';
import type { ParameterValues } from './parameters.ts';

type Asked = Pick<ParameterValues, 'per_device_train_batch_size' | 'num_generations'>;

/** KTO compares the answers of a batch with each other; GRPO takes all answers to a prompt together. */
export function leastRowsAtOnce(method: RunMethod, values: Pick<Asked, 'num_generations'>): number {
  return method === 'grpo' ? values.num_generations : method === 'kto' ? 2 : 1;
}

export function rowsAtOnce(method: RunMethod, values: Asked): number {
  const least = leastRowsAtOnce(method, values);
  const asked = Math.max(least, values.per_device_train_batch_size);
  return method === 'grpo' ? Math.ceil(asked / least) * least : asked;
}
