// Row N4 of the acceptance table, and what offline means (row N8): reference security 5.2.
import { randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { expect, it, onTestFinished } from 'vitest';
import { startFaultProxy } from '../fault-proxy.fixture.ts';
import { sendLimits } from '../http/send-bytes.ts';
import { testClock } from '../../ports/clock.ts';
import { aFolder, aHub, anUpload, listing, manifest, resting, settled, until } from '../upload/upload-world.fixture.ts';

const openFiles = async () => (await readdir('/proc/self/fd')).length;

it('N4: a silent connection is given up after the time for it, other uploads go on, and no file stays open', { timeout: 60_000 }, async () => {
  expect(sendLimits.stallMs).toBe(60_000);
  const hub = await aHub();
  const proxy = await startFaultProxy(hub.url);
  onTestFinished(() => proxy.close());
  const stallMs = 600;
  const files = { 'a.bin': randomBytes(9_000_000), 'b.txt': 'b' };
  const { job } = await anUpload(hub, await aFolder(files), { hubUrl: proxy.url, send: { stallMs, headersMs: stallMs } });
  const other = await anUpload(hub, await aFolder({ 'c.bin': randomBytes(100_000) }), { begin: { repo: 'sandy/other' } });
  const before = await openFiles();
  await job.resume();
  await until(() => proxy.sentBytes >= 1_000_000);
  proxy.silence(true);
  const silentMs = performance.now();
  expect(await settled(other.job)).toMatchObject({ state: 'done' });
  await until(() => job.view().state === 'waiting' && job.view().problem?.code === 'TIMEOUT');
  const gaveUpMs = performance.now() - silentMs;
  proxy.silence(false);
  expect(await resting(job)).toMatchObject({ state: 'done' });
  expect(await listing(hub)).toEqual(manifest(files, (path) => path.endsWith('.bin')));
  await job.close();
  await other.job.close();
  const after = await openFiles();
  console.info(`N4: given up after ${gaveUpMs.toFixed(0)} ms of silence where ${stallMs} are allowed; ${before} files open before, ${after} after`);
  expect(gaveUpMs).toBeGreaterThan(stallMs * 0.9);
  // Two cores shared with other tests.
  expect(gaveUpMs).toBeLessThan(stallMs * 4);
  expect(after).toBeLessThanOrEqual(before + 4);
});

it('N8: with the network gone it says so, looks at most once in five seconds, and goes on by itself', { timeout: 60_000 }, async () => {
  const hub = await aHub();
  const clock = testClock(0);
  const files = Object.fromEntries(Array.from({ length: 40 }, (_, at) => [`${at}.bin`, randomBytes(2_000)]));
  const { job } = await anUpload(hub, await aFolder(files), { clock, hubUrl: 'http://127.0.0.1:9' });
  await job.resume();
  const waits = () => until(() => (job.view().waitMs ?? 0) > 0);
  await waits();
  expect(job.view()).toMatchObject({ state: 'waiting', problem: { code: 'OFFLINE' } });
  let probes = 0;
  for (let second = 0; second < 60; second += 1) {
    const { waitMs } = job.view();
    if (waitMs !== null && waitMs <= 1_000) probes += 1;
    clock.advance(1_000);
    await waits();
  }
  console.info(`N8: ${probes} probes in 60 s without a network`);
  expect(probes).toBeLessThanOrEqual(12);
  expect(probes).toBeGreaterThan(6);
});
