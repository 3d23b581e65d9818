import { execFileSync } from 'node:child_process';
import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { CheckItem } from '@hubdesk/shared/datasets/check-report';
import type { DraftOrigin } from '@hubdesk/shared/datasets/draft';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { startTestApp, type TestApp } from './test-app.fixture.ts';

// Every check starts threads.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let app: TestApp;
let folder: string;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.stop());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hubdesk-draft-'));
});
afterEach(async () => {
  for (const { id } of await app.call.drafts.list()) await app.call.drafts.close({ draft: id });
  await rm(folder, { recursive: true, force: true });
});

async function drain<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

async function put(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name);
  await mkdir(join(path, '..'), { recursive: true });
  await writeFile(path, content);
  return path;
}

const opened = (...paths: string[]) => app.call.drafts.open({ origin: { kind: 'paths', paths } });

async function checked(draft: string): Promise<CheckItem> {
  const last = (await drain(await app.call.drafts.check({ draft }))).at(-1);
  if (!last) throw new Error('the check said nothing');
  return last;
}

const chat = (at: number) =>
  JSON.stringify({
    messages: [
      { role: 'user', content: `Question ${at}` },
      { role: 'assistant', content: `Answer ${at}` },
    ],
  });
const chats = (count: number, from = 0) => Array.from({ length: count }, (_, at) => `${chat(from + at)}\n`).join('');
const kinds = (item: CheckItem) => item.report.problems.map(({ kind, count }) => `${kind} ${count}`);
const verdict = (item: CheckItem, method: string) => item.report.verdicts.find((each) => each.method === method);

describe('opening', () => {
  it('names what cannot be read, and keeps nothing of it', async () => {
    await expect(opened(join(folder, 'absent.jsonl'))).rejects.toMatchObject({
      code: 'FILE_UNREADABLE',
      data: { reason: 'it is not there any more' },
    });
    await expect(opened('relative.jsonl')).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    expect(await app.call.drafts.list()).toEqual([]);
  });

  it('gives the same draft again for the same files, also after a restart, with plan and edits', async () => {
    const path = await put('train.jsonl', chats(3));
    const before = await startTestApp();
    const origin: DraftOrigin = { kind: 'paths', paths: [path] };
    const draft = await before.call.drafts.open({ origin });
    await before.call.drafts.plan({ draft: draft.id, change: { validationShare: 0.1 } });
    await before.call.drafts.edit({ draft: draft.id, row: { file: 'train.jsonl', row: 1 }, edit: { kind: 'drop' } });
    expect((await before.call.drafts.open({ origin })).id).toBe(draft.id);
    await before.app.dispose();
    await before.hub.close();
    const again = await startTestApp({ folder: before.folder });
    onTestFinished(() => again.stop());
    const [kept] = await again.call.drafts.list();
    expect(kept).toMatchObject({
      id: draft.id,
      name: 'train.jsonl',
      plan: { validationShare: 0.1 },
      edits: { changed: 0, dropped: 1 },
    });
    const { rows } = await again.call.drafts.rows({ draft: draft.id, file: null, from: 0, count: 10 });
    expect(rows.map(({ edit }) => edit)).toEqual(['none', 'dropped', 'none']);
  });

  it('forgets a draft with its edits, and leaves the files', async () => {
    const path = await put('train.jsonl', chats(3));
    const { id } = await opened(path);
    await app.call.drafts.edit({ draft: id, row: { file: 'train.jsonl', row: 0 }, edit: { kind: 'drop' } });
    await app.call.drafts.close({ draft: id });
    await expect(app.call.drafts.get({ draft: id })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await readdir(join(app.folder, 'state', 'drafts'))).toEqual([]);
    expect(await readFile(path, 'utf8')).toBe(chats(3));
  });
});

