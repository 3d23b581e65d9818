// The Spaces of the demo's people: one that runs, one asleep on paid hardware, one paused, two in trouble.
// Their apps are small and real; they are not started before somebody asks them.
import type { NewRepo } from '../repos/repo-store.ts';
import type { SpaceStart } from '../spaces/space-notes.ts';

const DAY_MS = 86_400_000;
const LATEST_MS = Date.UTC(2025, 10, 15);

const CHAT_APP = `import os

import spaces
import gradio as gr


@spaces.GPU
def chat(message, history):
    return f"{os.environ['MODEL_ID']} heard: {message}"


gr.ChatInterface(chat, api_name="chat", title="Harbour helper").launch()
`;
const SMALL_APP = `import gradio as gr

gr.Interface(lambda text: text[::-1], "text", "text", api_name="predict").launch()
`;

function readme(title: string, emoji: string, more = ''): string {
  return `---\ntitle: ${title}\nemoji: ${emoji}\ncolorFrom: blue\ncolorTo: yellow\nsdk: gradio\nsdk_version: 6.25.0\napp_file: app.py\n${more}---\n`;
}

export function demoSpaceRepos(): NewRepo[] {
  const space = (name: string, ageDays: number, likes: number, files: Record<string, string>): NewRepo => ({
    type: 'space',
    name,
    createdBy: 'sandy',
    sdk: 'gradio',
    likes,
    createdAtMs: LATEST_MS - ageDays * DAY_MS,
    files,
  });
  return [
    space('sandy/harbour-helper-chat', 12, 9, {
      'README.md': readme('Harbour helper', '⚓', 'models:\n- sandy/harbour-helper\n'),
      'app.py': CHAT_APP,
      'requirements.txt': 'transformers>=4.56\naccelerate\n',
    }),
    space('sandy/old-buoy', 160, 2, { 'README.md': readme('Old buoy', '🛟'), 'app.py': SMALL_APP }),
    space('sandy/net-mender', 3, 0, {
      'README.md': readme('Net mender', '🪢'),
      'app.py': SMALL_APP,
      'requirements.txt': 'transformers==999.0\n',
    }),
    space('sandy/whale-song', 40, 1, { 'README.md': readme('Whale song', '🐋'), 'app.py': CHAT_APP }),
    space('space-templates/chatbot', 300, 120, {
      'README.md': readme('chatbot', '💬', 'is_template: true\n'),
      'app.py': CHAT_APP,
    }),
    {
      ...space('tidewater/support-desk', 75, 0, {
        'README.md': readme('Support desk', '🛎️', 'models:\n- tidewater/support-writer\n'),
        'app.py': SMALL_APP,
      }),
      visibility: 'private',
    },
  ];
}

export const DEMO_SPACES: Readonly<Record<string, SpaceStart>> = {
  'sandy/harbour-helper-chat': {
    stage: 'RUNNING',
    hardware: 'zero-a10g',
    variables: { MODEL_ID: { value: 'sandy/harbour-helper' } },
    buildLines: [
      '--> RUN pip install --no-cache-dir -r /tmp/requirements.txt',
      'DONE 41.2s',
      '--> Pushing image',
      'DONE 6.0s',
    ],
    runLines: [
      '===== Application Startup at 2025-11-14 09:12:31 =====',
      '',
      '* Running on local URL:  http://0.0.0.0:7860',
    ],
  },
  'sandy/old-buoy': { stage: 'PAUSED' },
  'sandy/net-mender': {
    stage: 'BUILD_ERROR',
    errorMessage: 'Job failed with exit code: 1. Reason: cache miss: RUN pip install',
    buildLines: [
      '--> RUN pip install --no-cache-dir -r /tmp/requirements.txt',
      'ERROR: Could not find a version that satisfies the requirement transformers==999.0 (from versions: none)',
      'ERROR: No matching distribution found for transformers==999.0',
    ],
  },
  'sandy/whale-song': {
    stage: 'RUNTIME_ERROR',
    errorMessage: 'Memory limit exceeded (16Gi)',
    hardware: 'cpu-upgrade',
    runLines: [
      '===== Application Startup at 2025-11-02 18:40:07 =====',
      'Loading checkpoint shards:  50%|#####     | 1/2',
    ],
  },
  'tidewater/support-desk': {
    stage: 'SLEEPING',
    hardware: 't4-small',
    sleepAfterSeconds: 3600,
    secrets: { HF_TOKEN: { value: 'hf_read_only_of_the_demo', description: 'Reads the private model' } },
    variables: { MODEL_ID: { value: 'tidewater/support-writer' } },
  },
};
