import { createHash, randomBytes } from 'node:crypto';
import { appendFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSandboxHub, type SandboxHub } from '@hubdesk/sandbox-hub';
import { sourceWorkers } from '../../ports/source-workers.ts';
import { byteSender, type ByteSender } from '../http/send-bytes.ts';
import type { AcknowledgedXorb, AcknowledgedXorbs } from './acknowledged-xorbs.ts';
import { openXetSession, type XetSession } from './xet-session.ts';
import { xetTokenInBody } from './xet-token.ts';

let hub: SandboxHub;
let sender: ByteSender;
let folder: string;
beforeAll(async () => {
  hub = await startSandboxHub({ seed: 'demo', tokenPace: 'none' });
  sender = byteSender({ sockets: 4 });
  folder = await mkdtemp(join(tmpdir(), 'xet-session-test-'));
});
afterAll(async () => {
  sender.close();
  await hub.close();
  await rm(folder, { recursive: true });
});

const repoName = () => `xet-${randomBytes(4).toString('hex')}`;

async function api(path: string, body?: string): Promise<string> {
  const headers = { authorization: `Bearer ${hub.token}`, 'content-type': 'application/json' };
  const answer = await fetch(hub.url + path, body === undefined ? { headers } : { method: 'POST', headers, body });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text}`);
  return text;
}

async function newRepo(): Promise<string> {
  const name = repoName();
  await api('/api/repos/create', JSON.stringify({ name, type: 'dataset' }));
  return `sandy/${name}`;
}

function session(
  repo: string,
  more: { acknowledged?: AcknowledgedXorbs; signal?: AbortSignal; send?: ByteSender['send'] } = {},
): XetSession {
  return openXetSession({
    getToken: async () => xetTokenInBody(await api(`/api/datasets/${repo}/xet-write-token/main`)),
    send: sender.send,
    insist: (ask) => ask(),
    workerScript: sourceWorkers,
    workers: 2,
    now: () => Date.now(),
    ...more,
  });
}

async function file(name: string, bytes: Uint8Array): Promise<{ path: string; size: number }> {
  const path = join(folder, `${randomBytes(4).toString('hex')}-${name}`);
  await writeFile(path, bytes);
  return { path, size: bytes.length };
}

async function commit(repo: string, files: Record<string, { sha256: string; size: number }>): Promise<void> {
  const lines = [
    { key: 'header', value: { summary: 'Add files' } },
    ...Object.entries(files).map(([path, { sha256, size }]) => ({
      key: 'lfsFile',
      value: { path, algo: 'sha256', oid: sha256, size },
    })),
  ];
  await api(`/api/datasets/${repo}/commit/main`, lines.map((line) => JSON.stringify(line)).join('\n'));
}

async function download(repo: string, path: string): Promise<Buffer> {
  const answer = await fetch(`${hub.url}/datasets/${repo}/resolve/main/${path}`, {
    headers: { authorization: `Bearer ${hub.token}` },
  });
  return Buffer.from(await answer.arrayBuffer());
}

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const xorbsSent = () => hub.requests.filter(({ path }) => path.startsWith('/xet/v1/xorbs/')).length;

/** Text as datasets have it, no two lines alike. */
function rows(bytes: number): Buffer {
  const lines: string[] = [];
  for (let length = 0, index = 0; length < bytes; index += 1) {
    const line = `{"messages":[{"role":"user","content":"What is ${index * 7919} and ${Math.sin(index)}?"},{"role":"assistant","content":"It is ${index ** 2}."}]}\n`;
    lines.push(line);
    length += line.length;
  }
  return Buffer.from(lines.join('')).subarray(0, bytes);
}

function journal(): AcknowledgedXorbs & { kept: Map<string, AcknowledgedXorb> } {
  const kept = new Map<string, AcknowledgedXorb>();
  return {
    kept,
    get: (xorb) => kept.get(xorb),
    put: (xorb) => void kept.set(xorb.xorb, xorb),
    shared: () => [...kept.values()].filter(({ chunks }) => chunks),
  };
}

// The Sandbox unpacks in plain JavaScript.
describe('a Xet session', { timeout: 60_000 }, () => {
  it('stores files of any size and kind, so that they come back as they were', async () => {
    const repo = await newRepo();
    const contents = {
      'empty.bin': Buffer.alloc(0),
      'one.bin': Buffer.from('x'),
      'small.txt': rows(8192),
      'edge.bin': randomBytes(65_537),
      'slab.bin': randomBytes(1024 * 1024),
      'slab-and-one.bin': randomBytes(1024 * 1024 + 1),
      'text.jsonl': rows(40_000_000),
      'random.bin': randomBytes(30_000_000),
      'numbers.bin': Buffer.from(Float32Array.from({ length: 1_000_000 }, (_, index) => Math.sin(index)).buffer),
      'zeros.bin': Buffer.alloc(60_000_000),
    };
    const upload = session(repo);
    const done: Record<string, { sha256: string; size: number }> = {};
    await Promise.all(
      Object.entries(contents).map(async ([name, bytes]) => {
        done[name] = await upload.uploadFile(await file(name, bytes));
      }),
    );
    await upload.finish();
    await commit(repo, done);
    await upload.close();
    for (const [name, bytes] of Object.entries(contents)) {
      expect(done[name]?.sha256).toBe(sha256(bytes));
      expect(sha256(await download(repo, name))).toBe(sha256(bytes));
    }
  });

  it('puts small files into common xorbs and sends what is the same once', async () => {
    const repo = await newRepo();
    const before = xorbsSent();
    const upload = session(repo);
    const same = randomBytes(50_000);
    const contents = Array.from({ length: 300 }, (_, index) => (index % 3 === 0 ? same : randomBytes(20_000)));
    const sent: number[] = [];
    const done = await Promise.all(
      contents.map(async (bytes, index) =>
        upload.uploadFile({
          ...(await file(`${index}.bin`, bytes)),
          onProgress: (_hashed, sentBytes) => (sent[index] = sentBytes),
        }),
      ),
    );
    await upload.finish();
    await commit(repo, Object.fromEntries(done.map((each, index) => [`${index}.bin`, each])));
    await upload.close();
    expect(xorbsSent() - before).toBe(1);
    expect(sent).toEqual(contents.map(({ length }) => length));
    for (const index of [0, 1, 150, 299])
      expect((await download(repo, `${index}.bin`)).equals(contents[index] ?? Buffer.alloc(0))).toBe(true);
  });

  it('goes on where it was cut off, with at most what was on its way sent again', async () => {
    const repo = await newRepo();
    const acknowledged = journal();
    const large = randomBytes(100_000_000);
    const source = await file('large.bin', large);
    const smalls = await Promise.all(
      Array.from({ length: 20 }, (_, index) => file(`${index}.bin`, randomBytes(30_000))),
    );
    const stop = new AbortController();
    const first = session(repo, { acknowledged, signal: stop.signal });
    const small = await Promise.all(smalls.slice(0, 10).map((each) => first.uploadFile(each)));
    await first.finish();
    const cutOff = first.uploadFile({
      ...source,
      onProgress: (_hashed, sentBytes) => sentBytes > 50_000_000 && acknowledged.kept.size > 2 && stop.abort(),
    });
    await expect(cutOff).rejects.toMatchObject({ code: 'CANCELLED' });
    await first.close();

    const keptBytes = [...acknowledged.kept.values()].reduce((sum, { storedBytes }) => sum + storedBytes, 0);
    let sentBytes = 0;
    const send: ByteSender['send'] = (asked) => {
      if (asked.url.includes('/xorbs/')) sentBytes += asked.body?.length ?? 0;
      return sender.send(asked);
    };
    const second = session(repo, { acknowledged, send });
    const again = await Promise.all([source, ...smalls].map((each) => second.uploadFile(each)));
    await second.finish();
    await second.close();
    // All small files, ten of which were there, and the large one.
    expect(sentBytes).toBeLessThan(100_000_000 + 20 * 30_000 - keptBytes + 20_000);
    expect(again.slice(1, 11)).toEqual(small);
    await commit(repo, {
      'large.bin': again[0] ?? { sha256: '', size: 0 },
      'small.bin': again[3] ?? { sha256: '', size: 0 },
    });
    expect((await download(repo, 'large.bin')).equals(large)).toBe(true);
  });

  it('gives up a file that changes or cannot be read, and goes on with the others', async () => {
    const repo = await newRepo();
    const upload = session(repo);
    const growing = await file('growing.bin', randomBytes(60_000_000));
    const good = await file('good.bin', rows(100_000));
    let grown: Promise<void> | undefined;
    const outcomes = await Promise.allSettled([
      upload.uploadFile({ ...growing, onProgress: () => (grown ??= appendFile(growing.path, 'more')) }),
      upload.uploadFile({ path: join(folder, 'nowhere'), size: 5 }),
      upload.uploadFile({ path: join(folder, 'nowhere'), size: 5_000_000 }),
      upload.uploadFile({ ...good, sha256: sha256(Buffer.from('other')) }),
      upload.uploadFile({ ...good, size: good.size + 1 }),
      upload.uploadFile({ path: folder, size: 4096 }),
      upload.uploadFile(good),
    ]);
    await grown;
    for (const outcome of outcomes.slice(0, 6))
      expect(outcome).toMatchObject({ status: 'rejected', reason: { reason: 'changed' } });
    expect(outcomes[6]?.status).toBe('fulfilled');
    await upload.finish();
    await commit(repo, { 'good.bin': { sha256: sha256(rows(100_000)), size: good.size } });
    await upload.close();
    expect((await download(repo, 'good.bin')).equals(rows(100_000))).toBe(true);
  });

  it('asks for another token when the store refuses the one it has', async () => {
    const repo = await newRepo();
    const refused: boolean[] = [];
    const upload = openXetSession({
      getToken: async (before) => {
        refused.push(before !== null);
        const token = xetTokenInBody(await api(`/api/datasets/${repo}/xet-${before ? 'write' : 'read'}-token/main`));
        // The first is no token at all.
        return before
          ? token
          : {
              ...token,
              accessToken: xetTokenInBody(JSON.stringify({ casUrl: token.casUrl, accessToken: 'over', exp: 1 }))
                .accessToken,
            };
      },
      send: sender.send,
      insist: (ask) => ask(),
      workerScript: sourceWorkers,
      workers: 1,
      now: () => Date.now(),
    });
    await upload.uploadFile(await file('a.bin', randomBytes(100)));
    await upload.finish();
    await upload.close();
    expect(refused).toEqual([false, true]);
  });

  it('ends with what the store says, and everything later with the same', async () => {
    const repo = await newRepo();
    const upload = session(repo, {
      send: async (asked) =>
        asked.url.includes('/xorbs/')
          ? { status: 403, headers: new Headers(), text: '{"error":"no write access"}' }
          : sender.send(asked),
    });
    const source = await file('a.bin', randomBytes(3_000_000));
    await expect(upload.uploadFile(source)).rejects.toMatchObject({ code: 'MISSING_PERMISSION' });
    await expect(upload.uploadFile(source)).rejects.toMatchObject({ code: 'MISSING_PERMISSION' });
    await expect(upload.finish()).rejects.toMatchObject({ code: 'MISSING_PERMISSION' });
    await upload.close();
  });

  it('does not wait for a named pipe or follow a folder', async () => {
    const upload = session(await newRepo());
    const inner = join(folder, 'inner');
    await mkdir(inner);
    await expect(upload.uploadFile({ path: inner, size: 2_000_000 })).rejects.toMatchObject({ reason: 'changed' });
    await upload.close();
  });
});
