// The official JavaScript client makes repos and moves files: small ones in the commit, large ones by LFS, in parts and
// by Xet, back again byte for byte and in ranges, and the same with buckets.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  commit,
  countCommits,
  createBranch,
  createRepo,
  datasetInfo,
  deleteBranch,
  deleteFile,
  deleteRepo,
  downloadFile,
  fileDownloadInfo,
  fileExists,
  listCommits,
  listDatasets,
  listFiles,
  modelInfo,
  pathsInfo,
  repoExists,
  snapshotDownload,
  spaceInfo,
  uploadFile,
  uploadFiles,
} from '@huggingface/hub';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { startSandboxHub, type SandboxHub } from '../src/index.ts';
import { conformanceTable } from './table.ts';

const table = conformanceTable('@huggingface/hub: repos and files');
let hub: SandboxHub;
let access: { hubUrl: string; accessToken: string };

beforeAll(async () => {
  hub = await startSandboxHub({ seed: 'demo', tokenPace: 'none' });
  access = { hubUrl: hub.url, accessToken: hub.token };
});
afterAll(async () => {
  expect(hub.requests.filter(({ status }) => status !== undefined && status >= 500)).toEqual([]);
  await hub.close();
  table.print();
});

function proves(row: string, run: () => Promise<void>): void {
  test(row, async () => {
    onTestFinished(({ task }) => {
      if (task.result?.state === 'pass') table.passed(row);
    });
    await run();
  });
}

async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}

async function bytesOf(blob: Blob | null): Promise<Buffer> {
  expect(blob).not.toBeNull();
  return Buffer.from((await blob?.arrayBuffer()) ?? new ArrayBuffer(0));
}

const dataset = (name: string) => ({ type: 'dataset', name: `sandy/${name}` }) as const;
const file = (path: string, bytes: Uint8Array<ArrayBuffer> | string) => ({ path, content: new Blob([bytes]) });
const random = (size: number) => new Uint8Array(randomBytes(size));

proves('createRepo and deleteRepo of every type, 409 for a second one', async () => {
  for (const type of ['model', 'dataset', 'space'] as const) {
    const repo = { type, name: 'sandy/one-of-each' };
    const { repoUrl } = await createRepo({
      ...access,
      repo,
      license: 'mit',
      ...(type === 'space' ? { sdk: 'static' as const } : {}),
    });
    expect(repoUrl).toBe(`${hub.url}/${type === 'model' ? '' : `${type}s/`}sandy/one-of-each`);
    await expect(createRepo({ ...access, repo })).rejects.toMatchObject({ statusCode: 409 });
    const wanted = { ...access, name: repo.name };
    const info = await (type === 'model'
      ? modelInfo(wanted)
      : type === 'space'
        ? spaceInfo(wanted)
        : datasetInfo(wanted));
    expect(info).toMatchObject({ name: repo.name, private: false });
    await deleteRepo({ ...access, repo });
    expect(await repoExists({ ...access, repo })).toBe(false);
  }
});

proves('createRepo and uploads are refused without the right', async () => {
  const reader = { ...access, accessToken: hub.tokens.read ?? '' };
  await expect(createRepo({ ...reader, repo: dataset('refused') })).rejects.toMatchObject({ statusCode: 403 });
  const theirs = { ...access, accessToken: hub.tokens.noCredits ?? '' };
  const upload = uploadFile({ ...theirs, repo: dataset('tide-pool-chats'), file: file('a.txt', 'a') });
  await expect(upload).rejects.toMatchObject({ statusCode: 403 });
  expect(await repoExists({ ...theirs, repo: dataset('pool-sightings') })).toBe(false);
});

