// Reads every row of a draft once: makes readable copies where they are needed,
// scans them in worker threads, looks across files. Growing while it runs; ends
// when nobody reads it any more.
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Split } from '@hubdesk/shared/datasets/check-report';
import { AppError, isAppError } from '@hubdesk/shared/errors';
import { storageFailure } from '../../files/storage-failure.ts';
import type { Clock } from '../../ports/clock.ts';
import type { WorkerScript } from '../../ports/workers.ts';
import { openFile } from '../open/open-file.ts';
import type { SourceFile, SourceFiles } from '../open/source-files.ts';
import type { Skipped } from '../open/walk-folder.ts';
import { formatRows, type FormatRow } from '../read/format-rows.ts';
import { runRowsTask } from '../read/run-rows-task.ts';
import { collectRows } from '../scan/collect-rows.ts';
import { crossCheck } from '../scan/cross-check.ts';
import type { ScanPool } from '../scan/scan-pool.ts';
import type { CheckedFile } from './checked-file.ts';
import type { FindCall } from './draft-origin.ts';

export interface DraftCheckParts {
  clock: Clock;
  workerScript: WorkerScript;
  pool: ScanPool;
  /** Of this check alone: copies and what is spilled. Removed when the check is. */
  folder: string;
  find(call: FindCall): Promise<SourceFiles>;
  /** By path, where a person chose another. */
  splits: Readonly<Record<string, Split>>;
}

export interface DraftCheck {
  readonly files: readonly CheckedFile[];
  readonly skipped: readonly Skipped[];
  readonly done: boolean;
  /** What it failed with as a whole. */
  readonly failure: Error | null;
  readonly elapsedMs: number;
  readonly progress: { bytesRead: number; bytesTotal: number };
  /** Grows whenever something is known anew. */
  readonly version: number;
  /** Resolves when the version is another than this one, or after a while. */
  changed(version: number): Promise<void>;
  /** Resolves when all is known. Rejects with what it failed with. */
  finished: Promise<void>;
  /** Stops what runs and removes the copies. */
  end(): Promise<void>;
}

/** Of the beginning of each file: enough to see what the rows are. */
const beginningRows = 200;
const beginningBytes = 1024 * 1024;
const mostBeginnings = 20;
const scannedTogether = 8;
const tellAtLeastMs = 1_000;

