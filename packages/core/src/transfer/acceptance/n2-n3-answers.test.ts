// Rows N2 and N3 of the acceptance table (reference security 5.2).
import { randomBytes } from 'node:crypto';
import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { testClock } from '../../ports/clock.ts';
import { aFolder, aHub, anUpload, commits, listing, manifest, settled, until } from '../upload/upload-world.fixture.ts';

const isBin = (path: string) => path.endsWith('.bin');
const routes = ['POST /api/repos/create', 'POST /api/datasets/*/preupload/*', 'POST /datasets/*/info/lfs/objects/batch', 'PUT /lfs/upload/*', 'POST /api/datasets/*/commit/*', 'POST /api/datasets/*/paths-info/*'];

describe('N2: a Hub in trouble', () => {
  for (const route of routes) {
    it(`is asked again after 500, 502, 503 at ${route}, each time a little later`, async () => {
      const hub = await aHub();
      const files = { 'a.bin': randomBytes(9_000), 'b.txt': 'b' };
      const undo = [500, 502, 503].map((status) => hub.fail(route, { status, times: 1 }));
      const drawn: number[] = [];
      const { job } = await anUpload(hub, await aFolder(files), { random: () => (drawn.push(0), 0) });
      expect(await settled(job)).toMatchObject({ state: 'done' });
      expect(await listing(hub)).toEqual(manifest(files, isBin));
      const [method = '', path = ''] = route.split(' ');
      const test = new RegExp(`^${path.replaceAll('*', '.*')}$`);
      const tries = hub.requests.filter((each) => each.method === method && test.test(each.path.split('?')[0] ?? '')).length;
      expect(tries).toBe(4);
      expect(drawn.length).toBeGreaterThanOrEqual(3);
      for (const each of undo) each();
    });
  }

  for (const [name, fault] of [
    ['500', { status: 500 }],
    ['a reset', { reset: true }],
    ['504', { status: 504 }],
    ['half an answer', { truncateJson: true }],
  ] as const) {
    it(`commits once where ${name} hides that the commit was taken`, async () => {
      const hub = await aHub();
      const files = { 'a.bin': randomBytes(9_000), 'b.txt': 'b' };
      hub.fail('POST /api/datasets/*/commit/*', { ...fault, ...('truncateJson' in fault ? {} : { afterEffect: true }), times: 1 });
      const { job } = await anUpload(hub, await aFolder(files));
      expect(await settled(job)).toMatchObject({ state: 'done', commits: 1 });
      const made = (await commits(hub)).filter((title) => title === 'Upload data');
      const posts = hub.requests.filter(({ method, path }) => method === 'POST' && path.includes('/commit/'));
      console.info(`N2 ${name} after the effect: ${made.length} commit, ${posts.length} request for it`);
      expect(made).toHaveLength(1);
      expect(posts).toHaveLength(1);
      expect(await listing(hub)).toEqual(manifest(files, isBin));
    });
  }

  it('rebases once over a foreign commit, and asks when it touched the same path', async () => {
    const hub = await aHub();
    const folder = await aFolder({ 'mine.txt': 'mine', 'a.bin': randomBytes(5_000) });
    const foreign = (path: string, text: string) =>
      fetch(`${hub.url}/api/datasets/sandy/made/commit/main`, {
        method: 'POST',
        headers: { authorization: `Bearer ${hub.token}`, 'content-type': 'application/x-ndjson' },
        body: [{ key: 'header', value: { summary: 'Foreign' } }, { key: 'file', value: { path, content: text, encoding: 'utf-8' } }].map((line) => JSON.stringify(line)).join('\n'),
      });
    hub.fail('PUT /lfs/upload/*', { delayMs: 300, times: 1 });
    const first = await anUpload(hub, folder);
    const going = settled(first.job);
    await until(() => hub.requests.some(({ method }) => method === 'PUT'));
    await foreign('other.txt', 'theirs');
    expect(await going).toMatchObject({ state: 'done', commits: 1 });
    expect(Object.keys(await listing(hub)).toSorted()).toEqual(['a.bin', 'mine.txt', 'other.txt']);

    const again = await aFolder({ 'mine.txt': 'mine, changed', 'a.bin': randomBytes(5_000) });
    hub.fail('PUT /lfs/upload/*', { delayMs: 300, times: 1 });
    const second = await anUpload(hub, again, { begin: { create: null } });
    const before = hub.requests.length;
    const stopping = settled(second.job);
    await until(() => hub.requests.slice(before).some(({ method }) => method === 'PUT'));
    await foreign('mine.txt', 'theirs, changed');
    expect(await stopping).toMatchObject({ state: 'stopped', problem: { code: 'CONFLICT', data: { what: 'mine.txt' } } });
    // The person looked and goes on.
    expect(await settled(second.job)).toMatchObject({ state: 'done' });
    expect(await listing(hub)).toMatchObject(manifest({ 'mine.txt': 'mine, changed' }, isBin));
  });
});

describe('N3: 429', () => {
  const startMs = Date.parse('2026-11-20T12:00:00Z');
  const cases: [name: string, headers: Record<string, string>, waitMs: { from: number; to: number }][] = [
    ['7 seconds', { 'retry-after': '7' }, { from: 7_000, to: 8_000 }],
    ['a date, by the Hub’s own clock', { date: 'Fri, 20 Nov 2020 12:00:00 GMT', 'retry-after': 'Fri, 20 Nov 2020 12:00:09 GMT' }, { from: 9_000, to: 10_000 }],
    ['0', { 'retry-after': '0' }, { from: 0, to: 1_000 }],
    ['-1', { 'retry-after': '-1', ratelimit: '' }, { from: 100, to: 1_000 }],
    ['abc', { 'retry-after': 'abc', ratelimit: '' }, { from: 100, to: 1_000 }],
    ['10^9', { 'retry-after': '1000000000' }, { from: 3_600_000, to: 3_601_000 }],
    ['RateLimit', { ratelimit: '"api";r=0;t=12' }, { from: 13_000, to: 14_000 }],
  ];
  for (const [name, headers, { from, to }] of cases) {
    it(`waits as long as ${name} says, shows it, and asks no sooner`, async () => {
      const hub = await aHub();
      const clock = testClock(startMs);
      const files = { 'a.txt': 'a' };
      hub.fail('POST /api/datasets/*/preupload/*', { status: 429, headers, times: 1 });
      const { job } = await anUpload(hub, await aFolder(files), { clock, random: () => 0.5 });
      await job.resume();
      await until(() => job.view().state === 'waiting');
      const { waitMs, problem } = job.view();
      expect(problem?.code).toBe('RATE_LIMITED');
      expect(waitMs).toBeGreaterThanOrEqual(from);
      expect(waitMs).toBeLessThanOrEqual(to);
      const asked = hub.requests.length;
      clock.advance((waitMs ?? 0) - 1);
      for (let n = 0; n < 20; n += 1) await turn();
      expect(hub.requests.length).toBe(asked);
      expect(job.view()).toMatchObject({ state: 'waiting', waitMs: 1 });
      clock.advance(1);
      await until(() => (clock.advance(20), job.view().state === 'done'));
      console.info(`N3 ${name}: waited ${waitMs} ms`);
    });
  }
});
