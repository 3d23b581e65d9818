import { exampleConfig } from '@hubdesk/shared/contract/example-run';
import type { Run } from '@hubdesk/shared/train/run';

/** One that trains, unless `change` says otherwise. */
export function aRun(change: Partial<Run> = {}): Run {
  return {
    id: 'r1',
    kind: 'train',
    name: 'small-questions',
    note: '',
    config: exampleConfig,
    namespace: 'sandy',
    job: 'j1',
    jobUrl: 'https://hub.example/jobs/sandy/j1',
    state: 'running',
    stage: 'RUNNING',
    message: null,
    model: 'sandy/tiny-llama',
    dataset: 'sandy/small-questions',
    flavor: 'a10g-small',
    createdAt: '2026-11-20T12:00:00.000Z',
    startedAt: '2026-11-20T12:00:30.000Z',
    finishedAt: null,
    runningSeconds: 150,
    seenAt: '2026-11-20T12:03:00.000Z',
    timeoutSeconds: 3_600,
    usdPerMinute: 0.02,
    costUsd: 0.06,
    phases: [{ phase: 'training', state: 'now', startedAt: null, finishedAt: null, detail: 'step 42 of 100' }],
    progress: {
      step: 42,
      maxSteps: 100,
      epoch: 0.42,
      secondsPerStep: 2,
      remainingSeconds: 120,
      projectedUsd: 0.12,
      beyondTimeout: false,
    },
    latest: { loss: 1.234, eval_loss: 1.5 },
    checkpoints: [],
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
    trainer: 'trl',
    artifacts: null,
    resumedFrom: null,
    log: { lines: 0, gaps: 0 },
    following: 'live',
    problem: null,
    ...change,
  };
}

/** One that is over, with its weights on the Hub. */
export function aFinishedRun(change: Partial<Run> = {}): Run {
  const run = aRun();
  return {
    ...run,
    state: 'completed',
    stage: 'COMPLETED',
    finishedAt: '2026-11-20T12:06:00.000Z',
    progress: run.progress && { ...run.progress, step: 100, remainingSeconds: 0 },
    weights: { ...run.weights, state: 'there', kind: 'adapter' },
    following: 'no',
    ...change,
  };
}