export function startDraftCheck(parts: DraftCheckParts): DraftCheck {
  const { clock, workerScript, pool, folder, find, splits } = parts;
  const abort = new AbortController();
  const { signal } = abort;
  const startedMs = clock.now();
  let files: CheckedFile[] = [];
  let skipped: Skipped[] = [];
  let fetching: { bytesRead: number; bytesTotal: number } | null = null;
  let done = false;
  let endedMs = 0;
  let failure: Error | null = null;
  let version = 0;
  const waiting = new Set<() => void>();
  const touch = () => {
    version += 1;
    for (const wake of waiting) wake();
    waiting.clear();
  };

  async function run(): Promise<void> {
    const found = await find({
      signal,
      told(bytesRead, bytesTotal) {
        fetching = { bytesRead, bytesTotal };
        touch();
      },
      async glimpse(there) {
        await begin(there);
        return files.some(({ beginning }) => beginning.length > 0);
      },
    });
    fetching = null;
    await mkdir(folder, { recursive: true, mode: 0o700 }).catch((error: unknown) => {
      throw storageFailure(folder, error);
    });
    await begin(found);
    const scans = inGroups(
      files.filter((file) => canBeRead(file) && !needsCopy(file)),
      scannedTogether,
      scan,
    );
    const copies = copyThenScan(files.filter((file) => canBeRead(file) && needsCopy(file)));
    await Promise.all([scans, copies]);
    await lookAcross();
  }

  /** A first judgement of what was found. What an earlier glimpse of a file saw stands until then. */
  async function begin(found: SourceFiles): Promise<void> {
    skipped = found.skipped;
    const glimpsed = new Map(files.map((file) => [file.source.path, file]));
    files = found.files.map((source) => {
      const { beginning = [], scan = null } = glimpsed.get(source.path) ?? {};
      return { ...newFile({ ...source, split: splits[source.path] ?? source.split }), beginning, scan };
    });
    touch();
    for (const file of files.slice(0, mostBeginnings)) {
      if (canBeRead(file) && file.beginning.length === 0) await readBeginning(file);
    }
  }

  /** A first judgement of rows that are not scanned as they stand, before they are copied. */
  async function readBeginning(file: CheckedFile): Promise<void> {
    const { source } = file;
    let bytesSeen = 0;
    try {
      const handle = await openFile(source.absolutePath, source.mark);
      try {
        const told = (bytes: number) => (bytesSeen = bytes);
        for await (const batch of formatRows(handle, source.sniffed, { most: beginningBytes, told })) {
          for (const row of batch)
            if (row.kind === 'row' && file.beginning.length < beginningRows) file.beginning.push(row);
          if (file.beginning.length >= beginningRows) break;
          signal.throwIfAborted();
        }
        // The last one may be cut off.
        if (
          file.beginning.length > 1 &&
          file.beginning.length < beginningRows &&
          bytesSeen < source.mark.bytes &&
          source.sniffed.format !== 'parquet'
        )
          file.beginning.pop();
      } finally {
        await handle.close();
      }
    } catch (error) {
      if (signal.aborted) throw error;
      // Said by the reading of the whole file.
    }
    if (file.beginning.length > 0) file.scan ??= beginningScan(file.beginning, source, folder);
    touch();
  }

  async function scan(file: CheckedFile): Promise<void> {
    const { readable, source } = file;
    if (!readable) return;
    const copied = needsCopy(file);
    const share = (bytesRead: number, bytesTotal: number) => {
      const part = bytesTotal === 0 ? 1 : bytesRead / bytesTotal;
      file.bytesRead = copied ? source.mark.bytes * (0.5 + 0.5 * part) : source.mark.bytes * part;
    };
    const total = copied ? (file.scan?.bytes ?? 0) : source.mark.bytes;
    const scanned = await pool.scan(readable.path, 'jsonl', {
      name: source.path,
      scratchFolder: folder,
      signal,
      onProgress: (growing, bytesRead) => {
        if (growing.rows >= (file.scan?.rows ?? 0)) file.scan = growing;
        share(bytesRead, Math.max(total, bytesRead));
        touch();
      },
    });
    file.scan = scanned;
    file.bytesRead = source.mark.bytes;
    for (const problem of scanned.fileProblems) noteFile(file, problem);
    if (!copied) {
      await openFile(readable.path, source.mark).then(
        (handle) => handle.close(),
        (error: unknown) => noteChange(file, isAppError(error, 'FILE_UNREADABLE') ? error.data.reason : ''),
      );
    }
    touch();
  }

  async function copyThenScan(wanted: CheckedFile[]): Promise<void> {
    if (wanted.length === 0) return;
    const targets = wanted.map((_, at) => join(folder, `${at}.jsonl`));
    const task = {
      kind: 'copy',
      files: wanted.map(({ source }, at) => ({
        absolutePath: source.absolutePath,
        mark: source.mark,
        sniffed: source.sniffed,
        target: targets[at] ?? '',
      })),
    } as const;
    const scans: Promise<void>[] = [];
    try {
      for await (const message of runRowsTask({ ...task, files: [...task.files] }, { workerScript, signal })) {
        if (!('file' in message)) continue;
        const file = wanted[message.file];
        if (!file) continue;
        if (message.kind === 'copying') file.bytesRead = message.bytesRead / 2;
        else if (message.kind === 'unreadable') noteChange(file, message.reason);
        else if (message.kind === 'copied') {
          file.readable = { path: targets[message.file] ?? '', mark: null, lines: message.lines };
          if (message.brokeOff !== null) noteFile(file, { kind: 'unreadable', detail: message.brokeOff });
          file.further.push(
            ...message.problems.map((problem) => ({
              ...problem,
              examples: problem.examples.map((each) => ({ ...each, file: file.source.path })),
            })),
          );
          scans.push(scan(file));
        }
        touch();
      }
    } catch (error) {
      if (!isAppError(error, 'FILE_UNREADABLE')) throw error;
      for (const file of wanted) if (!file.readable) noteFile(file, { kind: 'unreadable', detail: error.data.reason });
    } finally {
      await Promise.all(scans);
    }
  }

  async function lookAcross(): Promise<void> {
    const scanned = files.flatMap((file) =>
      file.scan?.done ? [{ file, scan: file.scan, split: file.source.split }] : [],
    );
    const found = await crossCheck(scanned, { signal });
    for (const [at, { file }] of scanned.entries()) file.further.push(...(found[at] ?? []));
  }

  const finished = run().then(
    () => {
      done = true;
      endedMs = clock.now();
      touch();
    },
    (error: unknown) => {
      failure = signal.aborted ? stopped() : error instanceof Error ? error : new Error(String(error));
      touch();
      throw failure;
    },
  );
  finished.catch(() => {});

  return {
    get files() {
      return files;
    },
    get skipped() {
      return skipped;
    },
    get done() {
      return done;
    },
    get failure() {
      return failure;
    },
    get elapsedMs() {
      return (done ? endedMs : clock.now()) - startedMs;
    },
    get version() {
      return version;
    },
    get progress() {
      if (fetching) return fetching;
      const sum = (value: (file: CheckedFile) => number) => files.reduce((total, file) => total + value(file), 0);
      return {
        bytesRead: Math.round(sum((file) => (done ? file.source.mark.bytes : file.bytesRead))),
        bytesTotal: sum((file) => file.source.mark.bytes),
      };
    },
    changed: (seen) =>
      seen !== version || done || failure
        ? Promise.resolve()
        : new Promise((resolve) => {
            const forget = clock.after(tellAtLeastMs, () => waiting.delete(wake) && resolve());
            const wake = () => {
              forget();
              resolve();
            };
            waiting.add(wake);
          }),
    finished,
    async end() {
      abort.abort();
      await finished.catch(() => {});
      await Promise.all(files.map(({ scan: each }) => each?.hashes.dispose()));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function newFile(source: SourceFile): CheckedFile {
  const { sniffed } = source;
  const file: CheckedFile = {
    source,
    readable: null,
    mustRewrite:
      sniffed.encoding !== 'utf-8' ||
      (sniffed.gzip && !/\.gz$/i.test(source.path)) ||
      (sniffed.format === 'csv' && sniffed.delimiter !== ','),
    beginning: [],
    scan: null,
    further: [],
    problems: [...sniffed.problems],
    bytesRead: 0,
  };
  if (!needsCopy(file)) file.readable = { path: source.absolutePath, mark: source.mark, lines: null };
  return file;
}

function canBeRead({ source }: CheckedFile): boolean {
  return (
    source.sniffed.format !== null &&
    !source.sniffed.problems.some(({ kind }) => kind === 'unreadable' || kind === 'empty')
  );
}

/** Only plain JSONL is read by byte offset as it stands. */
function needsCopy({ source: { sniffed } }: CheckedFile): boolean {
  return sniffed.format !== 'jsonl' || sniffed.gzip || sniffed.encoding !== 'utf-8';
}

/** `change` says why a file that was found could not be read after all. */
function noteChange(file: CheckedFile, reason: string): void {
  const kind =
    reason.startsWith('it changed') || reason.startsWith('it is not there') ? 'changed-while-read' : 'unreadable';
  noteFile(file, { kind, detail: reason });
}

function noteFile(file: CheckedFile, problem: CheckedFile['problems'][number]): void {
  if (!file.problems.some(({ kind }) => kind === problem.kind)) file.problems.push(problem);
}

function beginningScan(
  rows: readonly Extract<FormatRow, { kind: 'row' }>[],
  source: SourceFile,
  scratchFolder: string,
) {
  const collector = collectRows({
    name: source.path,
    format: source.sniffed.format ?? 'jsonl',
    scratchFolder,
    indexed: false,
  });
  let bytes = 0;
  for (const { text, line, problem } of rows) {
    const value = parsed(text);
    if (text === null || value === undefined) continue;
    bytes += text.length;
    collector.add({ value, text, ...(line === null ? {} : { line }), faults: problem ? [problem] : [] });
  }
  return collector.scan(false, Math.min(bytes, source.mark.bytes));
}

function parsed(text: string | null): unknown {
  try {
    return text === null ? undefined : (JSON.parse(text) as unknown);
  } catch {
    return undefined;
  }
}

async function inGroups<T>(items: readonly T[], together: number, run: (item: T) => Promise<void>): Promise<void> {
  const queue = items.values();
  await Promise.all(
    Array.from({ length: together }, async () => {
      for (const item of queue) await run(item);
    }),
  );
}

function stopped(): AppError<'CANCELLED'> {
  return new AppError('CANCELLED', 'The check was stopped.', {});
}
