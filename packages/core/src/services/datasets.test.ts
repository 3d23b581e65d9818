import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp, type TestAppOptions } from './test-app.fixture.ts';

let running: TestApp[] = [];
afterEach(async () => {
  await Promise.all(running.map((each) => each.stop()));
  running = [];
});

async function start(token = 'write', options?: TestAppOptions): Promise<TestApp> {
  const started = await startTestApp(options);
  running.push(started);
  await started.call.account.connect({ token: started.hub.tokens[token] ?? '' });
  return started;
}

/** Makes a dataset on the Hub, as another program would. */
async function make(
  { hub }: TestApp,
  name: string,
  files: Record<string, string | Uint8Array>,
  isPrivate = true,
): Promise<void> {
  const [organization, own] = name.split('/');
  const list = Object.entries(files).map(([path, content]) => ({
    path,
    content: Buffer.from(content).toString('base64'),
    encoding: 'base64',
  }));
  const answer = await fetch(`${hub.url}/api/repos/create`, {
    method: 'POST',
    headers: { authorization: `Bearer ${hub.tokens['fineGrained']}`, 'content-type': 'application/json' },
    body: JSON.stringify({ type: 'dataset', name: own, organization, private: isPrivate, files: list }),
  });
  expect(answer.status, await answer.text()).toBe(200);
}

describe('finding datasets', () => {
  it('lists mine, private ones and those of my organizations too, newest first', async () => {
    const { call } = await start();
    const rows = await call.datasets.mine();
    expect(rows.map(({ id, private: hidden, gated }) => [id, hidden, gated])).toEqual([
      ['sandy/small-questions', false, 'no'],
      ['sandy/pool-sightings', true, 'no'],
      ['sandy/tide-pool-chats', false, 'no'],
      ['tidewater/harbor-dialogues', false, 'manual'],
    ]);
    expect(rows.map(({ lastModified }) => lastModified)).toEqual(
      rows
        .map(({ lastModified }) => lastModified)
        .toSorted()
        .reverse(),
    );
  });

  it('fails as the Hub does', async () => {
    const { call, hub } = await start();
    hub.fail('GET /api/datasets', { status: 503, body: { error: 'no' } });
    await expect(call.datasets.mine()).rejects.toMatchObject({ code: 'PROVIDER_UNAVAILABLE' });
  });

  it('finds by words, by the beginning after a namespace, and by address', async () => {
    const { call, hub } = await start();
    const found = async (text: string) => (await call.datasets.search({ text })).rows.map(({ id }) => id);
    expect(await found('chats')).toEqual(['sandy/tide-pool-chats']);
    expect(await found('sandy/po')).toEqual(['sandy/tide-pool-chats', 'sandy/pool-sightings']);
    expect(await found(' tidewater/ ')).toEqual(['tidewater/harbor-dialogues']);
    expect(await found(`${hub.url}/datasets/sandy/pool-sightings`)).toEqual(['sandy/pool-sightings']);
    expect((await found(''))[0]).toBe('tidewater/harbor-dialogues');
    expect(await found('zzzz')).toEqual([]);
  });

  it('goes on page by page with a cursor that names no place but the one in the list', async () => {
    const app = await start();
    for (let index = 0; index < 55; index += 1) await make(app, `sandy/many-${index}`, {});
    const first = await app.call.datasets.search({ text: 'sandy/many-' });
    expect(first.rows).toHaveLength(50);
    expect(first.cursor).not.toContain('http');
    const second = await app.call.datasets.search({ text: 'sandy/many-', cursor: first.cursor });
    expect(new Set([...first.rows, ...second.rows].map(({ id }) => id)).size).toBe(55);
    expect(second.cursor).toBeNull();
    const before = app.hub.requests.length;
    await app.call.datasets.search({ text: '', cursor: 'http://evil.example/?cursor=x' }).catch(() => {});
    expect(app.hub.requests).toHaveLength(before + 1);
  });
});

