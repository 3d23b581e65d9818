import { exampleDeployConfig } from '@hubdesk/shared/contract/example-deployment';
import type { Deployment } from '@hubdesk/shared/spaces/deployment';

/** One that is being built, unless `change` says otherwise. */
export function aDeployment(change: Partial<Deployment> = {}): Deployment {
  const at = '2026-01-01T00:00:00.000Z';
  return {
    id: 'd1',
    config: exampleDeployConfig,
    state: 'working',
    createdAt: at,
    updatedAt: at,
    space: {
      id: 'sandy/tiny-llama-chat',
      url: 'https://huggingface.co/spaces/sandy/tiny-llama-chat',
      appUrl: 'https://sandy-tiny-llama-chat.hf.space',
    },
    job: null,
    stage: 'BUILDING',
    steps: [
      { step: 'repo', state: 'done', startedAt: at, finishedAt: '2026-01-01T00:00:02.000Z', detail: null },
      { step: 'commit', state: 'done', startedAt: at, finishedAt: '2026-01-01T00:00:01.000Z', detail: '3 files' },
      { step: 'build', state: 'now', startedAt: at, finishedAt: null, detail: 'BUILDING' },
      { step: 'start', state: 'waiting', startedAt: null, finishedAt: null, detail: null },
      { step: 'question', state: 'waiting', startedAt: null, finishedAt: null, detail: null },
      { step: 'ready', state: 'waiting', startedAt: null, finishedAt: null, detail: null },
    ],
    asked: null,
    usdPerHour: 0,
    failure: null,
    following: 'live',
    problem: null,
    ...change,
  };
}