describe('the check', () => {
  it('reads every row, says each problem with its line, and is ready but for a few', async () => {
    const path = await put(
      'train.jsonl',
      `${chats(200)}{"messages": broken}\n${chats(1)}{"messages":[{"role":"human","content":"x"}]}\n`,
    );
    const { id } = await opened(path);
    const item = await checked(id);
    expect(item).toMatchObject({ done: true, report: { rows: 203, skipped: [] } });
    expect(item.bytesRead).toBe(item.bytesTotal);
    expect(kinds(item)).toEqual(expect.arrayContaining(['invalid-json 1', 'unknown-role 1', 'duplicate 1']));
    expect(item.report.problems.find(({ kind }) => kind === 'invalid-json')?.examples[0]).toMatchObject({
      file: 'train.jsonl',
      row: 200,
      line: 201,
    });
    expect(verdict(item, 'sft')).toMatchObject({
      state: 'ready',
      format: 'messages',
      reason: expect.stringContaining('leave out'),
    });
    expect((await app.call.drafts.get({ draft: id })).found).toMatchObject({
      rows: 203,
      verdict: { method: 'sft', state: 'ready' },
    });
  });

  it('answers from memory while nothing changed, and reads again what did', async () => {
    const path = await put('train.jsonl', chats(5));
    const { id } = await opened(path);
    await checked(id);
    expect(await drain(await app.call.drafts.check({ draft: id }))).toHaveLength(1);
    await appendFile(path, chats(2, 5));
    expect((await checked(id)).report.rows).toBe(7);
  });

  it('finds splits by name, and rows of validation that are in train', async () => {
    await put('set/train.jsonl', chats(10));
    await put('set/val.jsonl', chats(2, 9));
    await put('set/README.md', '# Card');
    const { id } = await opened(join(folder, 'set'));
    const item = await checked(id);
    expect(item.report.files.map(({ path, split, rows }) => [path, split, rows])).toEqual([
      ['train.jsonl', 'train', 10],
      ['val.jsonl', 'validation', 2],
    ]);
    expect(item.report.problems.find(({ kind }) => kind === 'leak')).toMatchObject({
      count: 1,
      examples: [{ file: 'val.jsonl', row: 0 }],
    });
    await app.call.drafts.plan({ draft: id, change: { splits: { 'val.jsonl': 'train' } } });
    expect(kinds(await checked(id))).toEqual(['duplicate 1']);
  });

  it.each([
    ['UTF-16', 'train.jsonl', Buffer.from(`\uFEFF${chats(4)}`, 'utf16le'), 'utf-16'],
    ['a byte order mark', 'train.jsonl', Buffer.from(`\uFEFF${chats(4)}`), 'byte-order-mark'],
    ['Windows line ends', 'train.jsonl', Buffer.from(chats(4).replaceAll('\n', '\r\n')), 'windows-line-ends'],
    ['gzip named jsonl', 'train.jsonl', gzipSync(chats(4)), 'gzip'],
    ['one array', 'train.json', Buffer.from(`[${chats(4).trim().replaceAll('\n', ',\n')}]`), 'top-level-array'],
  ])('reads %s and says so', async (_what, name, bytes, problem) => {
    const { id } = await opened(await put(name, bytes));
    const item = await checked(id);
    expect(item.report.rows).toBe(4);
    expect(item.report.files[0]?.problems.map(({ kind }) => kind)).toContain(problem);
    expect(verdict(item, 'sft')?.state).toBe('ready');
    const { rows } = await app.call.drafts.rows({ draft: id, file: null, from: 3, count: 5 });
    expect(rows.map(({ row, text, line }) => [row, JSON.parse(text), line])).toEqual([[3, JSON.parse(chat(3)), 4]]);
  });

  it.each([
    ['csv', 'question,answer\nWhy?,So\n"How\nso?",Thus\n'],
    ['tsv', 'question\tanswer\nWhy?\tSo\n"How\nso?"\tThus\n'],
  ])('reads %s, suggests the mapping, and shows what becomes of it', async (ending, text) => {
    const { id } = await opened(await put(`train.${ending}`, text));
    const sft = verdict(await checked(id), 'sft');
    expect(sft).toMatchObject({ state: 'needs-mapping', format: 'messages' });
    if (!sft?.mapping) throw new Error('no mapping');
    const { rows, sampled, fitting } = await app.call.drafts.preview({ draft: id, mapping: sft.mapping });
    expect([sampled, fitting]).toEqual([2, 2]);
    expect(JSON.parse(rows[1]?.after ?? '')).toEqual({
      messages: [
        { role: 'user', content: 'How\nso?' },
        { role: 'assistant', content: 'Thus' },
      ],
    });
    await app.call.drafts.plan({ draft: id, change: { mapping: sft.mapping } });
    expect(verdict(await checked(id), 'sft')).toMatchObject({ state: 'ready', mapping: null });
  });

  it('counts a row that was mended, left out or spoiled by hand as it is now, also in the list', async () => {
    const { id } = await opened(await put('train.jsonl', `${chats(3)}{"messages": [\n{"messages": }\n${chats(2, 3)}`));
    expect(kinds(await checked(id))).toEqual(['invalid-json 2']);
    const edit = (row: number, wish: Parameters<typeof app.call.drafts.edit>[0]['edit']) =>
      app.call.drafts.edit({ draft: id, row: { file: 'train.jsonl', row }, edit: wish });
    await edit(3, { kind: 'change', text: chat(9) });
    expect(kinds(await checked(id))).toEqual(['invalid-json 1']);
    await edit(4, { kind: 'drop' });
    const item = await checked(id);
    expect(kinds(item)).toEqual([]);
    expect(verdict(item, 'sft')).toMatchObject({ state: 'ready', reason: 'The rows are conversations.' });
    await edit(0, {
      kind: 'change',
      text: '{"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":""}]}',
    });
    const spoiled = await checked(id);
    expect(kinds(spoiled)).toEqual(['empty-answer 1']);
    expect(spoiled.report.problems[0]?.examples).toMatchObject([{ file: 'train.jsonl', row: 0, line: 1 }]);
    await edit(4, { kind: 'undo' });
    expect(kinds(await checked(id))).toEqual(['invalid-json 1', 'empty-answer 1']);
  });

  it('keeps the verdict in the list in step with the plan', async () => {
    const row = '{"conversations":[{"from":"human","value":"Why?"},{"from":"gpt","value":"So."}]}\n';
    const { id } = await opened(await put('train.jsonl', row));
    const mapping = verdict(await checked(id), 'sft')?.mapping ?? null;
    expect((await app.call.drafts.get({ draft: id })).found?.verdict?.state).toBe('needs-mapping');
    const planned = await app.call.drafts.plan({ draft: id, change: { mapping } });
    expect(planned.found?.verdict).toEqual({ method: 'sft', state: 'ready' });
  });

  it('says of an empty file, an archive and a picture that there is nothing to read', async () => {
    await put('bad/empty.jsonl', '');
    await put('bad/data.jsonl.txt', 'PK\x03\x04');
    const { id } = await opened(join(folder, 'bad'));
    const item = await checked(id);
    expect(item.report.files.map(({ path, problems }) => [path, problems[0]?.kind])).toEqual([
      ['data.jsonl.txt', 'unknown-format'],
      ['empty.jsonl', 'empty'],
    ]);
    expect(verdict(item, 'sft')).toMatchObject({
      state: 'cannot-train',
      reason: expect.stringMatching(/data\.jsonl\.txt/),
    });
  });

  it('leaves out links, pipes and what is no data, and names odd names and twins', async () => {
    await put('odd/Train.jsonl', chats(1));
    await put('odd/train.jsonl', chats(1, 1));
    await put('odd/a:b.jsonl', chats(1, 2));
    await put('odd/picture.png', 'x');
    await symlink('/etc', join(folder, 'odd', 'etc'));
    await symlink('.', join(folder, 'odd', 'loop'));
    execFileSync('sh', ['-c', 'mkfifo "$0"', join(folder, 'odd', 'pipe.jsonl')]);
    const { id } = await opened(join(folder, 'odd'));
    const { report } = await checked(id);
    expect(report.rows).toBe(3);
    expect(report.files.map(({ path, problems }) => [path, problems.map(({ kind }) => kind)])).toEqual([
      ['Train.jsonl', ['twin-name']],
      ['a:b.jsonl', ['refused-name']],
      ['train.jsonl', ['twin-name']],
    ]);
    expect(report.skipped).toEqual(
      expect.arrayContaining([
        { path: 'etc', reason: 'not-a-file' },
        { path: 'loop', reason: 'not-a-file' },
        { path: 'pipe.jsonl', reason: 'not-a-file' },
        { path: 'picture.png', reason: 'unknown-format' },
      ]),
    );
  });

  it('stops when nobody reads it any more, and leaves no copy behind', async () => {
    const { id } = await opened(await put('train.csv', `q,a\n${'x,y\n'.repeat(400_000)}`));
    for await (const item of await app.call.drafts.check({ draft: id })) {
      if (item.report.rows > 0) break;
    }
    await vi.waitFor(
      async () => expect(await readdir(join(app.folder, 'state', 'checks')).catch(() => [])).toEqual([]),
      { timeout: 10_000 },
    );
  });
});