proves(
  'uploadFiles: small ones in the commit, large ones by LFS and in parts, read back whole and in ranges',
  async () => {
    const repo = dataset('by-lfs');
    await createRepo({ ...access, repo });
    const [small, large] = [random(1_500_000), random(21_000_000)];
    const files = [
      file('README.md', '# Hi'),
      file('deep/er/a.jsonl', '{"a":1}\n'),
      file('small.bin', small),
      file('large.bin', large),
    ];
    await uploadFiles({ ...access, repo, useXet: false, files });
    expect((await bytesOf(await downloadFile({ ...access, repo, path: 'deep/er/a.jsonl' }))).toString()).toBe(
      '{"a":1}\n',
    );
    expect((await bytesOf(await downloadFile({ ...access, repo, path: 'small.bin' }))).equals(small)).toBe(true);
    const blob = await downloadFile({ ...access, repo, path: 'large.bin' });
    expect((await bytesOf(blob)).equals(large)).toBe(true);
    expect(
      (await bytesOf(blob?.slice(7_999_990, 8_100_000) ?? null)).equals(large.subarray(7_999_990, 8_100_000)),
    ).toBe(true);
    const asked = hub.requests.map(({ method, path }) => `${method} ${path.replace(/upload\/[\w-]+/, 'upload/KEY')}`);
    expect(asked).toContain('PUT /lfs/upload/KEY');
    expect(asked).toContain('PUT /lfs/upload/KEY/3');
  },
);

proves('uploadFiles by Xet, read back by Xet and by plain HTTP', async () => {
  const repo = dataset('by-xet');
  await createRepo({ ...access, repo });
  const [noise, text] = [random(5_000_000), Buffer.from('All work and no play. '.repeat(150_000))];
  await uploadFiles({ ...access, repo, files: [file('noise.bin', noise), file('text.parquet', new Uint8Array(text))] });
  for (const [path, bytes] of [
    ['noise.bin', Buffer.from(noise)],
    ['text.parquet', text],
  ] as const) {
    expect((await fileDownloadInfo({ ...access, repo, path }))?.xet).toBeDefined();
    for (const xet of [true, false]) {
      const blob = await downloadFile({ ...access, repo, path, xet });
      expect((await bytesOf(blob)).equals(bytes)).toBe(true);
      expect((await bytesOf(blob?.slice(100_001, 2_900_000) ?? null)).equals(bytes.subarray(100_001, 2_900_000))).toBe(
        true,
      );
    }
  }
});

proves('a refusal of the Xet content store comes through', async () => {
  const repo = dataset('by-xet');
  hub.fail('GET /xet/v2/reconstructions/:hash', { status: 401, times: 1 });
  const reading = downloadFile({ ...access, repo, path: 'noise.bin' }).then((blob) => blob?.arrayBuffer());
  await expect(reading).rejects.toMatchObject({ statusCode: 401 });
});

proves('commit with parentCommit, refused when the branch has moved on', async () => {
  const repo = dataset('by-lfs');
  const { sha = '' } = await datasetInfo({ ...access, name: repo.name, additionalFields: ['sha'] });
  const operations = [
    { operation: 'addOrUpdate' as const, ...file('added.txt', 'added') },
    { operation: 'delete' as const, path: 'small.bin' },
  ];
  await commit({ ...access, repo, title: 'Add and delete', parentCommit: sha, operations });
  const stale = commit({ ...access, repo, title: 'Too late', parentCommit: sha, operations: operations.slice(0, 1) });
  await expect(stale).rejects.toMatchObject({ statusCode: 412 });
  expect(await fileExists({ ...access, repo, path: 'small.bin' })).toBe(false);
  expect(await downloadFile({ ...access, repo, path: 'small.bin' })).toBeNull();
  await deleteFile({ ...access, repo, path: 'added.txt' });
  expect((await collect(listCommits({ ...access, repo }))).map(({ title }) => title).slice(0, 2)).toEqual([
    'Delete added.txt',
    'Add and delete',
  ]);
  expect(await countCommits({ ...access, repo, revision: 'main' })).toBe(4);
});

proves('a pull request has a branch of its own', async () => {
  const repo = dataset('by-lfs');
  const operations = [{ operation: 'addOrUpdate' as const, ...file('proposed.txt', 'proposed') }];
  const made = await commit({ ...access, repo, title: 'Propose', isPullRequest: true, operations });
  expect(made?.pullRequestUrl).toBe(`${hub.url}/datasets/sandy/by-lfs/discussions/1`);
  expect(await fileExists({ ...access, repo, path: 'proposed.txt' })).toBe(false);
  expect(await fileExists({ ...access, repo, path: 'proposed.txt', revision: 'refs/pr/1' })).toBe(true);
});

