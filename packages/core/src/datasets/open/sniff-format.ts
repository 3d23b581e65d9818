// What a file is, by its first bytes and its name. The content has the last
// word: a gzip named .jsonl is a gzip.
import { createGunzip } from 'node:zlib';
import type { FileFormat } from '@hubdesk/shared/datasets/check-report';
import type { FileProblem } from '@hubdesk/shared/datasets/row-problem';
import Papa from 'papaparse';

export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

export interface Sniffed {
  format: FileFormat | null;
  gzip: boolean;
  encoding: TextEncoding;
  /** Of CSV and TSV. */
  delimiter: string | null;
  problems: { kind: FileProblem; detail: string }[];
}

/** How many bytes from the beginning are worth handing in. */
export const sniffedBytes = 65_536;

const byExtension: Record<string, FileFormat> = {
  jsonl: 'jsonl',
  ndjson: 'jsonl',
  json: 'json',
  csv: 'csv',
  tsv: 'tsv',
  tab: 'tsv',
  parquet: 'parquet',
  txt: 'text',
  text: 'text',
  md: 'text',
};

const archives: readonly (readonly [name: string, magic: readonly number[]])[] = [
  ['a ZIP archive', [0x50, 0x4b, 0x03, 0x04]],
  ['a Zstandard archive', [0x28, 0xb5, 0x2f, 0xfd]],
  ['an XZ archive', [0xfd, 0x37, 0x7a, 0x58, 0x5a]],
  ['a bzip2 archive', [0x42, 0x5a, 0x68]],
  ['a 7z archive', [0x37, 0x7a, 0xbc, 0xaf]],
  ['a PDF', [0x25, 0x50, 0x44, 0x46]],
  ['an Arrow file', [0x41, 0x52, 0x52, 0x4f, 0x57, 0x31]],
];

/** The format a name promises; `.gz` at its end does not count. Null for any other name. */
export function formatOfName(path: string): FileFormat | null {
  const extension = /\.([^./]+)$/.exec(path.toLowerCase().replace(/\.gz(?:ip)?$/, ''))?.[1];
  return extension === undefined ? null : (byExtension[extension] ?? null);
}

/** `head` is the beginning of the file, `whole` whether it is all of it. */
export async function sniffFormat(path: string, head: Uint8Array, whole: boolean): Promise<Sniffed> {
  if (startsWith(head, [0x1f, 0x8b])) {
    const inner = await sniffPlain(path, await gunzipHead(head), false);
    return { ...inner, gzip: true, problems: [{ kind: 'gzip', detail: '' }, ...inner.problems] };
  }
  return sniffPlain(path, head, whole);
}

async function sniffPlain(path: string, head: Uint8Array, whole: boolean): Promise<Sniffed> {
  const named = formatOfName(path);
  const found: Sniffed = { format: named, gzip: false, encoding: 'utf-8', delimiter: null, problems: [] };
  const refused = (detail: string): Sniffed => ({
    ...found,
    format: null,
    problems: [...found.problems, { kind: 'unknown-format', detail }],
  });
  if (startsWith(head, [0x50, 0x41, 0x52, 0x31])) return { ...found, format: 'parquet' };
  const archive = archives.find(([, magic]) => startsWith(head, magic));
  if (archive) return refused(`it is ${archive[0]}`);

  found.encoding = encodingOf(head);
  if (found.encoding === 'windows-1252') found.problems.push({ kind: 'windows-1252', detail: '' });
  else if (found.encoding !== 'utf-8')
    found.problems.push({ kind: 'utf-16', detail: found.encoding === 'utf-16le' ? 'little endian' : 'big endian' });
  else if (head.includes(0)) return refused('it holds bytes that are no text');
  else if (startsWith(head, [0xef, 0xbb, 0xbf])) found.problems.push({ kind: 'byte-order-mark', detail: '' });

  const text = new TextDecoder(found.encoding).decode(head);
  if (text.trim() === '') {
    if (whole || head.length === 0) found.problems.push({ kind: 'empty', detail: '' });
    return { ...found, format: named ?? 'jsonl' };
  }
  if (named === 'parquet') return refused('it is named .parquet and is none');
  if (text.includes('\r\n')) found.problems.push({ kind: 'windows-line-ends', detail: '' });
  const format = formatOfText(text, named);
  if (format === null) return refused('neither its name nor its beginning tells');
  if (format === 'json' && text.trimStart().startsWith('['))
    found.problems.push({ kind: 'top-level-array', detail: '' });
  const delimiter = format === 'csv' || format === 'tsv' ? delimiterOf(text, format) : null;
  return { ...found, format, delimiter };
}

