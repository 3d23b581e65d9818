// Row V2 of the acceptance table (reference security 5.2).
import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { sourceWorkers } from '../../ports/source-workers.ts';
import { createHashPool } from '../hash/hash-pool.ts';
import { aFolder, until } from '../upload/upload-world.fixture.ts';

const forMs = 4_000;
const windowMs = 500;

it('V2: 50 GiB are hashed at the speed of SHA-256 itself, in little memory, and stopped at once', { timeout: 60_000 }, async () => {
  const path = join(await aFolder(), 'sparse.bin');
  const bytes = 50 * 1024 ** 3;
  const file = await open(path, 'w');
  await file.truncate(bytes);
  await file.close();
  const raw = rawSpeed();
  const pool = createHashPool(sourceWorkers);
  const readings: { atMs: number; done: number }[] = [];
  const hashing = pool.hash({ path, bytes, onProgress: (done) => readings.push({ atMs: performance.now(), done }) });
  const refused = expect(hashing).rejects.toMatchObject({ code: 'CANCELLED' });
  const beganMs = performance.now();
  await until(() => performance.now() - beganMs > forMs && readings.length > 10);
  const rssMib = process.memoryUsage.rss() / 1024 / 1024;
  const stopMs = performance.now();
  await pool.close();
  const stoppedMs = performance.now() - stopMs;
  await refused;
  const speed = bestSpeed(readings);
  const share = speed / Math.min(raw, rawSpeed());
  console.info(`V2: ${speed.toFixed(0)} MB/s, ${share.toFixed(2)} of raw SHA-256, ${rssMib.toFixed(0)} MiB, stopped in ${stoppedMs.toFixed(0)} ms`);
  expect(share).toBeGreaterThan(0.7);
  expect(rssMib).toBeLessThan(300);
  expect(stoppedMs).toBeLessThan(1_000);
});

/** MB/s over the best half second: what else the machine does in between is not ours. */
function bestSpeed(readings: readonly { atMs: number; done: number }[]): number {
  let best = 0;
  let from = 0;
  for (const { atMs, done } of readings) {
    for (let first = readings[from]; first && atMs - first.atMs >= windowMs; first = readings[(from += 1)]) {
      best = Math.max(best, (done - first.done) / (atMs - first.atMs) / 1000);
    }
  }
  return best;
}

/** MB/s of zeros that are already in memory. */
function rawSpeed(): number {
  const piece = Buffer.alloc(1024 * 1024);
  const hash = createHash('sha256');
  const beganMs = performance.now();
  let pieces = 0;
  for (; performance.now() - beganMs < 700; pieces += 1) hash.update(piece);
  return (pieces * piece.length) / (performance.now() - beganMs) / 1000;
}