describe('one dataset', () => {
  it('is told in full, with what I may do with it', async () => {
    const { call, hub } = await start();
    expect(await call.datasets.get({ dataset: 'sandy/tide-pool-chats' })).toMatchObject({
      id: 'sandy/tide-pool-chats',
      url: `${hub.url}/datasets/sandy/tide-pool-chats`,
      license: 'cc-by-4.0',
      languages: ['en'],
      sizeCategory: 'n<1K',
      files: 4,
      mayWrite: true,
      sha: expect.stringMatching(/^[0-9a-f]{40}$/),
    });
    await call.account.connect({ token: hub.tokens['read'] ?? '' });
    expect(await call.datasets.get({ dataset: 'sandy/tide-pool-chats' })).toMatchObject({ mayWrite: false });
    await call.account.connect({ token: hub.tokens['noCredits'] ?? '' });
    expect(await call.datasets.get({ dataset: 'sandy/tide-pool-chats' })).toMatchObject({ mayWrite: false });
  });

  it('that is not there is named in the failure', async () => {
    const { call } = await start();
    const missing = { code: 'NOT_FOUND', data: { what: 'sandy/none' } };
    const input = { dataset: 'sandy/none' };
    await expect(call.datasets.get(input)).rejects.toMatchObject(missing);
    await expect(call.datasets.parts(input)).rejects.toMatchObject(missing);
    await expect(call.datasets.files(input)).rejects.toMatchObject(missing);
    await expect(
      call.datasets.page({ ...input, config: 'default', split: 'train', from: 0, count: 5 }),
    ).rejects.toMatchObject(missing);
    await expect(call.datasets.setVisibility({ ...input, private: true })).rejects.toMatchObject(missing);
    await expect(call.datasets.rename({ ...input, to: 'sandy/other' })).rejects.toMatchObject(missing);
    await expect(call.datasets.remove({ ...input, confirm: 'sandy/none' })).rejects.toMatchObject(missing);
  });

  it('shows what is in its folders', async () => {
    const { call } = await start();
    const { files, cursor } = await call.datasets.files({ dataset: 'sandy/tide-pool-chats' });
    expect(files.map(({ path, kind }) => [path, kind])).toEqual([
      ['data', 'folder'],
      ['.gitattributes', 'file'],
      ['README.md', 'file'],
    ]);
    expect(cursor).toBeNull();
    const inside = await call.datasets.files({ dataset: 'sandy/tide-pool-chats', folder: 'data' });
    expect(inside.files[0]).toMatchObject({
      path: 'data/test.jsonl',
      bytes: expect.any(Number),
      lastModified: expect.any(String),
    });
  });
});

