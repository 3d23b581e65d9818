// Rows of a dataset's own files, for where the viewer has none: lines and CSV are
// read as they stream in and left when there are enough; of Parquet only the parts
// needed are asked for. Keeps where lines begin, so that the next page starts there.
import { createGunzip } from 'node:zlib';
import { Readable } from 'node:stream';
import { AppError } from '@hubdesk/shared/errors';
import { parquetMetadataAsync, parquetReadObjects, toJson, type AsyncBuffer } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import papaparse from 'papaparse';
import type { Secret } from '../secrets/secret.ts';
import { type TableFormat, tableFormatOf } from './dataset-splits.ts';
import type { HubClient } from './hub-client.ts';
import { fetchRepoFile, openRepoFile, type RepoFilePlace } from './repo-file.ts';

export interface DatasetFile {
  dataset: string;
  /** A commit, so that what is kept about a file stays true. */
  revision: string;
  path: string;
  bytes: number;
}

export interface ReadCall {
  token: Secret | null;
  signal?: AbortSignal | undefined;
}

/** Where lines begin, by file: `row` to `byte`, every so many rows. */
export type LinePlaces = Map<string, { row: number; byte: number }[]>;

export interface FileRows {
  rows: unknown[];
  /** Of the file; null while its end was not seen. */
  total: number | null;
}

const placeEvery = 500;
const mostPlacesKept = 200;
/** A person who jumps into a file this far reads it elsewhere. */
const mostReadBytes = 256 * 1024 * 1024;
const mostWholeBytes = 64 * 1024 * 1024;
const mostLineBytes = 32 * 1024 * 1024;

/**
 * Rows `from` up to `from + count` of one file. Rejects with FILE_UNREADABLE
 * (the path, and why) for one that is broken, packed in a way not known here, or
 * too large to be read so far; and with the codes of `openRepoFile`.
 */
export async function readFileRows(
  hub: HubClient,
  file: DatasetFile,
  wish: { from: number; count: number },
  places: LinePlaces,
  call: ReadCall,
): Promise<FileRows> {
  const format = tableFormatOf(file.path);
  if (format === 'parquet') return readParquet(hub, file, wish, call);
  if (format === 'csv') return readCsv(hub, file, wish, call);
  if (format === 'json' && (await isWholeJson(hub, file, call))) return readWholeJson(hub, file, wish, call);
  return readLines(hub, file, format ?? 'text', wish, places, call);
}

function placeOf({ dataset, revision, path }: DatasetFile, range?: RepoFilePlace['range']): RepoFilePlace {
  return { type: 'dataset', repo: dataset, revision, path, range };
}

const isGzip = ({ path }: DatasetFile) => path.toLowerCase().endsWith('.gz');

function unreadable({ path }: DatasetFile, reason: string, cause?: unknown): AppError<'FILE_UNREADABLE'> {
  return new AppError('FILE_UNREADABLE', `${path} cannot be shown: ${reason}.`, { path, reason }, { cause });
}

const tooDeep = 'these rows lie too deep in it to be read without the viewer; download it to see them';

/** The file's bytes from a place on, unpacked where it is packed. Leaving ends the request. */
async function* bytesFrom(
  hub: HubClient,
  file: DatasetFile,
  start: number,
  call: ReadCall,
): AsyncGenerator<Uint8Array> {
  if (start >= file.bytes) return;
  const stop = new AbortController();
  const signal = call.signal ? AbortSignal.any([call.signal, stop.signal]) : stop.signal;
  const range = start > 0 ? { start, end: null } : undefined;
  try {
    const { stream } = await openRepoFile(hub, placeOf(file, range), { token: call.token, signal, maxBytes: Infinity });
    let read = 0;
    for await (const piece of isGzip(file) ? gunzipped(file, stream) : stream) {
      read += piece.byteLength;
      if (read > mostReadBytes) throw unreadable(file, tooDeep);
      yield piece;
    }
  } finally {
    stop.abort();
  }
}

async function* gunzipped(file: DatasetFile, stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const source = Readable.from(stream);
  const unpacked = createGunzip();
  source.once('error', (error) => unpacked.destroy(error));
  try {
    for await (const piece of source.pipe(unpacked)) if (piece instanceof Uint8Array) yield piece;
  } catch (error) {
    throw error instanceof AppError ? error : unreadable(file, 'it is not whole gzip', error);
  } finally {
    source.destroy();
    unpacked.destroy();
  }
}

async function readLines(
  hub: HubClient,
  file: DatasetFile,
  format: TableFormat,
  wish: { from: number; count: number },
  places: LinePlaces,
  call: ReadCall,
): Promise<FileRows> {
  const key = `${file.dataset} ${file.revision} ${file.path}`;
  // In a packed file there is no way to begin anywhere but at the start.
  const known = isGzip(file) ? [] : (places.get(key) ?? []);
  const begin = known.findLast(({ row }) => row <= wish.from) ?? { row: 0, byte: 0 };
  const rows: unknown[] = [];
  let { row } = begin;
  for await (const { text, byte } of linesFrom(file, begin.byte, bytesFrom(hub, file, begin.byte, call))) {
    if (row % placeEvery === 0 && !isGzip(file)) remember(places, key, { row, byte });
    if (row >= wish.from + wish.count) return { rows, total: null };
    if (row >= wish.from) rows.push(format === 'text' ? { text } : parseLine(file, text, row));
    row += 1;
  }
  return { rows, total: row };
}

