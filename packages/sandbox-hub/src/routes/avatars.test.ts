import { afterAll, beforeAll, expect, test } from 'vitest';
import { startSandboxHub, type SandboxHub } from '../index.ts';

let hub: SandboxHub;
beforeAll(async () => {
  hub = await startSandboxHub({ seed: 'demo' });
});
afterAll(() => hub.close());

test('draws the initials of an account, the same each time', async () => {
  const answer = await fetch(`${hub.url}/avatars/sandy.svg`);
  expect(answer.headers.get('content-type')).toBe('image/svg+xml; charset=utf-8');
  const drawing = await answer.text();
  expect(drawing).toContain('>SS</text>');
  expect(await (await fetch(`${hub.url}/avatars/sandy.svg`)).text()).toBe(drawing);
});

test('takes no name that could be more than a name', async () => {
  expect((await fetch(`${hub.url}/avatars/${encodeURIComponent('<script>.svg')}`)).status).toBe(404);
  expect((await fetch(`${hub.url}/avatars/sandy.png`)).status).toBe(404);
});
