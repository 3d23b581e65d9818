// Row S3 of the acceptance table (reference security 5.2).
import { createServer } from 'node:http';
import { createHash } from 'node:crypto';
import { readdir, readFile, symlink, writeFile, mkdir } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createHubClient } from '../../hub/hub-client.ts';
import { systemClock } from '../../ports/clock.ts';
import { openDownloadJob } from '../download/download-job.ts';
import { safeLocalPath } from '../download/safe-local-path.ts';
import { judgeRepoPath } from '../../hub/judge-repo-path.ts';
import { collectWarnings } from '../scan/upload-warnings.ts';
import { aFolder, aHub, anUpload, listing, settled } from '../upload/upload-world.fixture.ts';

const hostile = [
  '../evil', 'a/../../evil', '/etc/evil', '//server/share', 'C:\\evil', 'C:evil', '\\\\?\\C:\\evil', 'a\0b', 'a\nb', 'a\u001b[31m', '.', '..', 'a/./b', 'a//b',
  '.git/config', 'a/.GIT/hooks/post-checkout', '.g\u200cit/config', 'git~1/config', 'x'.repeat(256), `${'é'.repeat(128)}.txt`, `${'d/'.repeat(600)}x`, '\ud800', '',
];
const windowsOnly = ['CON', 'nul.txt', 'a/com1.json', 'trailing.', 'trailing ', '12:30.json', 'what?', 'a*b', '<x>', 'a|b', '"q"'];

