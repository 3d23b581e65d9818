import type { SpaceRow } from '@hubdesk/shared/spaces/space';

export function aSpace(change: Partial<SpaceRow> & { stage?: string } = {}): SpaceRow {
  const { stage = 'RUNNING', ...more } = change;
  return {
    id: 'sandy/tiny-llama-chat',
    title: 'Tiny Llama',
    emoji: '🦙',
    colorFrom: 'indigo',
    colorTo: 'blue',
    sdk: 'gradio',
    visibility: 'public',
    models: ['sandy/tiny-llama'],
    likes: 0,
    lastModified: '2026-01-02T00:00:00.000Z',
    runtime: {
      stage,
      errorMessage: null,
      hardware: 'cpu-basic',
      requested: 'cpu-basic',
      sleepSeconds: null,
      devMode: false,
      replicas: null,
      volumes: [],
      domains: [],
      sha: null,
      appUrl: 'https://sandy-tiny-llama-chat.hf.space',
    },
    usdPerHour: 0,
    url: 'https://huggingface.co/spaces/sandy/tiny-llama-chat',
    ...more,
  };
}