describe('rows', () => {
  const page = { from: 0, count: 3 };

  it('come from the viewer where it has them', async () => {
    const { call } = await start();
    const dataset = 'sandy/tide-pool-chats';
    expect(await call.datasets.parts({ dataset })).toEqual([
      { config: 'default', split: 'train', rows: 240 },
      { config: 'default', split: 'test', rows: 24 },
    ]);
    const shown = await call.datasets.page({ dataset, config: 'default', split: 'train', from: 238, count: 5 });
    expect(shown).toMatchObject({
      from: 'viewer',
      total: 240,
      columns: [
        { name: 'id', type: 'string' },
        { name: 'messages', type: 'list<struct>' },
      ],
    });
    expect(shown.rows.map(({ row }) => row)).toEqual([238, 239]);
    expect(JSON.parse(shown.rows[0]?.text ?? '')).toMatchObject({ id: 'train-238' });
  });

  it.each([
    [
      'is not ready',
      {
        status: 500,
        headers: { 'x-error-code': 'ResponseNotReady' },
        body: { error: 'The server is busier than usual' },
      },
    ],
    [
      'does not serve private datasets of this plan',
      { status: 501, body: { error: 'Private datasets are only supported for PRO users' } },
    ],
    ['knows nothing of it', { status: 404, body: { error: 'not found' } }],
    ['takes no token', { status: 401, body: { error: 'no' } }],
    ['is gone', { reset: true }],
    ['answers with a page', { status: 200, headers: { 'content-type': 'text/html' }, body: '<html>' }],
  ])('come from the files when the viewer %s', async (_why, fault) => {
    const { call, hub } = await start();
    hub.fail('GET /viewer/*', fault);
    const dataset = 'sandy/tide-pool-chats';
    expect(await call.datasets.parts({ dataset })).toEqual([
      { config: 'default', split: 'train', rows: null },
      { config: 'default', split: 'test', rows: null },
    ]);
    const shown = await call.datasets.page({ dataset, config: 'default', split: 'train', ...page });
    expect(shown).toMatchObject({
      from: 'files',
      total: null,
      columns: [
        { name: 'id', type: 'string' },
        { name: 'messages', type: 'list' },
      ],
    });
    expect(shown.rows.map(({ row, text }) => [row, JSON.parse(text).id])).toEqual([
      [0, 'train-0'],
      [1, 'train-1'],
      [2, 'train-2'],
    ]);
    const last = await call.datasets.page({ dataset, config: 'default', split: 'train', from: 238, count: 5 });
    expect(last).toMatchObject({ total: 240, rows: { length: 2 } });
    expect(await call.datasets.parts({ dataset })).toMatchObject([{ rows: 240 }, { rows: null }]);
  });

  describe('of the files themselves', () => {
    let app: TestApp;
    beforeEach(async () => {
      app = await start();
      app.hub.fail('GET /viewer/*', { status: 501, body: { error: 'no' } });
    });
    const show = async (dataset: string, wish: { from: number; count: number; split?: string } = page) => {
      const { rows, ...rest } = await app.call.datasets.page({ dataset, config: 'default', split: 'train', ...wish });
      return { ...rest, rows: rows.map(({ text }) => JSON.parse(text)) };
    };

    it.each([
      ['CSV', { 'train.csv': 'q,a\n"one, two",1\nthree,2\n' }],
      ['TSV', { 'train.tsv': 'q\ta\none, two\t1\nthree\t2\n' }],
      ['a JSON array', { 'train.json': '[\n {"q":"one, two","a":"1"},\n {"q":"three","a":"2"}]' }],
      [
        'JSON lines with a mark, Windows ends and blanks',
        { 'train.jsonl': '\uFEFF{"q":"one, two","a":"1"}\r\n\r\n{"q":"three","a":"2"}' },
      ],
      ['JSON lines named json', { 'train.json': '{"q":"one, two","a":"1"}\n{"q":"three","a":"2"}\n' }],
      ['packed JSON lines', { 'train.jsonl.gz': gzipSync('{"q":"one, two","a":"1"}\n{"q":"three","a":"2"}\n') }],
    ])('are read from %s', async (_what, files: Record<string, string | Uint8Array>) => {
      await make(app, 'sandy/own', files);
      expect(await show('sandy/own')).toEqual({
        from: 'files',
        columns: [
          { name: 'q', type: 'string' },
          { name: 'a', type: 'string' },
        ],
        rows: [
          { q: 'one, two', a: '1' },
          { q: 'three', a: '2' },
        ],
        total: 2,
      });
    });

    it('are read from text and from Parquet', async () => {
      const { parquetWriteBuffer } = await import('hyparquet-writer');
      const parquet = parquetWriteBuffer({
        columnData: [
          { name: 'n', data: [1, 2, 3] },
          { name: 't', data: ['a', 'b', 'c'] },
        ],
      });
      await make(app, 'sandy/par', { 'train.parquet': new Uint8Array(parquet) });
      expect(await show('sandy/par', { from: 1, count: 5 })).toMatchObject({
        rows: [
          { n: 2, t: 'b' },
          { n: 3, t: 'c' },
        ],
        total: 3,
      });
      await make(app, 'sandy/txt', { 'train.txt': 'first\nsecond\n' });
      expect(await show('sandy/txt')).toMatchObject({ rows: [{ text: 'first' }, { text: 'second' }] });
    });

    it('go on from one file into the next, and begin where the last page ended', async () => {
      const lines = (from: number, to: number) =>
        Array.from({ length: to - from }, (_, index) => `{"n":${from + index},"pad":"${'x'.repeat(200)}"}\n`).join('');
      await make(app, 'sandy/two', {
        'data/train-00000-of-00002.jsonl': lines(0, 1_000),
        'data/train-00001-of-00002.jsonl': lines(1_000, 1_500),
      });
      const ns = async (from: number, count: number) =>
        (await show('sandy/two', { from, count })).rows.map(({ n }) => n);
      expect(await ns(995, 10)).toEqual([995, 996, 997, 998, 999, 1_000, 1_001, 1_002, 1_003, 1_004]);
      const before = app.hub.requests.length;
      expect(await ns(998, 4)).toEqual([998, 999, 1_000, 1_001]);
      const asked = app.hub.requests.slice(before).filter(({ path }) => path.includes('/resolve/'));
      expect(asked.map(({ headers }) => headers['range'])[0]).toMatch(/^bytes=\d{5,}-$/);
      expect(await show('sandy/two', { from: 1_499, count: 5 })).toMatchObject({ rows: { length: 1 }, total: 1_500 });
      expect(await ns(1_600, 5)).toEqual([]);
    });

    it.each([
      ['a broken line', { 'train.jsonl': '{"n":1}\n{"n":\n' }, 'row 2 is not JSON'],
      ['no JSON', { 'train.json': '{"n":\n 1' }, 'it is not JSON'],
      ['no gzip', { 'train.jsonl.gz': 'plain' }, 'it is not whole gzip'],
      [
        'no Parquet',
        { 'train.parquet': 'plain text that is long enough' },
        'it is not a Parquet file that can be read',
      ],
    ])(
      'are refused with the file and the reason when there is %s',
      async (_what, files: Record<string, string>, reason) => {
        await make(app, 'sandy/bad', files);
        const [path] = Object.keys(files);
        await expect(show('sandy/bad')).rejects.toMatchObject({ code: 'FILE_UNREADABLE', data: { path, reason } });
      },
    );

    it('are cut when they are long', async () => {
      await make(app, 'sandy/long', { 'train.jsonl': `${JSON.stringify({ text: 'x'.repeat(50_000) })}\n` });
      const { rows } = await app.call.datasets.page({
        dataset: 'sandy/long',
        config: 'default',
        split: 'train',
        ...page,
      });
      expect([rows[0]?.cut, rows[0]?.text.length]).toEqual([true, 20_000]);
    });

    it('are not there for a part that is not, nor in a repository without data', async () => {
      await make(app, 'sandy/none-yet', { 'README.md': '# Nothing\n' });
      expect(await app.call.datasets.parts({ dataset: 'sandy/none-yet' })).toEqual([]);
      await expect(show('sandy/none-yet')).rejects.toMatchObject({
        code: 'NOT_FOUND',
        data: { what: 'default/train' },
      });
    });
  });

  it('of a gated dataset are refused with the page to ask at', async () => {
    const { call, hub } = await start('noCredits');
    await expect(call.datasets.parts({ dataset: 'tidewater/harbor-dialogues' })).rejects.toMatchObject({
      code: 'GATED',
      data: { url: `${hub.url}/datasets/tidewater/harbor-dialogues` },
    });
  });
});

