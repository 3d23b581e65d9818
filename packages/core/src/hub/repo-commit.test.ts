import { startSandboxHub, type SandboxHub } from '@hubdesk/sandbox-hub';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { systemClock } from '../ports/clock.ts';
import { Secret } from '../secrets/secret.ts';
import { createHubClient, type HubClient } from './hub-client.ts';
import { commitTexts, type TextCommit } from './repo-commit.ts';
import { fetchCommits } from './repo-commits.ts';
import { fetchRepoFile } from './repo-file.ts';
import { fetchRepoText } from './repo-text.ts';

const id = 'sandy/old-buoy';
let sandbox: SandboxHub;
let hub: HubClient;
let call: { token: Secret };
beforeAll(async () => {
  sandbox = await startSandboxHub({ tokenPace: 'none', spaces: { python: 'none' } });
  hub = createHubClient({ hubUrl: sandbox.url, routerUrl: sandbox.routerUrl }, systemClock);
  call = { token: Secret.from(sandbox.token) };
});
afterAll(() => sandbox.close());

const put = (files: TextCommit['files'], parent: string | null = null, message = 'Change') =>
  commitTexts(hub, 'space', id, { files, message, parent }, call);
const read = (path: string, maxBytes = 100_000) => fetchRepoText(hub, 'space', id, path, 'main', maxBytes, call);
const count = (part: string) => sandbox.requests.filter(({ path }) => path.includes(part)).length;

it('writes and deletes files in one commit that is told in the history', async () => {
  const text = '\ufeffprint("naïve 🙂")\r\n';
  const { commit } = await put(
    [
      { path: 'a/b c.py', content: text },
      { path: 'gone.txt', content: '' },
    ],
    null,
    'Add two\n\nWith a reason.',
  );
  expect(await read('a/b c.py')).toEqual({ text, bytes: Buffer.byteLength(text), commit });
  expect(await read('gone.txt')).toMatchObject({ text: '', bytes: 0 });
  const next = await put([{ path: 'gone.txt', content: null }], commit);
  await expect(read('gone.txt')).rejects.toMatchObject({ code: 'NOT_FOUND', data: { what: 'gone.txt' } });
  const { commits } = await fetchCommits(hub, 'space', id, null, call);
  expect(commits.slice(0, 2)).toMatchObject([
    { id: next.commit, title: 'Change' },
    {
      id: commit,
      title: 'Add two',
      message: 'With a reason.',
      authors: ['sandy'],
      at: expect.stringMatching(/^\d{4}-/),
    },
  ]);
  expect(count('/preupload/')).toBe(0);
});

it('sends what is no text the way the Hub wants it, and tells no text of it', async () => {
  const picture = Buffer.from([137, 80, 78, 71, 0, 1, 2, 3]);
  const small = Buffer.from([0xff, 0xfe, 0x41]);
  const files = [
    { path: 'icon.png', content: picture },
    { path: 'latin.txt', content: small },
    { path: 'x.py', content: 'x\n' },
  ];
  await put([...files, { path: 'same.png', content: picture }]);
  expect([count('/preupload/'), count('/lfs/upload/')]).toEqual([1, 1]);
  for (const { path, content } of files.slice(0, 2)) {
    expect(await read(path)).toMatchObject({ text: null, bytes: content.length });
    const place = { type: 'space', repo: id, revision: 'main', path } as const;
    expect(Buffer.from((await fetchRepoFile(hub, place, { ...call, maxBytes: 100 })).bytes)).toEqual(content);
  }
  expect(await read('x.py', 1)).toMatchObject({ text: null, bytes: 2 });
  // The same again is stored already.
  await put([{ path: 'other.png', content: picture }]);
  expect(count('/lfs/upload/')).toBe(1);
});

it('says that others have committed since, or that the Hub does not take it, and changes nothing then', async () => {
  const { commit } = await put([{ path: 'x.py', content: 'old\n' }]);
  await put([{ path: 'x.py', content: 'new\n' }]);
  await expect(put([{ path: 'x.py', content: 'mine\n' }], commit)).rejects.toMatchObject({
    code: 'CONFLICT',
    message: `Somebody else has changed ${id} since.`,
  });
  const broken = put([
    { path: 'README.md', content: '---\ntitle: [\n---\n' },
    { path: 'x.py', content: 'mine\n' },
  ]);
  await expect(broken).rejects.toMatchObject({ code: 'INVALID_INPUT', message: expect.stringContaining('README.md') });
  await expect(put([{ path: '../x', content: '' }])).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  expect(await read('x.py')).toMatchObject({ text: 'new\n' });
});

it('goes through a long history page by page', async () => {
  const pages: string[][] = [];
  sandbox.fail('GET /api/spaces/:namespace/:name/commits/:revision', {
    body: '[{"id":"a","title":"A","date":"2026-01-01T00:00:00.000Z"},{"title":"no id"}]',
    headers: { link: `<${sandbox.url}/api/spaces/${id}/commits/main?p=1>; rel="next"` },
    times: 1,
  });
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof fetchCommits>> = await fetchCommits(hub, 'space', id, cursor, call);
    pages.push(page.commits.map(({ title }) => title));
    ({ cursor } = page);
  } while (cursor !== null);
  expect(pages).toEqual([['A'], []]);
});
