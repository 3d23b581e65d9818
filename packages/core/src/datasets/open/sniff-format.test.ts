import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { formatOfName, sniffFormat } from './sniff-format.ts';

const row = '{"text":"grün"}\n';
const sniff = (name: string, head: string | Uint8Array, whole = true) =>
  sniffFormat(name, typeof head === 'string' ? Buffer.from(head) : head, whole);

it.each([
  ['train.jsonl', row, 'jsonl', []],
  ['train.json', row + row, 'jsonl', []],
  ['train.txt', row, 'jsonl', []],
  ['train', row, 'jsonl', []],
  ['train.jsonl', '{"text": broken}\n' + row, 'jsonl', []],
  ['train.jsonl', `[${row.trim()}]`, 'json', ['top-level-array']],
  ['train.json', '\n [\n  {"a": 1}\n]', 'json', ['top-level-array']],
  ['train.json', '{\n  "data": [\n    1\n  ]\n}', 'json', []],
  ['train.csv', 'question,answer\na,b\n', 'csv', []],
  ['train.csv', 'question,answer\r\na,b\r\n', 'csv', ['windows-line-ends']],
  ['train.tsv', 'question\tanswer\na\tb\n', 'tsv', []],
  ['table', 'a,b\n1,2\n3,4\n', 'csv', []],
  ['notes.txt', 'Hello there.\nYes.\n', 'text', []],
  ['notes.txt', '[1] A footnote\n', 'text', []],
  ['train.parquet', 'PAR1....', 'parquet', []],
  ['train.jsonl', '', 'jsonl', ['empty']],
  ['train.jsonl', ' \n \n', 'jsonl', ['empty']],
  ['picture.png', '\x89PNG\r\n\x1a\n\0\0', null, ['unknown-format']],
  ['train.zip', 'PK\x03\x04rest', null, ['unknown-format']],
  ['train.parquet', 'hello', null, ['unknown-format']],
  ['words', 'Hello there', null, ['unknown-format']],
] as const)('%s that begins with %j is %s', async (name, head, format, problems) => {
  const found = await sniff(name, Buffer.from(head, 'latin1').includes(0) ? Buffer.from(head, 'latin1') : head);
  expect(found.format).toBe(format);
  expect(found.problems.map(({ kind }) => kind)).toEqual(problems);
});

it('reads through a gzip whatever its name says, also one that is cut off', async () => {
  const packed = gzipSync(row.repeat(1_000));
  expect(await sniff('train.jsonl', packed)).toMatchObject({
    format: 'jsonl',
    gzip: true,
    problems: [{ kind: 'gzip' }],
  });
  expect(await sniff('train.jsonl', packed.subarray(0, packed.length - 20))).toMatchObject({
    format: 'jsonl',
    gzip: true,
  });
  expect(await sniff('table.csv.gz', gzipSync('a;b\n1;2\n'))).toMatchObject({ format: 'csv', delimiter: ';' });
});

it('tells UTF-16 with its mark and without', async () => {
  const little = Buffer.from(row.repeat(10), 'utf16le');
  expect(await sniff('train.jsonl', little)).toMatchObject({
    format: 'jsonl',
    encoding: 'utf-16le',
    problems: [{ kind: 'utf-16' }],
  });
  expect(await sniff('train.jsonl', Buffer.concat([Buffer.from([0xff, 0xfe]), little]))).toMatchObject({
    format: 'jsonl',
    encoding: 'utf-16le',
  });
  const big = Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(little).swap16()]);
  expect(await sniff('train.jsonl', big)).toMatchObject({ format: 'jsonl', encoding: 'utf-16be' });
  expect(await sniff('train.jsonl', Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(row)]))).toMatchObject({
    encoding: 'utf-8',
    problems: [{ kind: 'byte-order-mark' }],
  });
});

it('knows what a spreadsheet saved in the letters of Windows, and leaves broken UTF-8 to be told by row', async () => {
  const table = (text: string) => Buffer.from(`Frage;Antwort\r\n${text};Gut\r\n`, 'latin1');
  expect(await sniff('export.csv', table('Gr\u00fc\u00dfe'))).toMatchObject({
    format: 'csv',
    encoding: 'windows-1252',
    delimiter: ';',
    problems: [{ kind: 'windows-1252' }, { kind: 'windows-line-ends' }],
  });
  expect(
    await sniff('export.csv', Buffer.concat([table('Gr\u00fc\u00dfe'), Buffer.from('Ja;schön\r\n')])),
  ).toMatchObject({
    encoding: 'utf-8',
  });
  // A letter cut in two by the end of what was looked at.
  expect(await sniff('export.csv', Buffer.from('Frage,Antwort\nja,schö').subarray(0, -1))).toMatchObject({
    encoding: 'utf-8',
  });
});

it('knows formats by name, a gzip by what it holds', () => {
  expect(formatOfName('a/train.JSONL.gz')).toBe('jsonl');
  expect(formatOfName('README')).toBeNull();
});
