// Measures how long a person waits: from opening a dataset of any format to the
// first verdict and to the last, and for a page of rows and a search in it.
// Fails where a first verdict takes more than a second, or a folder of 100,000
// files more than five to be looked through.
//
//   node scripts/bench/dataset-open.bench.ts          200 MB each
//   BENCH_MB=50 node scripts/bench/dataset-open.bench.ts
import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createGzip } from 'node:zlib';
import { pipeline } from 'node:stream/promises';
import { createReadStream } from 'node:fs';
import { createDrafts } from '../../packages/core/src/datasets/drafts/open-drafts.ts';
import { walkFolder } from '../../packages/core/src/datasets/open/walk-folder.ts';
import { createDrops } from '../../packages/core/src/files/drops.ts';
import { systemClock } from '../../packages/core/src/ports/clock.ts';
import { sourceWorkers } from '../../packages/core/src/ports/source-workers.ts';
import { chatLine } from './chat-rows.ts';
import { seeded } from './model-ids.ts';

const firstVerdictMs = 1_000;
const walkMs = 5_000;
const rounds = 3;
const megabytes = Number(process.env['BENCH_MB'] ?? 200);

const folder = await mkdtemp(join(tmpdir(), 'hubdesk-bench-'));
let failed = false;
try {
  const jsonl = join(folder, 'chat.jsonl');
  await write(jsonl);
  const gzip = join(folder, 'packed.jsonl.gz');
  await pipeline(createReadStream(jsonl), createGzip({ level: 1 }), createWriteStream(gzip));
  const array = join(folder, 'array.json');
  await writeFile(array, `[${(await readFile(jsonl, 'utf8')).trim().replaceAll('\n', ',\n')}]`);
  const csv = join(folder, 'table.csv');
  await writeFile(
    csv,
    `question,answer\n${'"What is this, then?","A long answer, in words that stand for others."\n'.repeat(megabytes * 14_000)}`,
  );
  for (const path of [jsonl, gzip, array, csv]) {
    const best = { first: Infinity, last: Infinity, page: Infinity, search: Infinity };
    for (let round = 0; round < rounds; round += 1) await measure(path, best);
    const { size } = await stat(path);
    console.log(`${path.slice(folder.length + 1)} (${Math.round(size / 1e6)} MB): ${told(best)}`);
    if (best.first > firstVerdictMs) failed = true;
  }
  const many = join(folder, 'many');
  for (let part = 0; part < 10; part += 1) {
    await mkdir(join(many, String(part)), { recursive: true });
    for (let file = 0; file < 10_000; file += 500) {
      await Promise.all(
        Array.from({ length: 500 }, (_, at) => writeFile(join(many, String(part), `${file + at}.jsonl`), '')),
      );
    }
  }
  let walk = Infinity;
  for (let round = 0; round < rounds; round += 1) walk = Math.min(walk, await timed(() => walkFolder(many)));
  console.log(`100,000 files looked through: ${Math.round(walk)} ms`);
  if (walk > walkMs) failed = true;
} finally {
  await rm(folder, { recursive: true, force: true });
}
if (failed) {
  console.error(`Too slow: a first verdict has ${firstVerdictMs} ms, 100,000 files have ${walkMs} ms.`);
  process.exitCode = 1;
}

async function measure(path: string, best: Record<'first' | 'last' | 'page' | 'search', number>): Promise<void> {
  const state = await mkdtemp(join(folder, 'state-'));
  let ids = 0;
  const drafts = createDrafts({
    clock: systemClock,
    newId: () => `id-${(ids += 1)}`,
    workerScript: sourceWorkers,
    state,
    hubCacheFolder: join(state, 'hub-files'),
    drops: createDrops({ folder: join(state, 'drops'), clock: systemClock, platform: process.platform }),
    hub: () => Promise.reject(new Error('There is no Hub here.')),
    changed: () => {},
  });
  const keep = (what: keyof typeof best, ms: number) => (best[what] = Math.min(best[what], ms));
  try {
    const began = performance.now();
    const { id } = await drafts.open({ kind: 'paths', paths: [path] });
    let judged = false;
    let rows = 0;
    for await (const item of drafts.follow(id, false, undefined)) {
      if (!judged && item.report.verdicts.length > 0) keep('first', performance.now() - began);
      judged ||= item.report.verdicts.length > 0;
      rows = item.report.rows;
    }
    keep('last', performance.now() - began);
    keep(
      'page',
      await timed(() =>
        drafts.rows(id, { file: null, filter: { kind: 'all' }, from: Math.floor(rows * 0.7), count: 100 }, undefined),
      ),
    );
    keep(
      'search',
      await timed(async () => {
        for await (const item of drafts.search(id, { file: null, text: 'nowhere to be found' }, undefined))
          if (item.done) return;
      }),
    );
  } finally {
    await drafts.dispose();
    await rm(state, { recursive: true, force: true });
  }
}

async function timed(run: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await run();
  return performance.now() - began;
}

function told({ first, last, page, search }: Record<'first' | 'last' | 'page' | 'search', number>): string {
  const ms = (value: number) => `${Math.round(value).toLocaleString('en')} ms`;
  return `first verdict ${ms(first)}, last ${ms(last)}, a page of rows ${ms(page)}, a search through all ${ms(search)}`;
}

async function write(path: string): Promise<void> {
  const random = seeded(1);
  const out = createWriteStream(path);
  for (let bytes = 0, at = 0; bytes < megabytes * 1e6; at += 1) {
    const line = chatLine(random, at);
    bytes += line.length + 1;
    if (!out.write(`${line}\n`)) await once(out, 'drain');
  }
  out.end();
  await once(out, 'finish');
}