describe('where a dataset may be made', () => {
  it('is told with the reason where not', async () => {
    const { call, hub } = await start();
    expect(await call.datasets.namespaces()).toEqual([
      { name: 'sandy', kind: 'user', mayWrite: true, reason: null },
      { name: 'tidewater', kind: 'organization', mayWrite: true, reason: null },
      {
        name: 'northwind-labs',
        kind: 'organization',
        mayWrite: false,
        reason: 'northwind-labs does not let this token in (token-policy).',
      },
    ]);
    await call.account.connect({ token: hub.tokens['read'] ?? '' });
    expect((await call.datasets.namespaces())[0]).toMatchObject({
      mayWrite: false,
      reason: 'This token may only read. Connect one that may write.',
    });
    await call.account.connect({ token: hub.tokens['fineGrained'] ?? '' });
    expect((await call.datasets.namespaces()).map(({ mayWrite }) => mayWrite)).toEqual([true, true, true]);
  });

  it('is nowhere without an account', async () => {
    const app = await startTestApp();
    running.push(app);
    await expect(app.call.datasets.namespaces()).rejects.toMatchObject({ code: 'SIGNED_OUT' });
  });

  it.each([
    ['new-one', 'free', null],
    ['tide-pool-chats', 'mine', 'There is a dataset named sandy/tide-pool-chats already.'],
    ['a--b', 'refused', 'A name has no “--” and no “..” in it.'],
    ['a.git', 'refused', 'A name does not end in “.git” or “.ipynb”.'],
    ['.a', 'refused', 'A name does not begin or end with “-” or “.”.'],
    ['ä', 'refused', 'A name has only letters from A to Z, digits, “-”, “_” and “.”.'],
    ['x'.repeat(97), 'refused', 'A name has at most 96 characters.'],
    ['', 'refused', 'Give it a name.'],
  ])('checks the name %j: %s', async (name, state, reason) => {
    const { call } = await start();
    expect(await call.datasets.checkName({ namespace: 'sandy', name })).toEqual({ state, reason });
  });

  it('refuses a namespace that is not mine', async () => {
    const { call } = await start();
    expect(await call.datasets.checkName({ namespace: 'somebody', name: 'a' })).toEqual({
      state: 'refused',
      reason: 'You are not a member of somebody.',
    });
    expect(await call.datasets.checkName({ namespace: 'northwind-labs', name: 'a' })).toMatchObject({
      state: 'refused',
    });
  });

  it('offers licences, the usual first', async () => {
    const { call } = await start();
    const all = await call.datasets.licenses();
    expect(all[0]).toEqual({
      id: 'cc-by-4.0',
      name: 'Creative Commons Attribution 4.0',
      url: 'https://creativecommons.org/licenses/by/4.0/',
    });
    expect(all.slice(-2).map(({ id }) => id)).toEqual(['unknown', 'other']);
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
  });
});