describe('very much', () => {
  it('of one array, one line without end and an unclosed quote is read without being held, and named', async () => {
    const row = `${chat(1)},\n`;
    await put('large/array.json', `[${row.repeat(30_000)}${chat(2)}]`);
    await put('large/endless.txt', `${'x'.repeat(20_000_000)}\nHello\n`);
    await put('large/quote.csv', `q,a\nx,y\n"never closed,${'y,z\n'.repeat(6_000_000)}`);
    const { id } = await opened(join(folder, 'large'));
    const { report } = await checked(id);
    expect(report.files.map(({ path, rows }) => [path, rows])).toEqual([
      ['array.json', 30_001],
      ['endless.txt', 2],
      ['quote.csv', 1],
    ]);
    expect(report.files[2]?.problems).toEqual([
      { kind: 'unreadable', detail: 'it is damaged: a quote that opens on line 3 is never closed' },
    ]);
    expect(report.problems.find(({ kind }) => kind === 'unreadable-length')).toMatchObject({
      count: 1,
      examples: [{ file: 'endless.txt', row: 0, line: 1 }],
    });
  });

  it('of files is checked as well, and their rows are there', async () => {
    await mkdir(join(folder, 'many'));
    await Promise.all(
      Array.from({ length: 300 }, (_, at) => writeFile(join(folder, 'many', `${at}.jsonl`), chats(2, 2 * at))),
    );
    const { id } = await opened(join(folder, 'many'));
    const item = await checked(id);
    expect(item.report).toMatchObject({ rows: 600, problems: [] });
    expect((await app.call.drafts.rows({ draft: id, file: null, from: 590, count: 20 })).rows).toHaveLength(10);
  });
});

