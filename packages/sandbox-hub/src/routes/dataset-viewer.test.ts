import { parquetWriteBuffer } from 'hyparquet-writer';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { startSandboxHub, type SandboxHub } from '../index.ts';
import { commitLines, repoClient } from '../testing/repo-client.ts';

let hub: SandboxHub;
beforeAll(async () => {
  hub = await startSandboxHub({ seed: 'demo', tokenPace: 'none' });
});
afterAll(() => hub.close());
const ask = repoClient(() => hub);

const rowsWire = z.object({
  features: z.array(z.object({ feature_idx: z.number(), name: z.string(), type: z.unknown() })),
  rows: z.array(
    z.object({ row_idx: z.number(), row: z.record(z.string(), z.unknown()), truncated_cells: z.array(z.string()) }),
  ),
  num_rows_total: z.number(),
  num_rows_per_page: z.literal(100),
  partial: z.boolean(),
});

async function dataset(name: string, files: Readonly<Record<string, string>>): Promise<void> {
  await ask('POST', '/api/repos/create', { body: { name, type: 'dataset' } });
  const answer = await ask('POST', `/api/datasets/sandy/${name}/commit/main`, { body: commitLines(files) });
  expect(answer.status).toBe(200);
}

const view = (route: string, query: Record<string, string>, token: string | null = 'write') =>
  ask('GET', `/viewer/${route}?${new URLSearchParams(query).toString()}`, { token });

async function rows(name: string, split: string, offset = 0, length = 100, config = 'default') {
  const answer = await view('rows', {
    dataset: `sandy/${name}`,
    config,
    split,
    offset: String(offset),
    length: String(length),
  });
  return rowsWire.parse(answer.json());
}

