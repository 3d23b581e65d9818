// How fast files are hashed before they go up, held against `openssl dgst` on the
// same file in the same run. Goals: reference performance, "Goals".
//
//   node scripts/bench/hash.bench.ts
//   BENCH_MIB=256 node scripts/bench/hash.bench.ts
import { spawnSync } from 'node:child_process';
import { randomFillSync } from 'node:crypto';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sourceWorkers } from '../../packages/core/src/ports/source-workers.ts';
import { createHashPool } from '../../packages/core/src/transfer/hash/hash-pool.ts';

const MIB = 1024 * 1024;
const sizeMib = Number(process.env.BENCH_MIB ?? 1024);
const ROUNDS = 3;
const GOALS = { one: 0.9, two: 1.8 } as const;

const folder = await mkdtemp(join(tmpdir(), 'bench-hash-'));
const paths = [join(folder, 'a.bin'), join(folder, 'b.bin')];
const best = { openssl: Infinity, one: Infinity, two: Infinity };
try {
  for (const path of paths) await fill(path);
  const pool = createHashPool(sourceWorkers);
  // Threads are there before a person has a second file.
  await Promise.all(paths.map((path) => pool.hash({ path, bytes: sizeMib * MIB })));
  for (let round = 0; round < ROUNDS; round += 1) {
    best.openssl = Math.min(best.openssl, await time(async () => void spawnSync('openssl', ['dgst', '-sha256', paths[0] ?? ''])));
    best.one = Math.min(best.one, await time(() => pool.hash({ path: paths[0] ?? '', bytes: sizeMib * MIB })));
    best.two = Math.min(best.two, await time(() => Promise.all(paths.map((path) => pool.hash({ path, bytes: sizeMib * MIB })))));
  }
  await pool.close();
} finally {
  await rm(folder, { recursive: true });
}
const speed = (ms: number, files = 1) => (files * sizeMib * MIB) / ms / 1000;
const shares = { one: best.openssl / best.one, two: (2 * best.openssl) / best.two };
console.log(`openssl dgst   ${speed(best.openssl).toFixed(0).padStart(6)} MB/s`);
console.log(`one file       ${speed(best.one).toFixed(0).padStart(6)} MB/s  ${shares.one.toFixed(2)} of openssl (goal ${GOALS.one})`);
console.log(`two files      ${speed(best.two, 2).toFixed(0).padStart(6)} MB/s  ${shares.two.toFixed(2)} of openssl (goal ${GOALS.two})`);
console.log(`memory         ${(process.resourceUsage().maxRSS / 1024).toFixed(0).padStart(6)} MiB at most`);
process.exitCode = shares.one >= GOALS.one && shares.two >= GOALS.two ? 0 : 1;

async function fill(path: string): Promise<void> {
  const file = await open(path, 'w');
  const block = Buffer.alloc(MIB);
  for (let at = 0; at < sizeMib; at += 1) await file.write(randomFillSync(block));
  await file.close();
}

async function time(run: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await run();
  return performance.now() - start;
}