describe('rows', () => {
  it('come from any place, by problem, and in full', async () => {
    const { id } = await opened(
      await put('a/train.jsonl', chats(500)),
      await put('b.jsonl', `${chats(1, 500)}nonsense\n`),
    );
    await checked(id);
    const page = await app.call.drafts.rows({ draft: id, file: null, from: 499, count: 3 });
    expect(page.rows.map(({ file, row, line }) => [file, row, line])).toEqual([
      ['train.jsonl', 499, 500],
      ['b.jsonl', 0, 1],
      ['b.jsonl', 1, 2],
    ]);
    expect(page).toMatchObject({ total: 502, counting: false });
    const broken = await app.call.drafts.rows({
      draft: id,
      file: null,
      filter: { kind: 'problems', problems: ['invalid-json', 'duplicate'] },
      from: 0,
      count: 10,
    });
    expect(broken).toMatchObject({
      total: 1,
      rows: [{ file: 'b.jsonl', row: 1, text: 'nonsense', problems: [{ kind: 'invalid-json' }] }],
    });
    await expect(app.call.drafts.row({ draft: id, row: { file: 'b.jsonl', row: 9 } })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  it('are found by their text, changed ones by the new one', async () => {
    const { id } = await opened(await put('train.jsonl', chats(300)));
    const name = { file: 'train.jsonl', row: 7 };
    await app.call.drafts.edit({ draft: id, row: name, edit: { kind: 'change', text: '{"text": "Something else"}' } });
    const find = async (text: string) =>
      (await drain(await app.call.drafts.search({ draft: id, file: null, text }))).flatMap(({ rows }) =>
        rows.map(({ row }) => row),
      );
    expect(await find('QUESTION 29')).toEqual([29, 290, 291, 292, 293, 294, 295, 296, 297, 298, 299]);
    expect(await find('question 7"')).toEqual([]);
    expect(await find('something ELSE')).toEqual([7]);
  });

  it('are edited as JSON objects only, and every edit can be taken back', async () => {
    const { id } = await opened(await put('train.jsonl', chats(3)));
    const row = { file: 'train.jsonl', row: 1 };
    const edit = (text: string) => app.call.drafts.edit({ draft: id, row, edit: { kind: 'change', text } });
    await expect(edit('{broken')).rejects.toMatchObject({ code: 'INVALID_INPUT', data: { field: 'edit.text' } });
    await expect(edit('[1]')).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    expect((await edit('{\n "text": "new",\n "id": 12345678901234567890,\n "share": 1.0\n}')).edits).toEqual({
      changed: 1,
      dropped: 0,
    });
    expect(await app.call.drafts.row({ draft: id, row })).toMatchObject({
      text: '{"text": "new","id": 12345678901234567890,"share": 1.0}',
      edit: 'changed',
    });
    expect(
      (await app.call.drafts.rows({ draft: id, file: null, filter: { kind: 'edited' }, from: 0, count: 5 })).total,
    ).toBe(1);
    expect((await app.call.drafts.edit({ draft: id, row, edit: { kind: 'undo' } })).edits).toEqual({
      changed: 0,
      dropped: 0,
    });
    expect(await app.call.drafts.row({ draft: id, row })).toMatchObject({ text: chat(1), edit: 'none' });
  });

  it('of a file that changed are refused until it is checked again, and an edit to another row does not count', async () => {
    const path = await put('train.jsonl', chats(3));
    const { id } = await opened(path);
    await app.call.drafts.edit({ draft: id, row: { file: 'train.jsonl', row: 1 }, edit: { kind: 'drop' } });
    await checked(id);
    await writeFile(path, chats(3, 50));
    await expect(app.call.drafts.row({ draft: id, row: { file: 'train.jsonl', row: 0 } })).resolves.toMatchObject({
      text: chat(50),
    });
    const { rows } = await app.call.drafts.rows({ draft: id, file: null, from: 0, count: 5 });
    expect(rows.map(({ edit }) => edit)).toEqual(['none', 'none', 'none']);
  });
});

describe('the new folder', () => {
  it('holds the rows as planned: mapped, without the dropped, split, and the originals untouched', async () => {
    const text = `${Array.from({ length: 50 }, (_, at) => JSON.stringify({ question: `Q${at}`, answer: `A${at}` })).join('\n')}\nbroken\n`;
    const path = await put('train.jsonl', text);
    const { id } = await opened(path);
    const mapping = { kind: 'conversation', system: null, user: 'question', assistant: 'answer' } as const;
    await app.call.drafts.plan({
      draft: id,
      change: { mapping, dropped: ['invalid-json'], validationShare: 0.2, seed: 3 },
    });
    await app.call.drafts.edit({ draft: id, row: { file: 'train.jsonl', row: 0 }, edit: { kind: 'drop' } });
    const target = join(folder, 'new');
    const last = (await drain(await app.call.drafts.write({ draft: id, folder: target }))).at(-1);
    expect(last).toMatchObject({ rowsWritten: 49, rowsLeftOut: 2, rowsTotal: 51, done: true });
    expect(last?.files.map(({ path: file, rows }) => [file, rows])).toEqual([
      [join(target, 'train.jsonl'), 39],
      [join(target, 'validation.jsonl'), 10],
    ]);
    const rows = (await readFile(join(target, 'train.jsonl'), 'utf8')).trim().split('\n');
    expect(rows).toHaveLength(39);
    expect(JSON.parse(rows[0] ?? '')).toEqual({
      messages: [
        { role: 'user', content: expect.stringMatching(/^Q/) },
        { role: 'assistant', content: expect.stringMatching(/^A/) },
      ],
    });
    expect(await readFile(path, 'utf8')).toBe(text);
    await expect(drain(await app.call.drafts.write({ draft: id, folder: target }))).rejects.toMatchObject({
      code: 'ALREADY_THERE',
    });
  });

  it('is not begun where it cannot be written, and nothing is left on a full disk', async ({ skip }) => {
    const { id } = await opened(await put('train.jsonl', chats(5_000)));
    const small = join(folder, 'small');
    await mkdir(small);
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'none', small], { stdio: 'pipe' });
    } catch (error) {
      skip(`SKIPPED: needs root and the right to mount a tmpfs (${String(error).split('\n')[0]})`);
    }
    try {
      await expect(drain(await app.call.drafts.write({ draft: id, folder: join(small, 'new') }))).rejects.toMatchObject(
        { code: 'STORAGE_FAILED', data: { reason: 'the disk is full' } },
      );
      expect(await readdir(small)).toEqual([]);
    } finally {
      execFileSync('umount', [small]);
    }
    await expect(
      drain(await app.call.drafts.write({ draft: id, folder: join(folder, 'absent', 'deep') })),
    ).rejects.toMatchObject({ code: 'STORAGE_FAILED' });
  });
});

