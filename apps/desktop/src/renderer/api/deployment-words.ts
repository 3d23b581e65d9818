// A deployment in words for a line: how it stands, what comes next, where it is.
import type { Deployment } from '@hubdesk/shared/spaces/deployment';
import type { DeployKind } from '@hubdesk/shared/spaces/deploy-kinds';

type Step = Deployment['steps'][number];

/** The stations, as one reads them in a list. */
export const stepWords: Record<Step['step'], string> = {
  repo: 'Create the Space',
  job: 'Ask for the job',
  commit: 'Push the files',
  build: 'Build',
  start: 'Start',
  question: 'Ask it a question',
  ready: 'Ready',
};

const nowWords: Record<Step['step'], string> = {
  repo: 'Creating the Space',
  job: 'Asking for the job',
  commit: 'Pushing the files',
  build: 'Building',
  start: 'Starting',
  question: 'Being asked',
  ready: 'Nearly ready',
};

const failedWords: Record<Step['step'], string> = {
  repo: 'The Space was not created',
  job: 'The job was not started',
  commit: 'The files were not taken',
  build: 'Not built',
  start: 'Did not start',
  question: 'Does not answer',
  ready: 'Not ready',
};

export const deployKindWords: Record<DeployKind, string> = {
  'zero-gpu': 'ZeroGPU',
  gpu: 'a GPU of its own',
  cpu: 'CPU',
  static: 'a static page',
  job: 'a job',
};

/** Two or three words. */
export function deploymentWords({ state, steps, following, config }: Deployment): string {
  switch (state) {
    case 'working': {
      if (following === 'stopped') return 'Needs you';
      const now = steps.find((step) => step.state === 'now');
      return now ? nowWords[now.step] : 'Beginning';
    }
    case 'ready':
      return config.kind === 'job' ? 'Serving' : config.kind === 'static' ? 'Published' : 'Ready';
    case 'failed': {
      const failed = steps.find((step) => step.state === 'failed');
      return failed ? failedWords[failed.step] : 'Failed';
    }
    case 'cancelled':
      return hasServed({ state, steps, config }) ? 'Stopped' : 'Cancelled';
    case 'ended':
      return 'Ended';
  }
}

/** It was stopped after it had answered, which is no cancelling. */
export function hasServed({ state, steps, config }: Pick<Deployment, 'state' | 'steps' | 'config'>): boolean {
  const isDone = steps.some((step) => step.step === 'ready' && step.state === 'done');
  return config.kind === 'job' && state === 'cancelled' && isDone;
}

export function deploymentShape({ state, following }: Pick<Deployment, 'state' | 'following'>) {
  if (state === 'failed' || (state === 'working' && following === 'stopped')) return 'attention';
  if (state === 'working') return 'half';
  return state === 'ready' ? 'on' : 'off';
}

/** From 0 to 1, by the steps that are done. */
export function deploymentShare({ steps }: Pick<Deployment, 'steps'>): number {
  const counted = steps.filter(({ state }) => state !== 'skipped');
  return counted.length === 0 ? 0 : counted.filter(({ state }) => state === 'done').length / counted.length;
}

/** What a person calls it. A job has no title, only its name. */
export function deploymentName({ config: { kind, name, title } }: Pick<Deployment, 'config'>): string {
  return kind === 'job' || title.trim() === '' ? name : title;
}

/** `Building · Tiny Llama`, for the window's title: of the first that is at work. Null while none is. */
export function deploymentTitle(live: readonly Deployment[]): string | null {
  const first = live.find(({ state }) => state === 'working');
  return first ? `${deploymentWords(first)} · ${deploymentName(first)}` : null;
}