function remember(places: LinePlaces, key: string, place: { row: number; byte: number }): void {
  const known = places.get(key) ?? [];
  if ((known.at(-1)?.row ?? -1) < place.row) known.push(place);
  // The file used last goes to the end, the one not used for longest goes.
  places.delete(key);
  places.set(key, known);
  const [oldest] = places.keys();
  if (places.size > mostPlacesKept && oldest !== undefined) places.delete(oldest);
}

/** Lines that are not blank, with the byte each begins at. */
async function* linesFrom(
  file: DatasetFile,
  start: number,
  pieces: AsyncIterable<Uint8Array>,
): AsyncGenerator<{ text: string; byte: number }> {
  let held: Uint8Array[] = [];
  let heldBytes = 0;
  let byte = start;
  const take = (last: Uint8Array, withBreak: number) => {
    const line = Buffer.concat([...held, last]);
    const text = line
      .toString('utf8')
      .replace(/\r$/, '')
      .replace(byte === 0 ? /^\uFEFF/ : '', '');
    const found = { text, byte };
    byte += line.length + withBreak;
    held = [];
    heldBytes = 0;
    return found;
  };
  for await (const piece of pieces) {
    let from = 0;
    for (let end = piece.indexOf(10); end >= 0; end = piece.indexOf(10, from)) {
      const line = take(piece.subarray(from, end), 1);
      from = end + 1;
      if (line.text.trim() !== '') yield line;
    }
    const rest = piece.subarray(from);
    heldBytes += rest.length;
    if (heldBytes > mostLineBytes) throw unreadable(file, 'one of its lines is longer than 32 MB');
    if (rest.length > 0) held.push(rest.slice());
  }
  if (heldBytes === 0) return;
  const last = take(new Uint8Array(), 0);
  if (last.text.trim() !== '') yield last;
}

function parseLine(file: DatasetFile, text: string, row: number): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw unreadable(file, `row ${row + 1} is not JSON`, error);
  }
}

/** Whether a file of JSON is one value, not one a line. */
async function isWholeJson(hub: HubClient, file: DatasetFile, call: ReadCall): Promise<boolean> {
  if (!/\.json(?:\.gz)?$/i.test(file.path)) return false;
  for await (const { text } of linesFrom(file, 0, bytesFrom(hub, file, 0, call))) {
    try {
      const value: unknown = JSON.parse(text);
      return Array.isArray(value);
    } catch {
      return true;
    }
  }
  return false;
}

async function readWholeJson(
  hub: HubClient,
  file: DatasetFile,
  { from, count }: { from: number; count: number },
  call: ReadCall,
): Promise<FileRows> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of bytesFrom(hub, file, 0, call)) {
    size += piece.byteLength;
    if (size > mostWholeBytes) throw unreadable(file, 'it is one JSON value of more than 64 MB; download it to see it');
    pieces.push(piece);
  }
  let value: unknown;
  try {
    value = JSON.parse(
      Buffer.concat(pieces)
        .toString('utf8')
        .replace(/^\uFEFF/, ''),
    );
  } catch (error) {
    throw unreadable(file, 'it is not JSON', error);
  }
  const rows: unknown[] = Array.isArray(value) ? value : [value];
  return { rows: rows.slice(from, from + count), total: rows.length };
}

async function readCsv(
  hub: HubClient,
  file: DatasetFile,
  { from, count }: { from: number; count: number },
  call: ReadCall,
): Promise<FileRows> {
  const rows: unknown[] = [];
  let row = 0;
  const source = Readable.from(bytesFrom(hub, file, 0, call));
  const table = papaparse.parse(papaparse.NODE_STREAM_INPUT, {
    header: true,
    skipEmptyLines: true,
    ...(/\.tsv(?:\.gz)?$/i.test(file.path) ? { delimiter: '\t' } : {}),
  });
  source.once('error', (error) => table.destroy(error));
  try {
    for await (const each of source.pipe(table)) {
      if (row >= from + count) return { rows, total: null };
      if (row >= from) rows.push(each);
      row += 1;
    }
    return { rows, total: row };
  } finally {
    source.destroy();
    table.destroy();
  }
}

async function readParquet(
  hub: HubClient,
  file: DatasetFile,
  { from, count }: { from: number; count: number },
  call: ReadCall,
): Promise<FileRows> {
  const buffer: AsyncBuffer = {
    byteLength: file.bytes,
    async slice(start, end = file.bytes) {
      const range = { start: start < 0 ? file.bytes + start : start, end };
      if (range.end - range.start > mostWholeBytes)
        throw unreadable(file, 'its row groups are larger than 64 MB; download it to see it');
      const { bytes } = await fetchRepoFile(hub, placeOf(file, range), { ...call, maxBytes: range.end - range.start });
      return bytes.buffer;
    },
  };
  try {
    const metadata = await parquetMetadataAsync(buffer);
    const total = Number(metadata.num_rows);
    const rowEnd = Math.min(from + count, total);
    if (from >= rowEnd) return { rows: [], total };
    const rows: unknown = toJson(
      await parquetReadObjects({ file: buffer, metadata, rowStart: from, rowEnd, compressors }),
    );
    return { rows: Array.isArray(rows) ? rows : [], total };
  } catch (error) {
    throw error instanceof AppError ? error : unreadable(file, 'it is not a Parquet file that can be read', error);
  }
}
