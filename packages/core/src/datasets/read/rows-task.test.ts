import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, it, vi } from 'vitest';
import { scratchFolder } from '../../files/scratch-folder.ts';
import { sourceWorkers } from '../../ports/source-workers.ts';
import { markOf } from '../open/open-file.ts';
import { sniffedBytes, sniffFormat } from '../open/sniff-format.ts';
import { markOfRow } from '../derive/row-mark.ts';
import { lineOfRow } from './line-jumps.ts';
import { runRowsTask } from './run-rows-task.ts';
import type { FileToWrite, ReadableFile, RowsMessage, RowsTask } from './rows-task.ts';

// Every task starts a thread.
vi.setConfig({ testTimeout: 60_000 });

async function run(task: RowsTask): Promise<RowsMessage[]> {
  const messages: RowsMessage[] = [];
  for await (const message of runRowsTask(task, { workerScript: sourceWorkers })) messages.push(message);
  return messages;
}

function only<K extends RowsMessage['kind']>(messages: RowsMessage[], kind: K): Extract<RowsMessage, { kind: K }>[] {
  return messages.filter((message): message is Extract<RowsMessage, { kind: K }> => message.kind === kind);
}

async function copied(name: string, content: string | Uint8Array) {
  const folder = await scratchFolder();
  const path = join(folder, name);
  await writeFile(path, content);
  const target = join(folder, 'copy');
  const bytes = await readFile(path);
  const sniffed = await sniffFormat(name, bytes.subarray(0, sniffedBytes), true);
  const messages = await run({
    kind: 'copy',
    files: [{ absolutePath: path, mark: markOf(await stat(path)), sniffed, target }],
  });
  const text = await readFile(target, 'utf8').catch(() => null);
  const rows = () =>
    text
      ?.split('\n')
      .filter(Boolean)
      .map((line): unknown => JSON.parse(line)) ?? null;
  return { messages, rows, text, end: only(messages, 'copied')[0] };
}

describe('the readable copy', () => {
  it('of a table keeps quoted line breaks and the line each row begins on', async () => {
    const { rows, end } = await copied('t.csv', 'q,a\n"one\ntwo",x\n\ny,"a ""b"""\n');
    expect(rows()).toEqual([
      { q: 'one\ntwo', a: 'x' },
      { q: 'y', a: 'a "b"' },
    ]);
    expect(end?.lines).toMatchObject({});
    if (!end?.lines || end.lines === 'none') throw new Error('no lines');
    expect([lineOfRow(end.lines, 0), lineOfRow(end.lines, 1)]).toEqual([2, 5]);
    expect(end.problems.map(({ kind, count, examples }) => [kind, count, examples[0]?.line])).toEqual([
      ['blank-line', 1, 4],
    ]);
  });

  it('names rows with a wrong number of cells and loses nothing of them', async () => {
    const { rows, end } = await copied('t.csv', 'q,a\nx\nWhy?,So, and not otherwise\nok,ok\n');
    expect(rows()).toEqual([
      { q: 'x', a: null },
      { q: 'Why?', a: 'So, and not otherwise' },
      { q: 'ok', a: 'ok' },
    ]);
    expect(end?.problems[0]).toMatchObject({
      kind: 'wrong-cell-count',
      count: 2,
      examples: [{ row: 0, line: 2, detail: '1 cells where the header has 2' }, { row: 1 }],
    });
  });

  it('of a table with semicolons, in UTF-16, with columns of the same name', async () => {
    const { rows } = await copied('t.csv', Buffer.from('\uFEFFa;a;\r\n1;ü;3\r\n4;5;6\r\n', 'utf16le'));
    expect(rows()).toEqual([
      { a: '1', 'a.1': 'ü', 'Unnamed: 2': '3' },
      { a: '4', 'a.1': '5', 'Unnamed: 2': '6' },
    ]);
  });

  it('of plain text is a row a line', async () => {
    const { rows } = await copied('t.txt', 'Hello\r\n\r\nYou\n');
    expect(rows()).toEqual([{ text: 'Hello' }, { text: 'You' }]);
  });

  it('of JSON in a gzip or in UTF-16 is the same text', async () => {
    const text = '{"a":"ü"}\n{"a":2}\n';
    expect((await copied('t.jsonl', gzipSync(text))).text).toBe(text);
    expect((await copied('t.jsonl', Buffer.from(text.repeat(5), 'utf16le'))).text).toBe(text.repeat(5));
  });

  it('of a JSON array has a row a line, and knows where each stood', async () => {
    const { rows, end } = await copied('t.json', '[\n {"a": 1,\n  "b": [1]},\n {"a": "x\\ny"}\n]\n');
    expect(rows()).toEqual([{ a: 1, b: [1] }, { a: 'x\ny' }]);
    if (!end?.lines || end.lines === 'none') throw new Error('no lines');
    expect([lineOfRow(end.lines, 0), lineOfRow(end.lines, 1)]).toEqual([2, 4]);
  });

  it('of a broken gzip keeps what came before and says so', async () => {
    const text = Array.from({ length: 50_000 }, (_, at) => `{"a":${at}}\n`).join('');
    const packed = gzipSync(text);
    const { end, text: read } = await copied('t.jsonl', packed.subarray(0, packed.length / 2));
    expect(end?.brokeOff).toMatch(/compressed/);
    expect(text.startsWith(read ?? 'nothing')).toBe(true);
  });

  it('of Parquet has numbers JSON knows', async () => {
    const file = parquetWriteBuffer({
      columnData: [
        { name: 'id', data: [1n, 2n ** 60n], type: 'INT64' },
        { name: 'text', data: ['a', null], type: 'STRING' },
      ],
    });
    const { rows, end } = await copied('t.parquet', new Uint8Array(file));
    expect(rows()).toEqual([
      { id: 1, text: 'a' },
      { id: '1152921504606846976', text: null },
    ]);
    expect(end?.lines).toBe('none');
    const broken = await copied('t.parquet', new Uint8Array(file).slice(0, -20));
    expect(broken.end?.brokeOff).toMatch(/damaged/);
  });

  it('is not made of a file that changed since it was found', async () => {
    const folder = await scratchFolder();
    const path = join(folder, 'a.csv');
    await writeFile(path, 'q\n1\n');
    const mark = markOf(await stat(path));
    await writeFile(path, 'q\n1\n2\n');
    const messages = await run({
      kind: 'copy',
      files: [
        {
          absolutePath: path,
          mark,
          sniffed: { format: 'csv', gzip: false, encoding: 'utf-8', delimiter: ',' },
          target: join(folder, 'copy'),
        },
      ],
    });
    expect(messages).toEqual([{ kind: 'unreadable', file: 0, reason: 'it changed since it was opened here' }]);
    expect(await readdir(folder)).toEqual(['a.csv']);
  });
});