describe('S3: names', () => {
  it('refuses what would leave the folder, hide in git, or fool a terminal, and warns of what Windows cannot hold', () => {
    for (const path of hostile) expect(judgeRepoPath(path), JSON.stringify(path)).toMatchObject({ ok: false });
    for (const path of windowsOnly) expect(judgeRepoPath(path), path).toMatchObject({ ok: true, windows: expect.any(String) });
    for (const path of ['train.jsonl', 'a/b c/d.txt', 'é/ü.json', '.gitattributes', '日本.csv', 'x'.repeat(255)]) expect(judgeRepoPath(path), path).toEqual({ ok: true, windows: null });
    console.info(`S3: ${hostile.length} names refused, ${windowsOnly.length} warned of`);
  });

  it('warns of names that are one on some systems: case, and two ways to write an accent', () => {
    const warnings = collectWarnings();
    for (const path of ['A.txt', 'a.txt', 'caf\u00e9.txt', 'cafe\u0301.txt', 'other.txt']) warnings.file(path, 1);
    expect(warnings.list({ commits: 1, private: false })).toMatchObject([{ kind: 'twin-name', count: 2 }]);
  });

  it('an upload with a name the Hub refuses stops before anything is sent', async () => {
    const hub = await aHub();
    const { job } = await anUpload(hub, await aFolder({ 'fine.txt': 'x', 'two\nlines.txt': 'x' }));
    expect(await settled(job)).toMatchObject({ state: 'stopped', problem: { code: 'INVALID_INPUT' } });
    expect(await listing(hub)).toEqual({});
  });

  it('a downloaded name, whatever it is, is one inside the folder and nobody else’s', { timeout: 30_000 }, () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.constantFrom(...hostile, ...windowsOnly), fc.string({ unit: 'binary' }), fc.string())), fc.constantFrom<NodeJS.Platform>('linux', 'win32', 'darwin'), (paths, platform) => {
        const taken = new Set<string>();
        const made = paths.map((path) => safeLocalPath(path, platform, taken));
        expect(new Set(made).size).toBe(made.length);
        for (const local of made) {
          for (const name of local.split('/')) {
            expect(name === '' || name === '.' || name === '..').toBe(false);
            expect(Buffer.byteLength(name)).toBeLessThanOrEqual(245);
            expect(name.toLowerCase()).not.toBe('.git');
            expect([...name].some((each) => each === '\\' || each < ' ')).toBe(false);
            if (platform === 'win32') expect(judgeRepoPath(name)).toEqual({ ok: true, windows: null });
          }
        }
      }),
      { numRuns: 400 },
    );
  });

  it('a repository of hostile names is downloaded into its folder and nowhere else', async () => {
    const names = hostile.filter((path) => path !== '' && path.isWellFormed() && path.length < 300);
    const bodies = new Map(names.map((path, at) => [path, Buffer.from(`content ${at}`)]));
    const server = createServer((request, response) => {
      const { pathname } = new URL(request.url ?? '', 'http://x');
      if (pathname.includes('/revision/')) return response.setHeader('content-type', 'application/json').end(JSON.stringify({ sha: 'a'.repeat(40) }));
      if (pathname.includes('/tree/')) {
        const rows = [...bodies].map(([path, body]) => ({ type: 'file', path, size: body.length, oid: createHash('sha1').update(`blob ${body.length}\0`).update(body).digest('hex') }));
        return response.setHeader('content-type', 'application/json').end(JSON.stringify(rows));
      }
      const asked = (request.url ?? '').split('/resolve/')[1]?.split('/').slice(1).map(decodeURIComponent).join('/') ?? '';
      const body = bodies.get(asked);
      if (!body) return response.writeHead(404, { 'x-error-code': 'EntryNotFound', 'content-type': 'application/json' }).end('{"error":"Entry not found"}');
      return response.writeHead(206, { 'content-range': `bytes 0-${body.length - 1}/${body.length}` }).end(body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const hubUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const outside = await aFolder({ 'canary.txt': 'untouched' });
    const into = join(outside, 'into');
    await mkdir(into);
    const job = await openDownloadJob(
      { id: 'one', folder: join(await aFolder(), 'journal'), clock: systemClock, random: () => 0, changed: () => {} },
      { client: createHubClient({ hubUrl, routerUrl: hubUrl, viewerUrl: hubUrl }, systemClock), token: async () => null, clock: systemClock, platform: 'linux' },
      [{ k: 'begin', kind: 'download', id: 'one', at: '', name: 'x', repo: 'sandy/hostile', repoType: 'dataset', revision: 'main', paths: null, folder: into }],
    );
    onTestFinished(() => job.close());
    await settled(job);
    expect((await readdir(outside)).toSorted()).toEqual(['canary.txt', 'into']);
    expect(await readdir(into)).toEqual(['hostile']);
    expect(await readFile(join(outside, 'canary.txt'), 'utf8')).toBe('untouched');
    const written = (await readdir(join(into, 'hostile'), { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
    console.info(`S3: ${names.length} hostile names downloaded, ${written.length} files, all inside`);
    expect(written.length).toBeGreaterThan(0);
  });

  it('a link put into the folder of a download leads nothing outside', async () => {
    const hub = await aHub();
    const source = await aFolder({ 'deep/a.txt': 'a', 'b.txt': 'b' });
    await settled((await anUpload(hub, source)).job);
    const elsewhere = await aFolder();
    const into = await aFolder();
    await mkdir(join(into, 'made'));
    const { Secret } = await import('../../secrets/secret.ts');
    const folder = join(await aFolder(), 'journal');
    const open = (first: Parameters<typeof openDownloadJob>[2]) =>
      openDownloadJob(
        { id: 'one', folder, clock: systemClock, random: () => 0, changed: () => {} },
        { client: createHubClient({ hubUrl: hub.url, routerUrl: hub.routerUrl, viewerUrl: hub.viewerUrl }, systemClock), token: async () => Secret.from(hub.token), clock: systemClock, platform: 'linux' },
        first,
      );
    await symlink(elsewhere, join(into, 'made', 'deep'));
    const job = await open([
      { k: 'begin', kind: 'download', id: 'one', at: '', name: 'made', repo: 'sandy/made', repoType: 'dataset', revision: 'main', paths: null, folder: into },
      { k: 'into', target: join(into, 'made'), commit: 'main' },
    ]);
    onTestFinished(() => job.close());
    await writeFile(join(into, 'made', 'b.txt'), 'something else');
    const view = await settled(job);
    expect(view.state).toBe('stopped');
    expect(await readdir(elsewhere)).toEqual([]);
    expect(await readFile(join(into, 'made', 'b.txt'), 'utf8')).toBe('something else');
  });
});
