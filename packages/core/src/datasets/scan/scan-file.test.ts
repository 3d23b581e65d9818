import { appendFile, mkdir, open, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { scratchFolder } from '../../files/scratch-folder.ts';
import { sourceWorkers } from '../../ports/source-workers.ts';
import type { FileScan } from './file-scan.ts';
import { readRows } from './read-rows.ts';
import { scanFile } from './scan-file.ts';
import { createScanPool, type ScanFileOptions } from './scan-pool.ts';

interface Given extends Partial<ScanFileOptions> {
  readonly format?: 'jsonl' | 'json';
  readonly workers?: number;
}

const pool = createScanPool({ workers: 2, workerScript: sourceWorkers });
afterAll(() => pool.close());

async function scanned(path: string, { format = 'jsonl', workers, ...given }: Given = {}): Promise<FileScan> {
  const options = { name: 'rows', scratchFolder: await scratchFolder(), ...given };
  return workers
    ? scanFile(path, format, { ...options, workers, workerScript: sourceWorkers })
    : pool.scan(path, format, options);
}

async function scan(content: string | Uint8Array, given: Given = {}): Promise<FileScan & { path: string }> {
  const path = join(await scratchFolder(), 'rows.jsonl');
  await writeFile(path, content);
  return { ...(await scanned(path, given)), path };
}

function counts(scan: FileScan): Record<string, number> {
  return Object.fromEntries(scan.problems.map(({ kind, count }) => [kind, count]));
}

function problem(scan: FileScan, kind: string) {
  return scan.problems.find((found) => found.kind === kind);
}

const good = '{"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":"Hello"}]}';
const talk = (...roles: string[]) => JSON.stringify({ messages: roles.map((role) => ({ role, content: 'x' })) });

describe('scanFile', () => {
  it('finds rows, columns, shapes and roles of a sound file', async () => {
    const found = await scan(`${good}\n${good}\n{"messages":[],"id":7}`);
    expect(found).toMatchObject({
      done: true,
      rows: 3,
      lines: 3,
      columns: [
        { name: 'messages', types: { list: 3 }, missing: 0 },
        { name: 'id', types: { number: 1 }, missing: 2 },
      ],
      shapes: [{ rows: 2, columns: [['messages', 'list']] }, { rows: 1 }],
      conversations: [{ column: 'messages', style: 'role', roles: ['user', 'assistant'], rows: 2 }],
      longest: { row: 0, bytes: good.length },
      fileProblems: [],
    });
    expect(counts(found)).toEqual({ 'empty-row': 1, 'columns-differ': 1 });
  });

  it('names what is wrong with conversations, and where', async () => {
    const found = await scan(
      [
        good,
        talk('user', 'bot'),
        '',
        talk('user', 'system', 'assistant'),
        talk('user', 'user', 'assistant'),
        talk('user', 'assistant', 'user'),
      ].join('\n'),
    );
    expect(counts(found)).toEqual({
      'unknown-role': 1,
      'no-answer': 1,
      'blank-line': 1,
      'system-not-first': 1,
      'roles-do-not-alternate': 1,
      'last-is-not-assistant': 1,
    });
    expect(problem(found, 'unknown-role')?.examples).toEqual([
      { file: 'rows', row: 1, line: 2, detail: '“messages”, message 2: role “bot”' },
    ]);
    expect(problem(found, 'system-not-first')?.examples[0]).toMatchObject({ row: 2, line: 4 });
  });

  it('tells broken JSON by its line and position after more than a million lines', async () => {
    const line = '{"text":"a"}\n';
    const found = await scan(`${line.repeat(1_234_566)}{"text":"a",}\n${line.repeat(3)}{"text":"b`);
    expect(found.rows).toBe(1_234_571);
    expect(problem(found, 'invalid-json')).toMatchObject({
      count: 2,
      examples: [
        { row: 1_234_566, line: 1_234_567, detail: 'position 13: a comma stands before the closing bracket' },
        { row: 1_234_570, line: 1_234_571, detail: 'position 11: a text is not closed' },
      ],
    });
    const [row] = await readRows(
      { path: found.path, format: 'jsonl', index: found.index ?? expect.fail() },
      1_234_566,
      1,
    );
    expect(row).toMatchObject({ row: 1_234_566, line: 1_234_567, text: '{"text":"a",}' });
  });

  it('judges types and columns against most rows', async () => {
    const found = await scan(`${'{"text":"a","id":1}\n'.repeat(5)}{"text":3,"id":null}\n{"text":"a"}\n`);
    expect(problem(found, 'type-differs')).toMatchObject({
      count: 1,
      examples: [{ row: 5, detail: 'column “text” is a number, mostly text' }],
    });
    expect(problem(found, 'columns-differ')).toMatchObject({
      count: 1,
      examples: [{ row: 6, detail: '“id” is missing' }],
    });
    expect([...(problem(found, 'columns-differ')?.rows ?? [])]).toEqual([6]);
  });

  it('finds secrets and addresses without ever repeating them', async () => {
    const token = `hf_${'aB3'.repeat(12)}`;
    const found = await scan(
      `${good}\n{"text":"my key is ${token}, write to ann@mail.example.org"}\n{"text":"code\\n@app.route"}\n`,
    );
    expect(counts(found)).toMatchObject({ secret: 1, email: 1 });
    expect(problem(found, 'secret')?.examples[0]).toMatchObject({ row: 1, detail: 'Hugging Face token' });
    expect(JSON.stringify(found.problems)).not.toContain(token);
  });

  it.each([
    `hf_${'a1B'.repeat(11)}`,
    `sk-${'a1B'.repeat(11)}`,
    `sk-ant-${'a1_'.repeat(8)}`,
    `ghp_${'a1B'.repeat(12)}`,
    `gho_${'a1B'.repeat(12)}`,
    `github_pat_${'a1_'.repeat(10)}`,
    `AKIA${'A1B2'.repeat(4)}`,
    `AIza${'a1-'.repeat(11)}`,
    `xoxb-${'123-'.repeat(8)}`,
    `xoxp-${'123-'.repeat(8)}`,
    `-----BEGIN RSA PRIVATE KEY-----\n${'aB3/'.repeat(16)}`,
  ])('finds %s wherever it stands in a row', async (secret) => {
    const rows = Array.from({ length: 64 }, (_, at) =>
      JSON.stringify({ text: `${'x'.repeat(at % 32)}${at < 32 ? ' ' : '\n'}${secret}` }),
    );
    expect(problem(await scan(rows.join('\n')), 'secret')?.count).toBe(64);
  });

  it('names a key that stands twice in a row or a message, however it is spelled', async () => {
    const found = await scan(
      [
        '{"a":1,"b":2,"a":3}',
        '{"a":{"x":1,"x":2}}',
        '{"\\u0061":1,"a":2}',
        '{"messages":[{"role":"user","role":"assistant","content":"x"}]}',
        '{"data":[{"x":1,"x":2}]}',
      ].join('\n'),
    );
    expect([...(problem(found, 'duplicate-key')?.rows ?? [])]).toEqual([0, 2, 3]);
    expect(problem(found, 'duplicate-key')?.examples.map(({ detail }) => detail)).toEqual([
      '“a” stands twice',
      '“a” stands twice',
      '“role” stands twice',
    ]);
  });

  it('takes a byte order mark, Windows line ends and blank lines as what they are', async () => {
    const found = await scan(`\ufeff${good}\r\n\r\n  ${good}\t\r\n`);
    expect(found).toMatchObject({
      rows: 2,
      lines: 3,
      fileProblems: [{ kind: 'byte-order-mark' }, { kind: 'windows-line-ends' }],
    });
    expect(counts(found)).toEqual({ 'blank-line': 1 });
    expect([...found.hashes.pieces()].flatMap((piece) => [...piece]).every((hash, _, [first]) => hash === first)).toBe(
      true,
    );
  });

  it('tells bytes that are not UTF-8 from broken JSON', async () => {
    const found = await scan(
      Buffer.concat([Buffer.from(`${good}\n{"text":"ab`), Buffer.from([0xff, 0xc3]), Buffer.from(`"}\n${good}`)]),
    );
    expect(counts(found)).toEqual({ 'invalid-utf8': 1 });
    expect(problem(found, 'invalid-utf8')?.examples[0]).toMatchObject({
      row: 1,
      line: 2,
      detail: 'position 12: bytes that are not UTF-8',
    });
  });

  it('goes on behind a line too long to be held', async () => {
    const found = await scan(`${good}\n{"text":"${'x'.repeat(3_000_000)}"}\n${good}\n`, { maxRowBytes: 1_000_000 });
    expect(found.rows).toBe(3);
    expect(problem(found, 'unreadable-length')).toMatchObject({
      count: 1,
      examples: [{ row: 1, line: 2, detail: '3 MB in one row' }],
    });
    const rows = await readRows(
      { path: found.path, format: 'jsonl', index: found.index ?? expect.fail(), maxRowBytes: 1_000_000 },
      0,
      9,
    );
    expect(rows.map(({ row, line, text }) => [row, line, text])).toEqual([
      [0, 1, good],
      [1, 2, null],
      [2, 3, good],
    ]);
  });

  it('numbers rows alike however many threads read them', async () => {
    const lines = Array.from({ length: 60_000 }, (_, id) =>
      id % 997 === 0 ? '{"broken":' : id % 1_009 === 0 ? '' : `{"id":${id},"text":"${'ab '.repeat(id % 150)}"}`,
    ).join('\n');
    const alone = await scan(lines, { workers: 1 });
    const together = await scan(lines, { workers: 3 });
    const known = (found: FileScan) => ({
      ...found,
      hashes: [...found.hashes.pieces()].flatMap((piece) => [...piece]),
      index: null,
      path: null,
    });
    expect(known(together)).toEqual(known(alone));
    const all = lines.split('\n');
    const invalid = problem(together, 'invalid-json');
    for (const { row, line } of invalid?.examples ?? []) expect(all[(line ?? 0) - 1], String(row)).toBe('{"broken":');
    expect(invalid?.count).toBe(all.filter((text) => text === '{"broken":').length);
  });

  it('reads any rows again by the index', async () => {
    const rows = Array.from({ length: 5_000 }, (_, id) => `{"id":${id},"text":"${'ab '.repeat(id % 70)}"}`);
    const found = await scan(rows.map((row, id) => (id % 700 === 3 ? `\n${row}` : row)).join('\n'));
    const source = { path: found.path, format: 'jsonl', index: found.index ?? expect.fail() } as const;
    for (const from of [0, 1, 127, 128, 2_500, 4_990]) {
      const read = await readRows(source, from, 20);
      expect(read.map(({ text }) => text)).toEqual(rows.slice(from, from + 20));
      expect(read[0]?.line).toBe(from + 1 + Math.floor((from + 696) / 700));
    }
  });

  describe('of an array', () => {
    it('reads it value by value, over any number of lines', async () => {
      const rows = Array.from({ length: 3_000 }, (_, id) => ({
        id,
        text: 'ab '.repeat(1 + (id % 300)),
        more: [{ a: [] }],
      }));
      const text = JSON.stringify(rows, null, 2);
      const found = await scan(text, { format: 'json' });
      expect(found).toMatchObject({
        rows: 3_000,
        fileProblems: [{ kind: 'top-level-array' }],
        unreadFromByte: null,
        problems: [],
      });
      const read = await readRows({ path: found.path, format: 'json', index: found.index ?? expect.fail() }, 2_345, 2);
      expect(read.map(({ text }) => JSON.parse(text ?? ''))).toEqual(rows.slice(2_345, 2_347));
      expect(text.split('\n')[read[0]?.line ?? 0]?.trim()).toBe('"id": 2345,');
    });

    it('counts lines on through a large one', async () => {
      const rows = Array.from({ length: 12_000 }, (_, id) =>
        JSON.stringify({ id, text: 'ab '.repeat(700), messages: id === 11_998 ? [] : [1] }, null, 1),
      );
      const found = await scan(`[\n${rows.join(',\n')}\n]`, { format: 'json' });
      expect(problem(found, 'empty-row')?.examples).toMatchObject([{ row: 11_998, line: 2 + 11_998 * 7 }]);
      const [row] = await readRows(
        { path: found.path, format: 'json', index: found.index ?? expect.fail() },
        11_990,
        1,
      );
      expect(row).toMatchObject({ line: 2 + 11_990 * 7, text: rows[11_990] });
    });

    it('says where one that is broken ends', async () => {
      const found = await scan(`[${good},\n${good},\n{"text": nope},\n${good}]`, { format: 'json' });
      expect(found).toMatchObject({ rows: 3, unreadFromByte: 2 * good.length + 5 });
      expect(problem(found, 'invalid-json')?.examples).toEqual([
        { file: 'rows', row: 2, line: 3, detail: 'position 10: nope is not JSON' },
      ]);
      expect(counts(await scan(`[${good},${good}`, { format: 'json' }))).toEqual({ 'invalid-json': 1 });
      expect(counts(await scan(`[${good},]`, { format: 'json' }))).toEqual({ 'invalid-json': 1 });
    });

    it('goes on behind a value too long to be held', async () => {
      const found = await scan(`[${good},\n{"text":"${'} ] \\" '.repeat(400_000)}"},\n${good}]`, {
        format: 'json',
        maxRowBytes: 1_000_000,
      });
      expect(found.rows).toBe(3);
      expect(problem(found, 'unreadable-length')?.examples).toMatchObject([{ row: 1, line: 2 }]);
      expect(counts(found)).toMatchObject({ 'unreadable-length': 1 });
    });

    it('takes rows one after the other that are no array', async () => {
      const found = await scan(`{\n"text": "a"\n}\n{\n"text": "b"\n}\n`, { format: 'json' });
      expect(found).toMatchObject({ rows: 2, fileProblems: [] });
      const read = await readRows({ path: found.path, format: 'json', index: found.index ?? expect.fail() }, 1, 5);
      expect(read).toMatchObject([{ row: 1, line: 4, text: '{\n"text": "b"\n}' }]);
    });

    it('finds nothing in an empty one', async () => {
      expect(await scan(' [ ] ', { format: 'json' })).toMatchObject({
        rows: 0,
        fileProblems: [{ kind: 'top-level-array' }, { kind: 'empty' }],
      });
    });
  });

  it('reads through gzip and UTF-16, rows on demand too', async () => {
    const lines = Array.from({ length: 4_000 }, (_, id) => `{"text":"Größe ${id}"}`);
    const text = lines.join('\n');
    for (const [coding, bytes] of [
      ['gzip', gzipSync(text)],
      ['utf-16le', Buffer.from(`\ufeff${text}`, 'utf16le')],
      ['utf-16be', Buffer.from(`\ufeff${text}`, 'utf16le').swap16()],
    ] as const) {
      const found = await scan(bytes, { coding });
      expect(found, coding).toMatchObject({
        rows: 4_000,
        problems: [],
        fileProblems: [{ kind: coding === 'gzip' ? 'gzip' : 'utf-16' }],
      });
      const read = await readRows(
        { path: found.path, format: 'jsonl', coding, index: found.index ?? expect.fail() },
        3_990,
        3,
      );
      expect(read.map(({ text }) => text)).toEqual(lines.slice(3_990, 3_993));
    }
    expect(await scan(gzipSync(text).subarray(0, 2_000), { coding: 'gzip' })).toMatchObject({
      fileProblems: [{ kind: 'gzip' }, { kind: 'unreadable', detail: 'the compressed file is damaged' }],
    });
  });

  it('says when there is nothing, or no way in', async () => {
    expect(await scan('')).toMatchObject({ rows: 0, fileProblems: [{ kind: 'empty' }] });
    expect(counts(await scan('\n\n'))).toEqual({ 'blank-line': 2 });
    expect(await scanned('/nowhere/at/all.jsonl')).toMatchObject({
      rows: 0,
      fileProblems: [{ kind: 'unreadable', detail: 'ENOENT' }],
    });
  });

  describe('of a file that does not stay as it is', () => {
    const changes: [string, string, (path: string) => Promise<unknown>][] = [
      ['shrinks', 'it became shorter', (path) => truncate(path, 5_000_000)],
      ['grows', 'something wrote to it', (path) => appendFile(path, good)],
      ['vanishes', 'it is gone', (path) => rm(path)],
      [
        'is replaced',
        'another file took its place',
        async (path) => {
          await writeFile(`${path}.new`, good);
          await rename(`${path}.new`, path);
        },
      ],
    ];
    it.each(changes)('notices that it %s', async (_name, detail, change) => {
      const path = join(await scratchFolder(), 'rows.jsonl');
      await writeFile(path, `${good}\n`.repeat(200_000));
      let changed: Promise<unknown> | null = null;
      const found = await scanned(path, { onProgress: () => (changed ??= change(path)) });
      await changed;
      expect(found.fileProblems).toContainEqual({ kind: 'changed-while-read', detail });
    });
  });

  it('tells what it knows while it reads', async () => {
    const path = join(await scratchFolder(), 'rows.jsonl');
    await writeFile(path, `${good}\n`.repeat(100_000));
    const seen: FileScan[] = [];
    const found = await scanned(path, { onProgress: (partial) => seen.push(partial) });
    expect(seen[0]).toMatchObject({
      done: false,
      columns: [{ name: 'messages', missing: 0 }],
      conversations: [{ roles: ['user', 'assistant'] }],
    });
    expect(seen[0]?.rows).toBeLessThan(found.rows);
  });

  it('stops at once when told to', async () => {
    const path = join(await scratchFolder(), 'rows.jsonl');
    const file = await open(path, 'w');
    // A sparse line of 3 GB: the end of it is far off.
    await file.truncate(3_000_000_000);
    await file.close();
    const stop = new AbortController();
    const scanning = scanned(path, { signal: stop.signal });
    setImmediate(() => stop.abort());
    await expect(scanning).rejects.toMatchObject({ code: 'CANCELLED' });
  });

  it('reads nothing that is not a file', async () => {
    const path = join(await scratchFolder(), 'rows');
    await mkdir(path);
    expect((await scanned(path)).fileProblems).toMatchObject([{ kind: 'not-a-file' }]);
  });
});