async function written(
  rows: string[],
  change: Partial<{
    leftOut: number[];
    recheck: FileToWrite['recheck'];
    edits: Record<number, string | null>;
    share: number;
    seed: number;
    split: FileToWrite['split'];
  }> = {},
) {
  const folder = await scratchFolder();
  const path = join(folder, 'in.jsonl');
  await writeFile(path, rows.join('\n'));
  const editsPath = join(folder, 'edits');
  const edits = Object.entries(change.edits ?? {});
  await writeFile(editsPath, edits.map(([, text]) => JSON.stringify({ text })).join(''));
  let at = 0;
  const out = join(folder, 'out');
  await mkdir(out);
  const source: ReadableFile = { path, mark: markOf(await stat(path)), lines: null };
  const file: FileToWrite = {
    source,
    split: change.split ?? 'train',
    leftOut: Uint32Array.from(change.leftOut ?? []),
    recheck: change.recheck ?? [],
    edits: edits.map(([row, text]) => {
      const bytes = Buffer.byteLength(JSON.stringify({ text }));
      at += bytes;
      return {
        row: Number(row),
        was: markOfRow(rows[Number(row)] ?? ''),
        at: at - bytes,
        bytes,
        dropped: text === null,
      };
    }),
  };
  const messages = await run({
    kind: 'write',
    files: [file],
    editsPath,
    plan: { mapping: null, seed: change.seed ?? 1, validationShare: change.share ?? 0 },
    folder: out,
  });
  const read = async (split: string) =>
    (await readFile(join(out, `${split}.jsonl`), 'utf8').catch(() => '')).split('\n').filter(Boolean);
  return { end: only(messages, 'written')[0], train: await read('train'), validation: await read('validation') };
}

describe('the new file', () => {
  it('has the edited text, and not what was left out or cannot be read', async () => {
    const rows = ['{"a":0}', '{"a":1}', 'broken', '{"a":3}', '{"a":4}'];
    const { train, end } = await written(rows, { leftOut: [1], edits: { 3: '{"b":"neu"}', 4: null } });
    expect(train).toEqual(['{"a":0}', '{"b":"neu"}']);
    expect(end).toMatchObject({ rowsWritten: 2, rowsLeftOut: 3, files: [{ path: 'train.jsonl', rows: 2, bytes: 20 }] });
  });

  it('looks anew at each row where not all were listed', async () => {
    const { train } = await written(['{"a":0}', '{"a":0}', 'broken', '{"text":"me@example.org"}'], {
      recheck: ['duplicate', 'email'],
    });
    expect(train).toEqual(['{"a":0}']);
  });

  it('puts exactly the share aside that was asked for, the same rows for the same seed, and equal rows on one side', async () => {
    const rows = Array.from({ length: 100 }, (_, at) => `{"a":${at}}`);
    const first = await written(rows, { share: 0.2, seed: 7 });
    expect([first.train.length, first.validation.length]).toEqual([80, 20]);
    const turned = await written(rows.toReversed(), { share: 0.2, seed: 7 });
    expect(turned.validation.toSorted()).toEqual(first.validation.toSorted());
    expect((await written(rows, { share: 0.2, seed: 8 })).validation).not.toEqual(first.validation);
    const twice = await written([...rows, ...rows], { share: 0.2, seed: 7 });
    expect(twice.validation.filter((row) => twice.train.includes(row))).toEqual([]);
    expect((await written(rows.slice(0, 3), { share: 0.01 })).validation).toHaveLength(1);
  });
});

it('finds a text in any case, as it stands and as JSON writes it', async () => {
  const folder = await scratchFolder();
  const path = join(folder, 'in.jsonl');
  await writeFile(path, ['{"a":"Grün"}', '', '{"a":"GR\\u00dcN"}', '{"a":"say \\"hi\\""}', '{"a":1}'].join('\n'));
  const source: ReadableFile = { path, mark: null, lines: null };
  const find = async (text: string) =>
    only(await run({ kind: 'search', files: [source], text, most: 10 }), 'found').flatMap(({ rows }) => rows);
  expect(await find('grün')).toEqual([0]);
  expect(await find('GRÜN')).toEqual([0, 1]);
  expect(await find('say "HI"')).toEqual([2]);
  expect(await find('nothing')).toEqual([]);
});