describe('the dataset viewer', () => {
  test('pages through JSON lines over several files', async () => {
    const lines = (from: number, to: number) =>
      Array.from({ length: to - from }, (_, index) => `{"n":${from + index}}\n`).join('');
    await dataset('lines', { 'train-0.jsonl': lines(0, 2500), 'train-1.jsonl': lines(2500, 2600).trimEnd() });
    const page = await rows('lines', 'train', 2450, 100);
    expect(page.num_rows_total).toBe(2600);
    expect(page.rows.map(({ row }) => row.n)).toEqual(Array.from({ length: 100 }, (_, index) => 2450 + index));
    expect((await rows('lines', 'train', 1000, 1)).rows).toMatchObject([{ row_idx: 1000, row: { n: 1000 } }]);
    expect((await rows('lines', 'train', 2600)).rows).toEqual([]);
  });

  test('reads CSV with its types and quotes', async () => {
    await dataset('table', { 'data.csv': 'word,count,share,yes\n"a, b",1,0.5,true\n"two\nlines",2,,false\n' });
    const { features, rows: found } = await rows('table', 'train');
    expect(features.map(({ name, type }) => [name, z.object({ dtype: z.string() }).parse(type).dtype])).toEqual([
      ['word', 'string'],
      ['count', 'int64'],
      ['share', 'float64'],
      ['yes', 'bool'],
    ]);
    expect(found.map(({ row }) => row)).toEqual([
      { word: 'a, b', count: 1, share: 0.5, yes: true },
      { word: 'two\nlines', count: 2, share: null, yes: false },
    ]);
  });

  test('reads a JSON array', async () => {
    await dataset('array', { 'test.json': '[{"a":[1,2]},{"a":[],"b":{"c":1.5}}]' });
    const { features, rows: found } = await rows('array', 'test');
    expect(features).toMatchObject([
      { name: 'a', type: { _type: 'List', feature: { dtype: 'int64' } } },
      { name: 'b', type: { c: { dtype: 'float64' } } },
    ]);
    expect(found[0]?.row).toEqual({ a: [1, 2], b: null });
  });

  test('reads Parquet, and lists it', async () => {
    const bytes = parquetWriteBuffer({
      columnData: [
        { name: 'n', data: Array.from({ length: 1500 }, (_, index) => index), type: 'INT32' },
        { name: 's', data: Array.from({ length: 1500 }, (_, index) => `row ${index}`), type: 'STRING' },
      ],
    });
    const binary = {
      key: 'file',
      value: {
        path: 'data/train-00000-of-00001.parquet',
        content: Buffer.from(bytes).toString('base64'),
        encoding: 'base64',
      },
    };
    await ask('POST', '/api/repos/create', { body: { name: 'columns', type: 'dataset' } });
    await ask('POST', '/api/datasets/sandy/columns/commit/main', {
      body: `${commitLines({})}\n${JSON.stringify(binary)}`,
    });
    const page = await rows('columns', 'train', 1450);
    expect(page.num_rows_total).toBe(1500);
    expect(page.rows[0]?.row).toEqual({ n: 1450, s: 'row 1450' });
    const { parquet_files: listed } = z
      .object({ parquet_files: z.array(z.object({ url: z.string(), size: z.number() })) })
      .parse((await view('parquet', { dataset: 'sandy/columns' })).json());
    expect(listed).toMatchObject([
      {
        url: `${hub.url}/datasets/sandy/columns/resolve/main/data/train-00000-of-00001.parquet`,
        size: bytes.byteLength,
      },
    ]);
  });

  test('follows the configurations of the card', async () => {
    const card =
      '---\nconfigs:\n- config_name: en\n  data_files:\n  - split: train\n    path: en/*.jsonl\n- config_name: de\n  data_files: de.jsonl\n---\n';
    await dataset('tongues', {
      'README.md': card,
      'en/a.jsonl': '{"x":1}\n',
      'en/b.jsonl': '{"x":2}\n',
      'de.jsonl': '{"x":3}\n',
    });
    expect((await view('splits', { dataset: 'sandy/tongues' })).json()).toMatchObject({
      splits: [
        { config: 'en', split: 'train' },
        { config: 'de', split: 'train' },
      ],
    });
    expect((await rows('tongues', 'train', 0, 100, 'en')).rows.map(({ row }) => row.x)).toEqual([1, 2]);
  });

  test('shows what is new after a commit', async () => {
    await dataset('grows', { 'train.jsonl': '{"x":1}\n' });
    expect((await rows('grows', 'train')).num_rows_total).toBe(1);
    await ask('POST', '/api/datasets/sandy/grows/commit/main', {
      body: commitLines({ 'train.jsonl': '{"x":1}\n{"x":2}\n' }),
    });
    expect((await rows('grows', 'train')).num_rows_total).toBe(2);
  });

  test('finds words, counts and sizes', async () => {
    const found = await view('search', {
      dataset: 'sandy/tide-pool-chats',
      config: 'default',
      split: 'train',
      query: 'spring tide',
    });
    const { num_rows_total: total, rows: some } = rowsWire.parse(found.json());
    expect(total).toBeGreaterThan(5);
    expect(some.every(({ row }) => JSON.stringify(row).includes('spring tide'))).toBe(true);
    expect((await view('size', { dataset: 'sandy/tide-pool-chats' })).json()).toMatchObject({
      size: { dataset: { num_rows: 264 }, splits: [{ num_rows: 240, num_columns: 2 }, { num_rows: 24 }] },
    });
    expect((await view('is-valid', { dataset: 'sandy/tide-pool-chats' }, null)).json()).toMatchObject({
      viewer: true,
      preview: true,
    });
  });

  test('tells what is wrong with a file', async () => {
    await dataset('broken', { 'train.jsonl': '{"x":1}\n{"x":\n' });
    const answer = await view('first-rows', { dataset: 'sandy/broken', config: 'default', split: 'train' });
    expect([answer.status, answer.headers.get('x-error-code')]).toEqual([500, 'DatasetGenerationError']);
    expect(answer.json()).toMatchObject({ cause_exception: 'SyntaxError' });
  });

  test.each([
    ['nobody, a private dataset', { dataset: 'sandy/pool-sightings' }, null, 401, 'ExternalUnauthenticatedError'],
    [
      'a stranger, a gated one',
      { dataset: 'tidewater/harbor-dialogues' },
      'noCredits',
      404,
      'ExternalAuthenticatedError',
    ],
    ['no dataset', {}, 'write', 422, 'MissingRequiredParameter'],
    [
      'a split that is not there',
      { dataset: 'sandy/tide-pool-chats', config: 'default', split: 'dev' },
      'write',
      404,
      'ResponseNotFound',
    ],
    [
      'too many rows',
      { dataset: 'sandy/tide-pool-chats', config: 'default', split: 'train', length: '101' },
      'write',
      422,
      'InvalidParameter',
    ],
  ] as const)('refuses %s', async (_, query, token, status, code) => {
    const answer = await view('rows', query, token);
    expect([answer.status, answer.headers.get('x-error-code')]).toEqual([status, code]);
  });
});
