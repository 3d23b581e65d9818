// What a run is and does, in words for a line.
import type { Run, RunFailure, RunPhase } from '@hubdesk/shared/train/run';
import type { RunConfig } from '@hubdesk/shared/train/run-config';
import { tuningWords } from '../../api/run-words.ts';
import { formatRemaining } from '../../ui/format-remaining.ts';

/** `SFT · LoRA`; a script of one's own says nothing of the kind. */
export function methodWords(config: Pick<RunConfig, 'method' | 'tuning' | 'script' | 'model'>): string {
  if (config.script !== null && config.model === null) return 'Own script';
  return `${config.method.toUpperCase()} · ${tuningWords[config.tuning]}`;
}

/** Two or three words. */
export function stateWords(run: Pick<Run, 'state' | 'stage' | 'phases' | 'weights' | 'failure'>): string {
  switch (run.state) {
    case 'launching':
      return 'Asking for the job';
    case 'scheduling':
      return 'Waiting for hardware';
    case 'running':
      return phaseWords[run.phases.find(({ state }) => state === 'now')?.phase ?? 'queued'];
    case 'completed':
      return completedWords[run.weights.state];
    case 'failed':
      return run.failure ? failureWords[run.failure.kind] : 'Failed';
    case 'refused':
      return 'Not started';
    case 'canceled':
      return 'Cancelled';
    case 'deleted':
      return 'Deleted on the Hub';
    case 'unknown':
      return run.stage === null ? 'State unknown' : `The Hub says “${run.stage}”`;
  }
}

const phaseWords: Record<RunPhase, string> = {
  queued: 'Starting',
  image: 'Fetching the image',
  dependencies: 'Installing packages',
  model: 'Loading the model',
  data: 'Preparing the rows',
  training: 'Training',
  save: 'Saving the weights',
  push: 'Uploading the weights',
  verified: 'Looking for the weights',
};

const completedWords: Record<Run['weights']['state'], string> = {
  none: 'Finished',
  waiting: 'Looking for the weights',
  looking: 'Looking for the weights',
  there: 'Weights on the Hub',
  missing: 'Finished without weights',
  unknown: 'Finished, weights not seen',
};

const failureWords: Record<RunFailure['kind'], string> = {
  'out-of-memory': 'Out of memory',
  timeout: 'Out of time',
  credits: 'No credits left',
  permission: 'Not permitted',
  gated: 'Model not open to you',
  bf16: 'bf16 not possible there',
  data: 'Trouble with the rows',
  dependencies: 'Packages not installed',
  push: 'Upload failed',
  stuck: 'Never got hardware',
  'not-there': 'Not found',
  other: 'Failed',
};

/** What there is to say of how far it is: steps, time left. As many as are known. */
export function progressFacts({ state, progress, phases }: Pick<Run, 'state' | 'progress' | 'phases'>): string[] {
  if (state !== 'running') return [];
  const now = phases.find((each) => each.state === 'now');
  if (progress === null || progress.step === 0) return now?.detail ? [now.detail] : [];
  return [
    `step ${progress.step.toLocaleString('en')} of ${progress.maxSteps.toLocaleString('en')}`,
    ...(progress.remainingSeconds === null ? [] : [`${formatRemaining(progress.remainingSeconds * 1_000)} left`]),
  ];
}

/** The loss a run ended with or has now: on rows it does not train on where there are such. */
export function lossOf({ latest }: Pick<Run, 'latest'>): { value: number; evaluated: boolean } | null {
  const { eval_loss, loss, train_loss } = latest;
  if (eval_loss !== undefined) return { value: eval_loss, evaluated: true };
  const value = loss ?? train_loss;
  return value === undefined ? null : { value, evaluated: false };
}
