import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exampleDeployConfig } from '@hubdesk/shared/contract/example-deployment';
import { afterAll, expect, it } from 'vitest';
import { systemClock } from '../ports/clock.ts';
import { openKeptDraft } from './kept-draft.ts';

const state = await mkdtemp(join(tmpdir(), 'hubdesk-kept-draft-'));
afterAll(() => rm(state, { recursive: true }));
const lasting = { lasting: true };

it('keeps what is put together for the next start, and forgets it when told to', async () => {
  await openKeptDraft({ state, clock: systemClock }).keep(lasting, exampleDeployConfig);
  const later = openKeptDraft({ state, clock: systemClock });
  expect(await later.read(lasting)).toEqual(exampleDeployConfig);
  await later.keep(lasting, null);
  expect(await later.read(lasting)).toBeNull();
});

it('keeps that of a passing workspace apart, and lets it end with it', async () => {
  const draft = openKeptDraft({ state, clock: systemClock });
  const passing = { lasting: false };
  await draft.keep(passing, exampleDeployConfig);
  expect(await draft.read(passing)).toEqual(exampleDeployConfig);
  expect(await draft.read({ lasting: false })).toBeNull();
  expect(await draft.read(lasting)).toBeNull();
});

it('takes what it cannot read for nothing', async () => {
  const draft = openKeptDraft({ state, clock: systemClock });
  await writeFile(join(state, 'deployment-draft.json'), '{"version":2,"config":{}}');
  expect(await draft.read(lasting)).toBeNull();
  await writeFile(join(state, 'deployment-draft.json'), '{"versi');
  expect(await draft.read(lasting)).toBeNull();
});