describe('a dataset on the Hub', () => {
  it('is fetched, checked and read like files', async () => {
    const origin: DraftOrigin = { kind: 'hub', dataset: 'sandy/small-questions', revision: 'main', config: null };
    const { id, name } = await app.call.drafts.open({ origin });
    expect(name).toBe('sandy/small-questions');
    const item = await checked(id);
    expect(item.report.rows).toBeGreaterThan(0);
    const { rows } = await app.call.drafts.rows({ draft: id, file: null, from: 0, count: 3 });
    expect(rows.length).toBeGreaterThan(0);
  });

  it('is not read from a file that did not arrive whole', async () => {
    const { id } = await app.call.drafts.open({ origin: { kind: 'hub', dataset: 'sandy/small-questions', config: null } });
    const undo = app.hub.fail('GET /datasets/*/resolve/*', { status: 200, body: '{"messages":[]}\n' });
    await expect(checked(id)).rejects.toMatchObject({ code: 'FILE_UNREADABLE', message: expect.stringContaining('whole') });
    undo();
    expect((await checked(id)).done).toBe(true);
  });
});

describe('what was dropped on the page', () => {
  it('is judged by its beginning while the rest is on its way', async () => {
    const drop = '6f1c3b1e-8d0e-4d0b-9c1b-0f6f3f6b7a12';
    const rows = Array.from({ length: 400 }, (_, at) =>
      JSON.stringify({ prompt: `Question ${at}`, completion: 'Yes.' }),
    );
    const bytes = Buffer.from(`${rows.join('\n')}\n`);
    const send = (from: number, to: number) =>
      app.call.files.receive({
        drop,
        path: 'train.jsonl',
        offset: from,
        totalBytes: bytes.length,
        base64: bytes.subarray(from, to).toString('base64'),
        more: false,
      });
    await send(0, 4_000);
    const { id } = await app.call.drafts.open({ origin: { kind: 'drop', drop } });
    let early = 0;
    for await (const { done, report } of await app.call.drafts.check({ draft: id })) {
      const ready = report.verdicts.some(({ method, state }) => method === 'sft' && state === 'ready');
      if (ready && early === 0) {
        early = report.rows;
        expect(done).toBe(false);
        expect(report.problems).toEqual([]);
        await send(4_000, bytes.length);
      }
      if (done) expect(report.rows).toBe(400);
    }
    expect(early).toBeGreaterThan(10);
    expect(early).toBeLessThan(400);
  });

  it('is checked when all of it is there', async () => {
    const drop = '6f1c3b1e-8d0e-4d0b-9c1b-0f6f3f6b7a11';
    const bytes = Buffer.from(chats(3));
    const send = (offset: number, part: Buffer) =>
      app.call.files.receive({
        drop,
        path: 'set/train.jsonl',
        offset,
        totalBytes: bytes.length,
        base64: part.toString('base64'),
      });
    await send(0, bytes.subarray(0, 20));
    const { id, name, arriving } = await app.call.drafts.open({ origin: { kind: 'drop', drop } });
    expect([name, arriving]).toEqual(['set', { receivedBytes: 20, totalBytes: bytes.length }]);
    const check = checked(id);
    await send(20, bytes.subarray(20));
    expect((await check).report).toMatchObject({ rows: 3, files: [{ path: 'set/train.jsonl' }] });
    expect((await app.call.drafts.get({ draft: id })).arriving).toBeNull();
  });
});

