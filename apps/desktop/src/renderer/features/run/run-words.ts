// A run in words for a line: how it stands, what is trained on what.
import type { Run, RunPhase } from '@hubdesk/shared/train/run';
import { tuningWords } from '../../api/run-words.ts';

/** One or two words; a stage newer than this app in the Hub's own. */
export function stateWords({ state, stage, weights }: Pick<Run, 'state' | 'stage' | 'weights'>): string {
  if (state === 'completed' && weights.state === 'missing') return 'Finished without weights';
  if (state === 'unknown') return stage === null ? 'State unknown' : `The Hub says “${stage}”`;
  return {
    launching: 'Asking for the job',
    refused: 'Not started',
    scheduling: 'Waiting for hardware',
    running: 'Running',
    completed: 'Completed',
    failed: 'Failed',
    canceled: 'Cancelled',
    deleted: 'Deleted on the Hub',
  }[state];
}

const methodWords = { sft: 'SFT', dpo: 'DPO', kto: 'KTO', grpo: 'GRPO' };

/** `SFT, LoRA`; null for a run whose configuration is not known. */
export function howWords({ config }: Pick<Run, 'config'>): string | null {
  if (!config) return null;
  if (config.script !== null) return 'your own script';
  return `${methodWords[config.method]}, ${tuningWords[config.tuning]}`;
}

export const phaseWords: Record<RunPhase, string> = {
  queued: 'Queue',
  image: 'Start the machine',
  dependencies: 'Install the packages',
  model: 'Load the model',
  data: 'Read the dataset',
  training: 'Train',
  save: 'Save',
  push: 'Push to the Hub',
  verified: 'Verify the weights',
};

/** What stays when a run is cancelled now. */
export function keptWords({
  config,
  checkpoints,
  artifacts,
  weights,
}: Pick<Run, 'config' | 'checkpoints' | 'artifacts' | 'weights'>): string {
  const bucket = artifacts ? `${artifacts.bucket}/${artifacts.folder}` : 'the bucket';
  const kept =
    checkpoints.length > 0
      ? `${checkpoints.length === 1 ? 'The checkpoint' : `The ${checkpoints.length} checkpoints`} in ${bucket} ${checkpoints.length === 1 ? 'stays' : 'stay'}, and you can resume from ${checkpoints.length === 1 ? 'it' : 'the last one'}.`
      : config?.keepCheckpoints
        ? 'No checkpoint was saved yet, so there will be nothing to resume from.'
        : 'No checkpoints are kept, so nothing of the training is left.';
  const pushed = weights.state === 'none' ? '' : ` No weights are pushed to ${weights.repo}.`;
  return `${kept}${pushed} The minutes used so far are paid for.`;
}