describe('changing a dataset', () => {
  const dataset = 'sandy/tide-pool-chats';

  it('hides it and shows it', async () => {
    const { call } = await start();
    await call.datasets.setVisibility({ dataset, private: true });
    expect(await call.datasets.get({ dataset })).toMatchObject({ private: true });
    await call.datasets.setVisibility({ dataset, private: false });
    expect(await call.datasets.get({ dataset })).toMatchObject({ private: false });
  });

  it('renames it; the old name leads to the new one and can be used again', async () => {
    const { call } = await start();
    await call.datasets.rename({ dataset, to: 'tidewater/chats' });
    expect(await call.datasets.get({ dataset })).toMatchObject({ id: 'tidewater/chats' });
    expect(await call.datasets.checkName({ namespace: 'sandy', name: 'tide-pool-chats' })).toEqual({
      state: 'free',
      reason: null,
    });
  });

  it('does not rename it over another, nor to a name the Hub refuses', async () => {
    const { call, hub } = await start();
    await expect(call.datasets.rename({ dataset, to: 'sandy/pool-sightings' })).rejects.toMatchObject({
      code: 'ALREADY_THERE',
      data: { what: 'sandy/pool-sightings', url: `${hub.url}/datasets/sandy/pool-sightings` },
    });
    const before = hub.requests.length;
    for (const to of ['sandy/a--b', 'bare']) {
      await expect(call.datasets.rename({ dataset, to })).rejects.toMatchObject({
        code: 'INVALID_INPUT',
        data: { field: 'to' },
      });
    }
    expect(hub.requests).toHaveLength(before);
  });

  it('deletes it only when its whole name was typed', async () => {
    const { call, hub } = await start();
    const before = hub.requests.length;
    for (const confirm of ['', 'tide-pool-chats', 'sandy/Tide-Pool-Chats']) {
      await expect(call.datasets.remove({ dataset, confirm })).rejects.toMatchObject({
        code: 'INVALID_INPUT',
        data: { field: 'confirm' },
      });
    }
    expect(hub.requests).toHaveLength(before);
    await call.datasets.remove({ dataset, confirm: dataset });
    await expect(call.datasets.get({ dataset })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('says that the token may not write', async () => {
    const { call } = await start('read');
    const refused = { code: 'MISSING_PERMISSION', data: { permission: 'write' } };
    await expect(call.datasets.setVisibility({ dataset, private: true })).rejects.toMatchObject(refused);
    await expect(call.datasets.rename({ dataset, to: 'sandy/x' })).rejects.toMatchObject(refused);
    await expect(call.datasets.remove({ dataset, confirm: dataset })).rejects.toMatchObject(refused);
  });

  it('is sent once, also when the answer is lost', async () => {
    const { call, hub } = await start();
    hub.fail('DELETE /api/repos/delete', { reset: true });
    await expect(call.datasets.remove({ dataset, confirm: dataset })).rejects.toMatchObject({
      code: 'PROVIDER_UNAVAILABLE',
    });
    expect(hub.requests.filter(({ method }) => method === 'DELETE')).toHaveLength(1);
  });
});