describe('with a model’s own tokens', () => {
  it('a row is shown as the model sees it, and all rows are counted', async () => {
    const { id } = await opened(await put('train.jsonl', chats(20)));
    const wish = { draft: id, model: 'sandy/tiny-llama', method: 'sft' } as const;
    const [shown] = await app.call.drafts.render({ ...wish, row: { file: 'train.jsonl', row: 0 } });
    expect(shown?.pieces.map(({ text }) => text).join('')).toContain('Question 0');
    const last = (await drain(await app.call.drafts.tokens({ ...wish, maxLength: 8 }))).at(-1);
    expect(last).toMatchObject({ done: true, rows: 20, rowsTotal: 20, cutRows: 20 });
  });

  it('rows are counted anew when one that was changed is changed again', async () => {
    const { id } = await opened(await put('train.jsonl', chats(3)));
    const row = { file: 'train.jsonl', row: 0 };
    const count = async (content: string) => {
      const text = JSON.stringify({
        messages: [
          { role: 'user', content: 'Why?' },
          { role: 'assistant', content },
        ],
      });
      await app.call.drafts.edit({ draft: id, row, edit: { kind: 'change', text } });
      const stream = await app.call.drafts.tokens({
        draft: id,
        model: 'sandy/tiny-llama',
        method: 'sft',
        maxLength: 2048,
      });
      return (await drain(stream)).at(-1)?.tokens ?? 0;
    };
    const short = await count('So.');
    expect(await count('So. '.repeat(200))).toBeGreaterThan(short + 100);
  });
});
