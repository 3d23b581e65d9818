// Row N1 of the acceptance table (reference security 5.2).
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { writeFile } from 'node:fs/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startFaultProxy } from '../fault-proxy.fixture.ts';
import { aFolder, aHub, anUpload, listing, manifest, resting } from '../upload/upload-world.fixture.ts';

/** Of the Sandbox: `lfs-uploads.ts`. */
const partBytes = 8 * 1024 * 1024;
/** Requests around the bytes: heads, questions, the commit. */
const aroundBytes = 150_000;
const size = 21_000_000;
/** More for a longer look; each sends up to a part again. */
const randomCuts = Number(process.env['N1_CUTS'] ?? 60);
const seed = Number(process.env['N1_SEED'] ?? 20_261_121);

function seeded(from: number): () => number {
  let state = from;
  return () => ((state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648);
}

describe('N1: a connection cut in the middle of an upload', () => {
  async function cutAt(next: (cut: number) => number | null, atLeast: number): Promise<{ cuts: number; againBytes: number }> {
    const hub = await aHub();
    const proxy = await startFaultProxy(hub.url);
    onTestFinished(() => proxy.close());
    const folder = await aFolder();
    const large = randomBytes(size);
    let cuts = 0;
    let againBytes = 0;
    for (let round = 0; round === 0 || cuts < atLeast; round += 1) {
      large.writeUInt32LE(round + 1);
      const files = { 'large.bin': large, 'small.bin': Buffer.from(`small ${round} \0`), 'note.txt': `note ${round}` };
      for (const [path, bytes] of Object.entries(files)) await writeFile(join(folder, path), bytes);
      const repo = `sandy/cut-${round}`;
      const { job } = await anUpload(hub, folder, { hubUrl: proxy.url, begin: { repo } });
      const before = { sent: proxy.sentBytes, cuts: proxy.cuts };
      let armed = proxy.cuts;
      const first = next(0);
      if (first !== null) proxy.cutAt(first);
      const rearm = setInterval(() => {
        if (proxy.cuts === armed) return;
        armed = proxy.cuts;
        const byte = next(proxy.cuts - before.cuts);
        if (byte !== null) proxy.cutAt(byte);
      }, 1);
      await job.resume();
      const view = await resting(job, 120_000);
      clearInterval(rearm);
      proxy.cutAt(Infinity);
      expect(view).toMatchObject({ state: 'done', problem: null, files: { total: 3, done: 3 } });
      expect(await listing(hub, repo)).toEqual(manifest(files, (path) => path.endsWith('.bin')));
      const made = proxy.cuts - before.cuts;
      const again = proxy.sentBytes - before.sent - size - aroundBytes;
      expect(again).toBeLessThanOrEqual(made * partBytes);
      cuts += made;
      againBytes += Math.max(0, again);
      await job.close();
    }
    return { cuts, againBytes };
  }

  for (const [name, byte] of [
    ['the first byte', 1],
    ['byte 1 MiB', 1024 * 1024],
    ['the last byte of the file', size + 2_000],
  ] as const) {
    it(`is mended at ${name}`, { timeout: 60_000 }, async () => {
      let left = 1;
      const { cuts } = await cutAt(() => (left-- > 0 ? byte : null), 1);
      expect(cuts).toBe(1);
    });
  }

  it('is mended at random bytes, at most one part sent again a cut', { timeout: 300_000 }, async () => {
    const random = seeded(seed);
    // A line that is cut more often than a part takes would never end.
    const { cuts, againBytes } = await cutAt((cut) => (cut < 10 ? 1 + Math.floor(random() * 4_000_000) : null), randomCuts);
    const parts = againBytes / cuts / partBytes;
    console.info(`N1: ${cuts} cuts (seed ${seed}), ${(againBytes / 1e6).toFixed(0)} MB sent again: ${parts.toFixed(2)} of a part a cut, every listing equal`);
    expect(cuts).toBeGreaterThanOrEqual(randomCuts);
  });
});
