import { exampleConfig } from '@hubdesk/shared/contract/example-run';
import type { Run } from '@hubdesk/shared/train/run';

type Phase = Run['phases'][number];
const phases: readonly Phase['phase'][] = [
  'queued',
  'image',
  'dependencies',
  'model',
  'data',
  'training',
  'save',
  'push',
  'verified',
];

/** Done before `now`, waiting after it; all done without one. */
export function phasesAt(now: Phase['phase'] | null, state: Phase['state'] = 'now'): Phase[] {
  const place = now === null ? phases.length : phases.indexOf(now);
  return phases.map((phase, at) => ({
    phase,
    state: at < place ? 'done' : at === place ? state : 'waiting',
    startedAt: at <= place ? '2026-11-20T12:00:00.000Z' : null,
    finishedAt: at < place ? '2026-11-20T12:01:05.000Z' : null,
    detail: null,
  }));
}

/** One that trains: step 40 of 200, with a checkpoint. */
export function aRun(change: Partial<Run> = {}): Run {
  return {
    id: 'r1',
    kind: 'train',
    name: 'small-questions',
    note: '',
    config: exampleConfig,
    namespace: 'sandy',
    job: 'job1',
    jobUrl: 'https://hub.example/jobs/sandy/job1',
    state: 'running',
    stage: 'RUNNING',
    message: null,
    model: 'sandy/tiny-llama',
    dataset: 'sandy/small-questions',
    flavor: 'a10g-small',
    createdAt: '2026-11-20T12:00:00.000Z',
    startedAt: '2026-11-20T12:00:00.000Z',
    finishedAt: null,
    runningSeconds: 130,
    seenAt: new Date().toISOString(),
    timeoutSeconds: 600,
    usdPerMinute: 0.02,
    costUsd: 0.06,
    phases: phasesAt('training'),
    progress: {
      step: 40,
      maxSteps: 200,
      epoch: 0.4,
      secondsPerStep: 1.5,
      remainingSeconds: 240,
      projectedUsd: 0.14,
      beyondTimeout: false,
    },
    latest: { loss: 1.2, eval_loss: 1.3 },
    checkpoints: [20],
    weights: {
      state: 'waiting',
      repo: 'sandy/absent-yet',
      url: 'https://hub.example/sandy/absent-yet',
      files: [],
      kind: null,
      commit: null,
      lookedAt: null,
    },
    failure: null,
    trainer: 'tiny',
    artifacts: { bucket: 'sandy/jobs-artifacts', folder: 'runs/r1' },
    resumedFrom: null,
    log: { lines: 0, gaps: 0 },
    following: 'live',
    problem: null,
    ...change,
  };
}
