// One upload by our own client in a process of its own, for `upload.bench.ts`,
// which bundles it as the app is bundled: `url token repo folder`.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../packages/core/src/ports/clock.ts';
import { Secret } from '../../packages/core/src/secrets/secret.ts';
import type { Job } from '../../packages/core/src/transfer/job.ts';
import { openUploadJob } from '../../packages/core/src/transfer/upload/upload-job.ts';

const [url = '', token = '', repo = '', folder = ''] = process.argv.slice(2);
const journal = await mkdtemp(join(tmpdir(), 'bench-journal-'));
const begin = {
  k: 'begin',
  kind: 'upload',
  id: 'bench',
  at: '',
  name: 'data',
  repo,
  repoType: 'dataset',
  create: { private: true },
  folder: '',
  message: '',
  root: folder,
  source: { kind: 'path', path: folder },
} as const;
let job: Job | null = null;
const over = Promise.withResolvers<void>();
const changed = () => {
  const view = job?.view();
  if (view?.state === 'done') over.resolve();
  if (view?.state === 'stopped') over.reject(new Error(JSON.stringify(view.problem)));
};
const start = performance.now();
job = await openUploadJob(
  { id: 'bench', folder: journal, clock: systemClock, random: Math.random, changed },
  {
    hubUrl: url,
    token: async () => Secret.from(token),
    clock: systemClock,
    workerScript: (name) => join(import.meta.dirname, `${name}-worker.js`),
    xet: false,
    listDraft: async () => [],
  },
  [begin],
);
await job.resume();
await over.promise;
process.send?.({ ms: performance.now() - start, peakMib: process.resourceUsage().maxRSS / 1024 });
await job.close();
await rm(journal, { recursive: true });
process.exit();
