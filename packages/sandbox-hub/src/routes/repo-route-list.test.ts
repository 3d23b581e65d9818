import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { startSandboxHub, type SandboxHub } from '../index.ts';
import { commitLines, repoClient } from '../testing/repo-client.ts';

let hub: SandboxHub;
let nowMs = Date.UTC(2026, 0, 1);
beforeAll(async () => {
  hub = await startSandboxHub({ seed: 'demo', tokenPace: 'none', now: () => nowMs });
});
afterAll(() => hub.close());
const ask = repoClient(() => hub);

const batchAnswer = z.object({
  transfer: z.string(),
  objects: z.array(
    z.object({
      oid: z.string(),
      actions: z
        .object({ upload: z.object({ href: z.string(), header: z.record(z.string(), z.string()) }) })
        .optional(),
    }),
  ),
});
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

describe('rights', () => {
  const chats = '/api/datasets/sandy/tide-pool-chats';
  test.each([
    ['nobody sees a private dataset', null, 'GET', '/api/datasets/sandy/pool-sightings', 401, 'RepoNotFound'],
    [
      'a stranger sees no private dataset',
      'noCredits',
      'GET',
      '/api/datasets/sandy/pool-sightings',
      404,
      'RepoNotFound',
    ],
    ['a reader sees their own', 'read', 'GET', '/api/datasets/sandy/pool-sightings', 200, null],
    [
      'nobody reads a gated file',
      null,
      'GET',
      '/datasets/tidewater/harbor-dialogues/resolve/main/train.jsonl',
      401,
      'GatedRepo',
    ],
    [
      'a stranger reads no gated file',
      'noCredits',
      'GET',
      '/datasets/tidewater/harbor-dialogues/resolve/main/train.jsonl',
      403,
      'GatedRepo',
    ],
    ['but is told about it', 'noCredits', 'GET', '/api/datasets/tidewater/harbor-dialogues', 200, null],
    ['a stranger may not ask for a write token of Xet', 'noCredits', 'GET', `${chats}/xet-write-token/main`, 403, null],
    ['a reader may not write', 'read', 'GET', `${chats}/auth-check/write`, 403, null],
    ['a fine-grained token may', 'fineGrained', 'GET', `${chats}/auth-check/write`, 200, null],
    ['an expired token may nothing', 'expired', 'GET', chats, 401, null],
    ['a missing revision has its code', 'write', 'GET', `${chats}/revision/v9`, 404, 'RevisionNotFound'],
    [
      'a missing file has its code',
      'write',
      'GET',
      '/datasets/sandy/tide-pool-chats/resolve/main/no',
      404,
      'EntryNotFound',
    ],
  ] as const)('%s', async (_, token, method, path, status, code) => {
    const answer = await ask(method, path, { token });
    expect([answer.status, answer.headers.get('x-error-code')]).toEqual([status, code]);
    if (code === 'EntryNotFound') expect(answer.headers.get('x-repo-commit')).toMatch(/^[0-9a-f]{40}$/);
  });

  test('a contributor manages only what they made, and nobody a place they do not belong to', async () => {
    const create = (name: string, organization: string, token: string) =>
      ask('POST', '/api/repos/create', { token, body: { name, organization } });
    expect((await create('mine', 'northwind-labs', 'fineGrained')).status).toBe(200);
    expect((await create('not-mine', 'northwind-labs', 'write')).status).toBe(403);
    expect((await create('theirs', 'openai', 'fineGrained')).status).toBe(403);
    expect((await create('..', 'sandy', 'write')).status).toBe(400);
  });
});

