// The rows of one data file, one after the other, without holding the file: JSON lines, JSON, CSV, TSV, text, Parquet.
import { extname } from 'node:path';
import { Readable } from 'node:stream';
import { parse as csvParser } from 'csv-parse';
import { parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import { z } from 'zod';
import type { RepoFile as StoredFile } from '../repos/repo-store.ts';

/** What is needed of a file to read its rows. */
type RepoFile = Pick<StoredFile, 'path' | 'size' | 'stream'>;

export type Row = Readonly<Record<string, unknown>>;

/** A row and, in a file of lines, the byte where it starts: reading may begin there. */
export interface PlacedRow {
  row: Row;
  byte?: number;
}

const WHOLE_JSON_LIMIT_BYTES = 64 * 1024 * 1024;
const LINE_LIMIT_BYTES = 16 * 1024 * 1024;
const PARQUET_ROWS_AT_ONCE = 1000;

const rowShape = z.record(z.string(), z.unknown());

/** `skip` rows are passed over; `fromByte` is a `byte` that was given before. */
export async function* readRows(file: RepoFile, skip = 0, fromByte = 0): AsyncGenerator<PlacedRow> {
  switch (extname(file.path).toLowerCase()) {
    case '.parquet':
      yield* parquetRows(file, skip);
      return;
    case '.csv':
      yield* after(skip, csvRows(file, ','));
      return;
    case '.tsv':
      yield* after(skip, csvRows(file, '\t'));
      return;
    case '.txt':
      yield* after(
        skip,
        mapped(lines(file, fromByte), (text) => ({ text })),
      );
      return;
    case '.json':
      if (fromByte > 0 || (await isLines(file))) yield* after(skip, jsonLines(file, fromByte));
      else yield* after(skip, wholeJson(file));
      return;
    default:
      yield* after(skip, jsonLines(file, fromByte));
  }
}

async function* after(skip: number, rows: AsyncIterable<PlacedRow>): AsyncGenerator<PlacedRow> {
  let left = skip;
  for await (const row of rows) {
    if (left > 0) left -= 1;
    else yield row;
  }
}

async function* mapped(
  source: AsyncIterable<{ text: string; byte: number }>,
  row: (text: string) => Row,
): AsyncGenerator<PlacedRow> {
  for await (const { text, byte } of source) yield { row: row(text), byte };
}

function jsonLines(file: RepoFile, fromByte: number): AsyncIterable<PlacedRow> {
  return mapped(lines(file, fromByte), (text) => rowShape.parse(JSON.parse(text)));
}

/** Lines that are not blank, with the byte where each starts. */
async function* lines(file: RepoFile, fromByte: number): AsyncGenerator<{ text: string; byte: number }> {
  if (fromByte >= file.size) return;
  let rest = Buffer.alloc(0);
  let byte = fromByte;
  for await (const piece of file.stream({ start: fromByte, end: file.size - 1 })) {
    let bytes = rest.length > 0 ? Buffer.concat([rest, piece]) : Buffer.from(piece);
    for (let newline = bytes.indexOf(10); newline >= 0; newline = bytes.indexOf(10)) {
      const text = bytes.toString('utf8', 0, newline);
      if (text.trim() !== '') yield { text, byte };
      byte += newline + 1;
      bytes = bytes.subarray(newline + 1);
    }
    if (bytes.length > LINE_LIMIT_BYTES)
      throw new Error(`A line of ${file.path} is longer than ${LINE_LIMIT_BYTES} bytes`);
    rest = Buffer.from(bytes);
  }
  const text = rest.toString('utf8');
  if (text.trim() !== '') yield { text, byte };
}

async function isLines(file: RepoFile): Promise<boolean> {
  for await (const { text } of lines(file, 0)) {
    if (text.trimStart().startsWith('[')) return false;
    try {
      return rowShape.safeParse(JSON.parse(text)).success;
    } catch {
      return false;
    }
  }
  return true;
}

async function* wholeJson(file: RepoFile): AsyncGenerator<PlacedRow> {
  if (file.size > WHOLE_JSON_LIMIT_BYTES)
    throw new Error(`${file.path} is too large to be read as one JSON value; use JSON lines`);
  const pieces: Uint8Array[] = [];
  for await (const piece of file.stream()) pieces.push(piece);
  const value: unknown = JSON.parse(Buffer.concat(pieces).toString('utf8'));
  const list = Array.isArray(value) ? value : Object.values(rowShape.parse(value)).find((each) => Array.isArray(each));
  for (const row of z.array(rowShape).parse(list ?? [value])) yield { row };
}

async function* csvRows(file: RepoFile, delimiter: string): AsyncGenerator<PlacedRow> {
  const parser = csvParser({
    columns: true,
    delimiter,
    bom: true,
    skip_empty_lines: true,
    relax_column_count: true,
    cast: castCell,
  });
  const source = Readable.from(file.stream());
  source.once('error', (error) => parser.destroy(error));
  try {
    for await (const row of source.pipe(parser)) yield { row: rowShape.parse(row) };
  } finally {
    source.destroy();
  }
}

function castCell(text: string, { header }: { header: boolean }): unknown {
  if (header) return text;
  if (text === '') return null;
  if (/^-?\d{1,15}$/.test(text) && !/^-?0\d/.test(text)) return Number(text);
  if (/^-?\d+\.\d+(e[+-]?\d+)?$/i.test(text)) return Number(text);
  if (/^(true|false)$/i.test(text)) return text.toLowerCase() === 'true';
  return text;
}

function parquetBuffer(file: RepoFile) {
  return {
    byteLength: file.size,
    slice: async (start: number, end = file.size) => {
      const from = start < 0 ? file.size + start : start;
      const pieces: Uint8Array[] = [];
      if (end > from) for await (const piece of file.stream({ start: from, end: end - 1 })) pieces.push(piece);
      return Uint8Array.from(Buffer.concat(pieces)).buffer;
    },
  };
}

/** How many rows a Parquet file says it has. */
export async function parquetRowCount(file: RepoFile): Promise<number> {
  return Number((await parquetMetadataAsync(parquetBuffer(file))).num_rows);
}

async function* parquetRows(file: RepoFile, skip: number): AsyncGenerator<PlacedRow> {
  const buffer = parquetBuffer(file);
  const metadata = await parquetMetadataAsync(buffer);
  const count = Number(metadata.num_rows);
  for (let rowStart = skip; rowStart < count; rowStart += PARQUET_ROWS_AT_ONCE) {
    const rowEnd = Math.min(count, rowStart + PARQUET_ROWS_AT_ONCE);
    const rows: unknown[] = await parquetReadObjects({ file: buffer, metadata, rowStart, rowEnd });
    for (const row of rows) yield { row: rowShape.parse(row) };
  }
}
