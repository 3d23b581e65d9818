// A run in the words and the shape that its own page and the list share.
import type { Run, RunKind } from '@hubdesk/shared/train/run';
import type { RunConfig } from '@hubdesk/shared/train/run-config';

/** What kind of run it is, where it is not a whole training. */
export const kindWords: Record<RunKind, string | null> = { train: null, smoke: 'Smoke run', salvage: 'Salvage' };

export const tuningWords: Record<RunConfig['tuning'], string> = { full: 'all weights', lora: 'LoRA', qlora: 'QLoRA' };

/** What its state looks like beside its words. */
export function stateShape({ state, weights }: Pick<Run, 'state' | 'weights'>) {
  if (state === 'completed') return weights.state === 'missing' ? 'attention' : 'on';
  if (state === 'failed' || state === 'refused') return 'attention';
  if (state === 'canceled' || state === 'deleted' || state === 'unknown') return 'off';
  return 'half';
}