describe('files', () => {
  const readme = '/datasets/sandy/tide-pool-chats/resolve/main/README.md';

  test('come whole, in one range, in several, and not beyond their end', async () => {
    const whole = await ask('GET', readme);
    const size = Buffer.byteLength(whole.text);
    expect(whole.headers.get('accept-ranges')).toBe('bytes');
    const some = await ask('GET', readme, { headers: { range: 'bytes=4-6' } });
    expect([some.status, some.text, some.headers.get('content-range')]).toEqual([
      206,
      whole.text.slice(4, 7),
      `bytes 4-6/${size}`,
    ]);
    expect((await ask('GET', readme, { headers: { range: 'bytes=-5' } })).text).toBe(whole.text.slice(-5));
    const both = await ask('GET', readme, { headers: { range: 'bytes=0-2,4-6' } });
    expect(both.headers.get('content-type')).toMatch(/^multipart\/byteranges; boundary=/);
    expect(both.text).toContain(`Content-Range: bytes 4-6/${size}\r\n\r\n${whole.text.slice(4, 7)}\r\n`);
    const beyond = await ask('GET', readme, { headers: { range: `bytes=${size}-` } });
    expect([beyond.status, beyond.headers.get('content-range')]).toEqual([416, `bytes */${size}`]);
  });

  test('never run as pages of the Hub', async () => {
    const { headers } = await ask('GET', '/spaces/sandy/lighthouse/resolve/main/index.html');
    expect(headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(headers.get('content-security-policy')).toContain('sandbox');
  });

  test('an LFS file is its pointer when asked for raw', async () => {
    const { text } = await ask('GET', '/sandy/calm-or-storm/raw/main/model.safetensors');
    expect(text).toMatch(/^version https:\/\/git-lfs.github.com\/spec\/v1\noid sha256:[0-9a-f]{64}\nsize 200\n$/);
  });

  test('a catalogue model has small made-up files and says that it has no weights', async () => {
    const model = '/api/models/Qwen/Qwen3-8B';
    const { sha } = z.object({ sha: z.string() }).parse((await ask('GET', model)).json());
    const tree = z
      .array(z.object({ path: z.string(), size: z.number() }))
      .parse((await ask('GET', `${model}/tree/${sha}`)).json());
    expect(tree.map(({ path }) => path)).toContain('model.safetensors');
    expect((await ask('GET', '/Qwen/Qwen3-8B/resolve/main/config.json')).json()).toMatchObject({
      model_type: expect.any(String),
    });
    expect((await ask('GET', '/Qwen/Qwen3-8B/resolve/main/model.safetensors')).status).toBe(501);
    expect(z.object({ sha: z.string() }).parse((await ask('GET', model)).json()).sha).toBe(sha);
  });
});

describe('commits', () => {
  const commit = (body: string, query = '') =>
    ask('POST', `/api/models/sandy/commits-here/commit/main${query}`, { body });
  beforeAll(async () => {
    await ask('POST', '/api/repos/create', { body: { name: 'commits-here' } });
  });

  test('are refused whole when a part of them is wrong', async () => {
    const { text: before } = await ask('GET', '/api/models/sandy/commits-here/commits/main');
    const bad = [
      commitLines({ 'ok.txt': 'ok', '../up': 'x' }),
      commitLines({ 'README.md': '---\nlicense: [\n---\n' }),
      commitLines({ 'a.txt': 'a' }).split('\n')[1] ?? '',
      `${commitLines({ 'a.txt': 'a' })}\n{"key":"lfsFile","value":{"path":"b","algo":"sha256","oid":"${'0'.repeat(64)}","size":3}}`,
      `${commitLines({ 'a.txt': 'a' })}\n{"key":"deletedFile","value":{"path":"nowhere"}}`,
      `${commitLines({ 'a.txt': 'a' })}\nnot json`,
    ];
    for (const body of bad) expect((await commit(body)).status).toBe(400);
    expect((await ask('GET', '/api/models/sandy/commits-here/commits/main')).text).toBe(before);
  });

  test('a card decides what the model is listed as', async () => {
    await commit(commitLines({ 'README.md': '---\npipeline_tag: fill-mask\nlicense: mit\nlanguage: [de]\n---\n' }));
    const found = z
      .array(z.object({ id: z.string() }))
      .parse((await ask('GET', '/api/models?pipeline_tag=fill-mask&filter=de&author=sandy')).json());
    expect(found.map(({ id }) => id)).toEqual(['sandy/commits-here']);
  });

  test('preupload tells what is LFS, what is ignored and what is there', async () => {
    await commit(commitLines({ '.gitignore': '*.log\n', 'same.txt': 'same' }));
    const sample = Buffer.from('a\0b').toString('base64');
    const body = {
      files: [
        { path: 'x.bin', size: 5, sample: '' },
        { path: 'x.dat', size: 5, sample },
        { path: 'x.txt', size: 11 * 1024 * 1024, sample: '' },
        { path: 'x.log', size: 5, sample: '' },
        { path: 'same.txt', size: 4, sample: '' },
      ],
    };
    const answer = await ask('POST', '/api/models/sandy/commits-here/preupload/main', { body });
    expect(answer.json()).toMatchObject({
      files: [
        { uploadMode: 'lfs', shouldIgnore: false },
        { uploadMode: 'lfs' },
        { uploadMode: 'lfs' },
        { uploadMode: 'regular', shouldIgnore: true },
        { uploadMode: 'regular', oid: createHash('sha1').update('blob 4\0same').digest('hex') },
      ],
      commitOid: expect.stringMatching(/^[0-9a-f]{40}$/),
    });
  });
});

describe('LFS', () => {
  const begin = async (text: string) => {
    const body = {
      operation: 'upload',
      transfers: ['basic', 'multipart'],
      objects: [{ oid: sha256(text), size: text.length }],
    };
    return batchAnswer.parse((await ask('POST', '/sandy/calm-or-storm.git/info/lfs/objects/batch', { body })).json());
  };

  test('refuses another content than was said, takes the right one, and needs it only once', async () => {
    const [href = ''] = (await begin('right')).objects.map(({ actions }) => actions?.upload.href);
    expect((await ask('PUT', href, { token: null, body: 'wrong' })).status).toBe(400);
    expect((await ask('PUT', href, { token: null, body: 'right and more' })).status).toBe(400);
    expect((await ask('PUT', href, { token: null, body: 'right' })).status).toBe(200);
    expect((await begin('right')).objects).toEqual([{ oid: sha256('right') }]);
    expect((await ask('PUT', href, { token: null, body: 'right' })).status).toBe(403);
  });

  test('an address is good for an hour', async () => {
    const [href = ''] = (await begin('too late')).objects.map(({ actions }) => actions?.upload.href);
    nowMs += 3_601_000;
    expect((await ask('PUT', href, { token: null, body: 'too late' })).status).toBe(403);
  });
});

describe('the Xet content store', () => {
  test('wants its own token, and a write token to write', async () => {
    const path = `/xet/v1/xorbs/default/${'a'.repeat(64)}`;
    expect((await ask('POST', path, { body: 'x' })).status).toBe(401);
    const read = z.object({ accessToken: z.string(), casUrl: z.string(), exp: z.number() });
    const answer = await ask('GET', '/api/models/sandy/calm-or-storm/xet-read-token/main');
    const { accessToken, casUrl, exp } = read.parse(answer.json());
    expect([
      answer.headers.get('x-xet-access-token'),
      answer.headers.get('x-xet-cas-url'),
      answer.headers.get('x-xet-token-expiration'),
    ]).toEqual([accessToken, casUrl, String(exp)]);
    expect((await ask('POST', path, { token: accessToken, body: 'x' })).status).toBe(403);
    const file = `${casUrl}/v2/reconstructions/${'a'.repeat(64)}`;
    expect((await ask('GET', file, { token: accessToken })).status).toBe(404);
    nowMs += 3_601_000;
    expect((await ask('GET', file, { token: accessToken })).status).toBe(401);
  });

  test('tells both kinds of reconstruction, and 416 beyond the end', async () => {
    const token = z
      .object({ accessToken: z.string() })
      .parse((await ask('GET', '/api/buckets/me/scratch/xet-read-token')).json()).accessToken;
    const [entry] = z
      .array(z.object({ xetHash: z.string(), size: z.number() }))
      .parse((await ask('GET', '/api/buckets/sandy/scratch/tree/notes?recursive=true')).json());
    const path = (version: number) => `/xet/v${version}/reconstructions/${entry?.xetHash}`;
    const plan = z.object({
      terms: z.array(z.object({ hash: z.string() })),
      xorbs: z.record(z.string(), z.array(z.object({ url: z.string() }))),
    });
    const { xorbs } = plan.parse((await ask('GET', path(2), { token })).json());
    const [first] = Object.values(xorbs)[0] ?? [];
    expect((await ask('GET', first?.url ?? '', { token: null, headers: { range: 'bytes=8-11' } })).text).toBe('Sort');
    expect((await ask('GET', (first?.url ?? '').replace(/mark=./, 'mark=g'), { token: null })).status).toBe(403);
    expect((await ask('GET', path(1), { token })).json()).toMatchObject({
      fetch_info: expect.any(Object),
      offset_into_first_range: 0,
    });
    expect((await ask('GET', path(2), { token, headers: { range: `bytes=${entry?.size}-` } })).status).toBe(416);
  });
});

test('a moved repo is found under its old name', async () => {
  await ask('POST', '/api/repos/create', { body: { name: 'old-name', type: 'dataset' } });
  expect(
    (
      await ask('POST', '/api/repos/move', {
        body: { fromRepo: 'sandy/old-name', toRepo: 'sandy/new-name', type: 'dataset' },
      })
    ).status,
  ).toBe(200);
  const { status, headers } = await ask('GET', '/api/datasets/sandy/old-name/tree/main?recursive=true');
  expect([status, headers.get('location')]).toEqual([307, '/api/datasets/sandy/new-name/tree/main?recursive=true']);
});

test('the metadata of a card is checked', async () => {
  const check = async (content: string, repoType = 'model') =>
    (await ask('POST', '/api/validate-yaml', { token: null, body: { content, repoType } })).status;
  expect(await check('---\nlicense: mit\n---\n')).toBe(200);
  expect(await check('---\nlicense: [\n---\n')).toBe(400);
  expect(await check('---\ntitle: x\n---\n', 'space')).toBe(400);
});

test('a kept folder has its repos again, and the seed is not planted twice', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sandbox-kept-'));
  try {
    const first = await startSandboxHub({ seed: 'demo', folder });
    const sent = repoClient(() => first);
    await sent('DELETE', '/api/repos/delete', { body: { name: 'tide-pool-chats', type: 'dataset' } });
    await sent('POST', '/api/models/sandy/calm-or-storm/commit/main', { body: commitLines({ 'kept.txt': 'kept' }) });
    await first.close();
    const second = await startSandboxHub({ seed: 'demo', folder });
    const again = repoClient(() => second);
    expect((await again('GET', '/sandy/calm-or-storm/resolve/main/kept.txt')).text).toBe('kept');
    expect((await again('GET', '/api/datasets/sandy/tide-pool-chats')).status).toBe(404);
    expect((await again('GET', '/api/datasets/sandy/pool-sightings')).status).toBe(200);
    await second.close();
  } finally {
    await rm(folder, { recursive: true });
  }
});
