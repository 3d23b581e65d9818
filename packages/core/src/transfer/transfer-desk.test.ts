import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { startSandboxHub } from '@hubdesk/sandbox-hub';
import { scratchFolder } from '../files/scratch-folder.ts';
import { createHubClient } from '../hub/hub-client.ts';
import { systemClock } from '../ports/clock.ts';
import { sourceWorkers } from '../ports/source-workers.ts';
import { Secret } from '../secrets/secret.ts';
import { openTransferDesk } from './transfer-desk.ts';

it('opens the other transfers when one of an earlier start cannot be read, and leaves that one alone', async ({ onTestFinished }) => {
  const hub = await startSandboxHub({ seed: 'demo' });
  onTestFinished(() => hub.close());
  const folder = await scratchFolder();
  const unreadable: unknown[] = [];
  const open = () =>
    openTransferDesk({
      folder,
      hub: createHubClient({ hubUrl: hub.url, routerUrl: hub.routerUrl }, systemClock),
      token: async () => Secret.from(hub.token),
      readToken: async () => null,
      mayRun: () => true,
      clock: systemClock,
      random: () => 0,
      platform: 'linux',
      workerScript: sourceWorkers,
      listDraft: async () => [],
      changed: () => {},
      unreadable: (error) => unreadable.push(error),
    });
  const first = await open();
  await first.download({
    k: 'begin', kind: 'download', id: 'good', at: '2026-11-20T12:00:00.000Z', name: 'small-questions', repo: 'sandy/small-questions',
    repoType: 'dataset', revision: 'main', paths: null, folder: join(await scratchFolder(), 'into'),
  });
  await first.close();
  // A folder where a file should be: it cannot be read by anybody.
  await mkdir(join(folder, 'bad', 'journal'), { recursive: true });

  const again = await open();
  expect(again.list().map(({ id }) => id)).toEqual(['good']);
  expect(unreadable).toMatchObject([{ code: 'EISDIR' }]);
  await again.close();
});