proves('createBranch, upload to it, deleteBranch', async () => {
  const repo = dataset('by-lfs');
  await createBranch({ ...access, repo, branch: 'try/this' });
  await uploadFile({ ...access, repo, branch: 'try/this', file: file('branch.txt', 'b') });
  expect(await fileExists({ ...access, repo, path: 'branch.txt', revision: 'try/this' })).toBe(true);
  expect(await fileExists({ ...access, repo, path: 'branch.txt' })).toBe(false);
  await deleteBranch({ ...access, repo, branch: 'try/this' });
  const gone = downloadFile({ ...access, repo, path: 'branch.txt', revision: 'try/this' });
  await expect(gone).rejects.toMatchObject({ statusCode: 404 });
});

proves('listFiles over several pages, pathsInfo, listDatasets', async () => {
  const repo = dataset('many');
  await createRepo({ ...access, repo });
  const operations = Array.from({ length: 1205 }, (_, index) => ({
    operation: 'addOrUpdate' as const,
    ...file(`f/${index}.txt`, `${index}`),
  }));
  await commit({ ...access, repo, title: 'Many', operations });
  expect(
    (await collect(listFiles({ ...access, repo, recursive: true }))).filter(({ type }) => type === 'file'),
  ).toHaveLength(1206);
  const [first] = await collect(listFiles({ ...access, repo: dataset('by-xet'), expand: true }));
  expect(first?.lastCommit?.title).toBe('initial commit');
  const found = await pathsInfo({ ...access, repo: dataset('by-xet'), paths: ['noise.bin', 'nowhere'], expand: true });
  expect(found).toMatchObject([{ path: 'noise.bin', size: 5_000_000, lfs: { size: 5_000_000 } }]);
  const names = (await collect(listDatasets({ ...access, search: { owner: 'sandy' } }))).map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(['sandy/many', 'sandy/tide-pool-chats', 'sandy/pool-sightings']));
});

proves('snapshotDownload', async () => {
  const cacheDir = await mkdtemp(join(tmpdir(), 'sandbox-hub-js-'));
  try {
    const folder = await snapshotDownload({ ...access, repo: dataset('tide-pool-chats'), cacheDir });
    const first = (await readFile(join(folder, 'data/train.jsonl'), 'utf8')).split('\n')[0] ?? '';
    expect(JSON.parse(first)).toMatchObject({ messages: [{ role: 'user' }, { role: 'assistant' }, {}, {}] });
  } finally {
    await rm(cacheDir, { recursive: true });
  }
});

proves('buckets: create, upload, list, download, delete', async () => {
  const repo = { type: 'bucket', name: 'sandy/js-bucket' } as const;
  await createRepo({ ...access, repo });
  const bytes = random(3_000_000);
  await uploadFiles({ ...access, repo, files: [file('x/y.bin', bytes), file('z.txt', 'z')] });
  const listed = await collect(listFiles({ ...access, repo, recursive: true }));
  expect(listed.map(({ path }) => path)).toEqual(['x', 'x/y.bin', 'z.txt']);
  expect((await bytesOf(await downloadFile({ ...access, repo, path: 'x/y.bin' }))).equals(bytes)).toBe(true);
  await deleteRepo({ ...access, repo });
  expect(await repoExists({ ...access, repo })).toBe(false);
});

proves('a bucket file that did not come by Xet is read by Xet all the same', async () => {
  const repo = { type: 'bucket', name: 'sandy/scratch' } as const;
  const info = await fileDownloadInfo({ ...access, repo, path: 'notes/todo.txt' });
  expect(info?.xet).toBeDefined();
  expect((await bytesOf(await downloadFile({ ...access, repo, path: 'notes/todo.txt' }))).toString()).toMatch(
    /north cove/,
  );
});