function formatOfText(text: string, named: FileFormat | null): FileFormat | null {
  const start = text.trimStart();
  const [firstLine = '', ...further] = start.split(/\r?\n/, 20);
  if (named !== 'csv' && named !== 'tsv') {
    if (named !== 'text' && /^\[\s*(?:[{[\]"\d-]|true|false|null|$)/.test(start)) {
      const rowALine = parsesAsRow(firstLine) && further.some((line) => line.trim() !== '');
      return rowALine ? 'jsonl' : 'json';
    }
    if (start.startsWith('{')) {
      if (wrapped(firstLine, further)) return 'json';
      return named === 'text' && !parsesAsRow(firstLine) ? 'text' : 'jsonl';
    }
  }
  if (named !== null) return named === 'json' ? 'jsonl' : named;
  const table = Papa.parse<string[]>(start, { preview: 10, delimitersToGuess: [',', '\t', ';', '|'] });
  const widths = new Set(table.data.slice(0, -1).map((cells) => cells.length));
  const [width = 1] = widths;
  if (table.data.length < 3 || widths.size !== 1 || width < 2) return null;
  return table.meta.delimiter === '\t' ? 'tsv' : 'csv';
}

/** An object written over several lines. */
function wrapped(firstLine: string, further: readonly string[]): boolean {
  return (
    !parsesAsRow(firstLine) &&
    /^\{\s*(?:"(?:[^"\\]|\\.)*"\s*:\s*(?:[[{]|.*,)?\s*)?$/.test(firstLine) &&
    /^\s+\S|^\s*[}\]"]/.test(further[0] ?? '')
  );
}

function parsesAsRow(line: string): boolean {
  try {
    return typeof JSON.parse(line) === 'object';
  } catch {
    return false;
  }
}

/** The one that cuts the header into most columns; the comma where several do. */
function delimiterOf(text: string, format: 'csv' | 'tsv'): string {
  if (format === 'tsv') return '\t';
  const columns = (delimiter: string) => Papa.parse<string[]>(text, { preview: 1, delimiter }).data[0]?.length ?? 0;
  return [',', ';', '\t', '|'].reduce((best, each) => (columns(each) > columns(best) ? each : best));
}

/**
 * UTF-16 by its mark, or where every second byte of a longer piece is mostly zero; Windows' own where there are letters
 * beyond ASCII and not one of them is UTF-8, as spreadsheets save a plain CSV in the west.
 */
function encodingOf(head: Uint8Array): TextEncoding {
  if (startsWith(head, [0xff, 0xfe])) return 'utf-16le';
  if (startsWith(head, [0xfe, 0xff])) return 'utf-16be';
  if (!head.includes(0) && hasOnlyForeignLetters(head)) return 'windows-1252';
  const looked = head.subarray(0, 4_096);
  if (looked.length < 8) return 'utf-8';
  const zeros = [0, 0];
  for (let at = 0; at < looked.length; at += 1) if (looked[at] === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
  const many = looked.length * 0.2;
  const [even = 0, odd = 0] = zeros;
  if (odd > many && even < many / 10) return 'utf-16le';
  if (even > many && odd < many / 10) return 'utf-16be';
  return 'utf-8';
}

function hasOnlyForeignLetters(head: Uint8Array): boolean {
  // Its last character may be cut in two, which says nothing.
  const text = new TextDecoder().decode(head, { stream: true });
  return text.includes('\uFFFD') && !/[^\0-\x7F\uFFFD]/.test(text);
}

/** As much as the head gives; a broken one gives what stood before. */
function gunzipHead(head: Uint8Array): Promise<Uint8Array> {
  return new Promise((resolve) => {
    const gunzip = createGunzip();
    const pieces: Buffer[] = [];
    let bytes = 0;
    const end = () => {
      gunzip.destroy();
      resolve(Buffer.concat(pieces).subarray(0, sniffedBytes));
    };
    gunzip.on('data', (piece: Buffer) => {
      pieces.push(piece);
      if ((bytes += piece.length) >= sniffedBytes) end();
    });
    gunzip.on('end', end).on('error', end);
    gunzip.end(head);
  });
}

function startsWith(bytes: Uint8Array, magic: readonly number[]): boolean {
  return magic.every((byte, at) => bytes[at] === byte);
}
