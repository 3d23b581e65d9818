import { startSandboxHub, type SandboxHub } from '@hubdesk/sandbox-hub';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createHubClient, type HubClient } from '../hub/hub-client.ts';
import { systemClock } from '../ports/clock.ts';
import { Secret } from '../secrets/secret.ts';
import { makeCard } from './dataset-card.ts';

const wish = {
  repo: 'sandy/tide-pool-chats',
  answers: { title: 'New title', description: 'New words', license: 'mit', languages: [], tags: [] },
  description: {
    splits: [{ split: 'train' as const, path: 'train.jsonl', rows: 5, bytes: 50 }],
    columns: [],
    format: null,
    longestRowBytes: null,
  },
};

let hub: SandboxHub;
let client: HubClient;
beforeEach(async () => {
  hub = await startSandboxHub({ seed: 'demo', tokenPace: 'none' });
  client = createHubClient({ hubUrl: hub.url, routerUrl: hub.routerUrl }, systemClock);
});
afterEach(() => hub.close());
const make = (change: object = {}) => makeCard(client, { ...wish, ...change }, { token: Secret.from(hub.token) });

it('keeps the words of the card that is in the repository', async () => {
  const { text, warnings } = await make();
  expect(text).toContain('# Tide pool chats');
  expect(text).toContain('path: train.jsonl');
  expect(text).not.toContain('New words');
  expect(warnings).toHaveLength(2);
});

it('is new where the repository is, or has no card', async () => {
  const { text, warnings } = await make({ repo: 'sandy/not-there' });
  expect(text).toContain('# New title\n\nNew words\n');
  expect(warnings).toEqual([]);
});

it('tells what the Hub says against it', async () => {
  hub.fail('POST /api/validate-yaml', {
    status: 400,
    body: { errors: [{ message: '"license" must be one of these' }], warnings: [] },
  });
  expect((await make({ repo: 'sandy/not-there' })).warnings).toEqual(['"license" must be one of these']);
});

it('is there also when the Hub cannot be asked, which is said', async () => {
  hub.fail('POST /api/validate-yaml', { reset: true });
  expect((await make({ repo: 'sandy/not-there' })).warnings).toEqual([
    'The Hub could not be asked whether it accepts this card.',
  ]);
});

it('is not made over one that could not be read', async () => {
  hub.fail('GET /datasets/sandy/tide-pool-chats/resolve/main/README.md', { status: 503, body: { error: 'no' } });
  await expect(make()).rejects.toMatchObject({ code: 'PROVIDER_UNAVAILABLE' });
});
