// An upload in a process of its own, to be killed: `url token repo journal source`.
// Says `ready` when it begins, and its view when it rests.
import { readFile } from 'node:fs/promises';
import { systemClock } from '../../ports/clock.ts';
import { sourceWorkers } from '../../ports/source-workers.ts';
import { Secret } from '../../secrets/secret.ts';
import { openUploadJob } from '../upload/upload-job.ts';
import type { UploadRecord } from '../state/upload-records.ts';

const [url = '', token = '', repo = '', folder = '', source = '', hold = ''] = process.argv.slice(2);
const begin: UploadRecord = {
  k: 'begin',
  kind: 'upload',
  id: 'one',
  at: '2026-11-20T12:00:00.000Z',
  name: 'data',
  repo,
  repoType: 'dataset',
  create: { private: true },
  folder: '',
  message: '',
  root: source,
  source: { kind: 'path', path: source },
};
const known = await readFile(`${folder}/journal`).catch(() => Buffer.alloc(0));
const job = await openUploadJob(
  { id: 'one', folder, clock: systemClock, random: () => 0, changed: () => {} },
  { hubUrl: url, token: async () => Secret.from(token), clock: systemClock, workerScript: sourceWorkers, xet: false, listDraft: async () => [] },
  // A journal whose first line was lost begins anew.
  known.indexOf(10) > 0 ? [] : [begin],
);
await job.resume();
process.stdout.write('ready\n');
while (!['done', 'stopped', 'cancelled', 'paused'].includes(job.view().state)) await new Promise((resolve) => setTimeout(resolve, 5));
process.stdout.write(`${JSON.stringify(job.view())}\n`);
if (hold !== '') await new Promise((resolve) => process.stdin.once('data', resolve));
await job.close();
process.exit(0);
