// The log of one run, kept: everything in one file that only grows, a small index of it in memory, and ranges, filters and
// searches answered from there. A file that was cut off anywhere opens with its last whole line.
import { open, rm, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { LogFilter, LogLine } from '@hubdesk/shared/train/run';
import { isAppError } from '@hubdesk/shared/errors';
import { errnoOf, storageFailure } from '../../files/storage-failure.ts';
import type { Clock } from '../../ports/clock.ts';
import { withoutColours } from './clean-line.ts';
import { createLevelGuess } from './line-level.ts';
import { createLineIndex, linesInBlock } from './line-index.ts';
import {
  afterLine,
  eventFlag,
  flagsAt,
  flagsOf,
  gapFlag,
  isCut,
  levelOf,
  lineRecord,
  recordAt,
} from './line-record.ts';
import { openLogWriter } from './log-writer.ts';
import { prepareLines, type PreparedLine, type RawLine } from './prepare-lines.ts';
import { searchFor } from './search-log.ts';

export type { PreparedLine, RawLine } from './prepare-lines.ts';

export const eventMark = '@@HUBDESK ';

const fileName = 'log.txt';
const frameMs = 16;
const mostPlaces = 10_000;
const pieceBytes = 1024 * 1024;
const nameTries = 1_000;
const lineFeed = 10;

/** What a screen follows: `index` counts the lines that the filter lets through. */
export interface LogState {
  total: number;
  counting: boolean;
  tail: { index: number; lines: LogLine[] };
  gaps: number;
  over: boolean;
}

export interface KeptLog {
  readonly lines: number;
  readonly gaps: number;
  /** Some are missing behind the last line: `markGap` was called, and nothing came since. */
  readonly endsInGap: boolean;
  /** Cleans, redacts and keeps. Written behind; see `caughtUp`. */
  append(lines: readonly RawLine[]): void;
  /** As `append` would keep them: to be compared with what is kept. */
  prepare(lines: readonly RawLine[]): PreparedLine[];
  /** Keeps what `prepare` answered. */
  keep(lines: readonly PreparedLine[]): void;
  /** Lines are missing before the next one: how many, or null where nobody knows. Several in a row are one. */
  markGap(missing: number | null): void;
  /** The last lines, as many as follow each other without a gap; `first`: the log begins with them. */
  lastLines(count: number): Promise<{ lines: RawLine[]; first: boolean }>;
  /** Lines that pass, from the `from`th. Rejects with STORAGE_FAILED where they could not be written. */
  read(filter: LogFilter, from: number, count: number): Promise<{ lines: LogLine[]; total: number }>;
  /** Which of the lines that pass hold the text, whatever its case, colours aside; at most 10,000. */
  search(filter: LogFilter, text: string): Promise<{ indexes: number[]; more: boolean }>;
  /** How it is now, and again when it has changed, at most once a frame. Ends with `signal` or when it is closed. */
  follow(filter: LogFilter, tail: number, signal?: AbortSignal): AsyncGenerator<LogState, void>;
  /** The JSON behind the mark of every event line, in order. */
  forEachEvent(run: (json: string) => void): Promise<void>;
  /** No more will come. */
  end(): void;
  /** Resolves at once unless the disk is slower than what comes. Rejects with STORAGE_FAILED; what waits is kept. */
  caughtUp(): Promise<void>;
  /** Writes it without colours as `name.txt`, or `name (2).txt` where that is there, and answers the path. */
  saveTo(folder: string, name: string): Promise<string>;
  close(): Promise<void>;
}

interface KeptLogParts {
  /** Of this run alone; made if it is not there. */
  folder: string;
  clock: Clock;
  redact(text: string): string;
}

/** Opens what is kept in `folder`, or begins. Memory: a little more than a byte a line, and 8 MB on their way to the disk. */
export async function openKeptLog({ folder, clock, redact }: KeptLogParts): Promise<KeptLog> {
  const writer = await openLogWriter(join(folder, fileName));
  const index = createLineIndex();
  const level = createLevelGuess();
  const followers = new Set<() => void>();
  let pendingGap: { missing: number | null } | null = null;
  let changes = 0;
  let over = false;
  let closed = false;

  await indexFile();

  function changed(): void {
    changes += 1;
    for (const wake of followers) wake();
  }

  /** Reads the file once, from its beginning; what is behind its last whole line goes. */
  async function indexFile(): Promise<void> {
    const { size } = writer;
    let buffer = Buffer.alloc(Math.min(pieceBytes, size));
    let offset = 0;
    while (offset < size) {
      const piece = buffer.subarray(0, await readWhole(buffer, offset));
      const whole = piece.lastIndexOf(lineFeed) + 1;
      if (whole === 0) {
        // One line that is longer than the piece, or the torn end.
        if (piece.length < buffer.length || offset + piece.length >= size) break;
        buffer = Buffer.alloc(buffer.length * 2);
        continue;
      }
      for (let start = 0; start < whole;) {
        const next = afterLine(piece, start);
        const flags = flagsAt(piece, start, next - 1);
        if (flags === null) return writer.cutAt(offset + start);
        index.add(flags, offset + start, (flags & gapFlag) === 0 ? null : recordAt(piece, start, next - 1).missing);
        start = next;
      }
      offset += whole;
    }
    if (offset < size) await writer.cutAt(offset);
  }

  /** All that is written, in pieces of whole blocks; each is the reader's until the next is asked for. */
  async function* pieces(): AsyncGenerator<{ offset: number; firstLine: number; bytes: Buffer }> {
    await writer.written();
    const { size } = writer;
    let buffer = Buffer.alloc(Math.min(2 * pieceBytes, size));
    for (let block = 0, offset = 0; offset < size;) {
      const last = Math.max(block, index.blockAt(offset + pieceBytes) - 1);
      const to = last + 1 < index.blocks ? Math.min(index.blockOffset(last + 1), size) : size;
      if (to - offset > buffer.length) buffer = Buffer.alloc(to - offset);
      const bytes = buffer.subarray(0, to - offset);
      yield { offset, firstLine: block * linesInBlock, bytes: bytes.subarray(0, await readWhole(bytes, offset)) };
      block = last + 1;
      offset = to;
    }
  }

  function keep(lines: readonly PreparedLine[]): void {
    if (lines.length === 0) return;
    let { size } = writer;
    let records = '';
    // ASCII goes to bytes several times as fast when it is told to be.
    let recordsPlain = true;
    const flush = () => {
      if (records === '') return;
      const bytes = Buffer.from(records, recordsPlain ? 'latin1' : 'utf8');
      records = '';
      size += bytes.length;
      writer.append(bytes);
    };
    for (const line of lines) {
      if (index.lines % linesInBlock === 0 || line.plain !== recordsPlain) flush();
      recordsPlain = line.plain;
      const flags = flagsOf(level.next(line.text), line.text.startsWith(eventMark), line.cut, pendingGap !== null);
      const missing = pendingGap?.missing ?? null;
      records += lineRecord(line, flags, missing);
      index.add(flags, size, missing);
      pendingGap = null;
    }
    flush();
    changed();
  }

  /** Some lines by their numbers, ascending; neighbours are read together. `before` is the last one shown before them. */
  async function linesAt(numbers: readonly number[], before: number): Promise<LogLine[]> {
    await writer.written();
    const spans: { firstBlock: number; lastBlock: number; lines: number[] }[] = [];
    for (const line of numbers) {
      const block = Math.floor(line / linesInBlock);
      const span = spans.at(-1);
      if (span && block <= span.lastBlock + 1) {
        span.lastBlock = block;
        span.lines.push(line);
      } else spans.push({ firstBlock: block, lastBlock: block, lines: [line] });
    }
    const read = (await Promise.all(spans.map(readSpan))).flat();
    let previous = before;
    return read.map(({ line, record }) => {
      const missing = index.missingBetween(previous, line);
      previous = line;
      const flags = index.flags(line);
      return {
        line,
        at: record.atMs === null ? null : new Date(record.atMs).toISOString(),
        text: record.text,
        level: levelOf(flags),
        event: (flags & eventFlag) !== 0,
        cut: isCut(flags),
        ...(missing !== undefined && { missingBefore: missing }),
      };
    });
  }

  async function readSpan(span: { firstBlock: number; lastBlock: number; lines: readonly number[] }) {
    const from = index.blockOffset(span.firstBlock);
    const to = span.lastBlock + 1 < index.blocks ? index.blockOffset(span.lastBlock + 1) : writer.size;
    const room = Buffer.alloc(to - from);
    const bytes = room.subarray(0, await readWhole(room, from));
    let line = span.firstBlock * linesInBlock;
    let at = 0;
    return span.lines.map((number) => {
      for (; line < number; line += 1) at = afterLine(bytes, at);
      return { line: number, record: recordAt(bytes, at, afterLine(bytes, at) - 1) };
    });
  }

  /** Fills as much of `into` as there is. */
  async function readWhole(into: Buffer, position: number): Promise<number> {
    let length = 0;
    while (length < into.length) {
      const read = await writer.read(into.subarray(length), position + length);
      if (read === 0) break;
      length += read;
    }
    return length;
  }

  async function read(filter: LogFilter, from: number, count: number): Promise<LogLine[]> {
    const numbers = index.select(filter, from, count);
    return linesAt(numbers, from === 0 ? -1 : (index.select(filter, from - 1, 1)[0] ?? -1));
  }

  async function search(filter: LogFilter, text: string): Promise<{ indexes: number[]; more: boolean }> {
    const indexes: number[] = [];
    const { find } = searchFor(text);
    for await (const { offset, firstLine, bytes } of pieces()) {
      const { at, places } = find(bytes);
      const count = at === 'line' ? null : lineCounter(offset, firstLine, bytes);
      for (const place of places) {
        const line = count ? count(place) : firstLine + place;
        if (!index.passes(filter, line)) continue;
        if (indexes.length === mostPlaces) return { indexes, more: true };
        indexes.push(index.rank(filter, line));
      }
    }
    return { indexes, more: false };
  }

  /** Answers the line in which a place of the piece is, for ascending places: counted from the nearest known beginning. */
  function lineCounter(offset: number, firstLine: number, bytes: Buffer): (place: number) => number {
    let line = firstLine;
    let from = 0;
    return (place) => {
      const block = index.blockAt(offset + place);
      const blockFrom = index.blockOffset(block) - offset;
      if (blockFrom > from) {
        from = blockFrom;
        line = block * linesInBlock;
      }
      for (let next = afterLine(bytes, from); next > 0 && next <= place; next = afterLine(bytes, from)) {
        line += 1;
        from = next;
      }
      return line;
    };
  }

  /** Every line of a piece with its number and its bytes' bounds. */
  function* linesIn(firstLine: number, bytes: Buffer): Generator<{ line: number; start: number; end: number }> {
    let line = firstLine;
    for (let start = 0; start < bytes.length; line += 1) {
      const next = afterLine(bytes, start);
      if (next === 0) return;
      yield { line, start, end: next - 1 };
      start = next;
    }
  }

  async function* follow(filter: LogFilter, tail: number, signal?: AbortSignal): AsyncGenerator<LogState, void> {
    let wake = () => {};
    const woken = () => wake();
    followers.add(woken);
    signal?.addEventListener('abort', woken);
    // Asked anew each time: both change while this waits.
    const ended = () => closed || signal?.aborted === true;
    try {
      while (!ended()) {
        const seen = changes;
        const total = index.total(filter);
        const from = Math.max(0, total - tail);
        const state = { total, counting: false, gaps: index.gaps + (pendingGap ? 1 : 0), over };
        yield { ...state, tail: { index: from, lines: await read(filter, from, total - from) } };
        const frame = new Promise<void>((resolve) => {
          wake = () => ended() && resolve();
          clock.after(frameMs, resolve);
        });
        if (ended()) return;
        await frame;
        while (seen === changes && !ended()) {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        }
      }
    } finally {
      followers.delete(woken);
      signal?.removeEventListener('abort', woken);
    }
  }

  async function forEachEvent(run: (json: string) => void): Promise<void> {
    for await (const { firstLine, bytes } of pieces()) {
      for (const { line, start, end } of linesIn(firstLine, bytes)) {
        if ((index.flags(line) & eventFlag) !== 0) run(recordAt(bytes, start, end).text.slice(eventMark.length));
      }
    }
  }

  async function saveTo(target: string, name: string): Promise<string> {
    const { handle, path } = await newFile(target, name);
    try {
      for await (const { firstLine, bytes } of pieces()) {
        const lines: string[] = [];
        for (const { line, start, end } of linesIn(firstLine, bytes)) {
          const missing = index.missingBetween(line - 1, line);
          if (missing !== undefined)
            lines.push(missing === null ? '[lines are missing here]' : `[${missing} lines are missing here]`);
          lines.push(withoutColours(recordAt(bytes, start, end).text));
        }
        await handle.writeFile(lines.map((line) => `${line}\n`).join(''));
      }
      await handle.close();
      return path;
    } catch (error) {
      await handle.close().catch(() => {});
      await rm(path, { force: true });
      throw isAppError(error) ? error : storageFailure(path, error);
    }
  }

  return {
    get lines() {
      return index.lines;
    },
    get gaps() {
      return index.gaps + (pendingGap ? 1 : 0);
    },
    get endsInGap() {
      return pendingGap !== null;
    },
    prepare: (lines) => prepareLines(lines, redact),
    keep,
    append: (lines) => keep(prepareLines(lines, redact)),
    markGap: (missing) => {
      const known = pendingGap ? pendingGap.missing : 0;
      pendingGap = { missing: missing === null || known === null ? null : known + missing };
      changed();
    },
    lastLines: async (count) => {
      const from = Math.max(index.lastGap, index.lines - count, 0);
      const numbers = Array.from({ length: index.lines - from }, (_, at) => from + at);
      const lines = await linesAt(numbers, -1);
      return {
        lines: lines.map(({ text, at }) => ({ text, atMs: at === null ? null : Date.parse(at) })),
        first: from === 0 && lines[0]?.missingBefore === undefined,
      };
    },
    read: async (filter, from, count) => ({ lines: await read(filter, from, count), total: index.total(filter) }),
    search,
    follow,
    forEachEvent,
    end: () => {
      over = true;
      changed();
    },
    caughtUp: () => writer.caughtUp(),
    saveTo,
    close: async () => {
      closed = true;
      changed();
      await writer.close();
    },
  };
}

/** A new file in `folder`: `name.txt`, or with a number where that is there already. */
async function newFile(folder: string, name: string): Promise<{ handle: FileHandle; path: string }> {
  const safe =
    name
      .replaceAll(/[^\p{L}\p{N} ._-]/gu, '-')
      .replace(/^\.+/, '')
      .slice(0, 100)
      .trim() || 'log';
  for (let number = 1; ; number += 1) {
    const path = join(folder, `${safe}${number === 1 ? '' : ` (${number})`}.txt`);
    try {
      return { handle: await open(path, 'wx', 0o600), path };
    } catch (error) {
      if (errnoOf(error) !== 'EEXIST' || number === nameTries) throw storageFailure(path, error);
    }
  }
}
