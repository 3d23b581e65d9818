// Files that were dropped on the page, received piece by piece: a browser gives
// bytes and no path. Kept under `drops/<id>/content/`, with a manifest beside
// that says how much of each is there; after any failure the two still agree.
import { mkdir, open, readdir, readFile, rename, rm, stat, statfs, truncate, utimes } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AppError, isAppError } from '@hubdesk/shared/errors';
import { z } from 'zod';
import type { Clock } from '../ports/clock.ts';
import { dropSegments } from './drops-path.ts';
import { fileUnreadable } from './file-unreadable.ts';
import { safeWrite } from './safe-write.ts';
import { errnoOf, storageFailure } from './storage-failure.ts';
import { twinKey } from './system-names.ts';

const droppedFileSchema = z.object({ path: z.string(), totalBytes: z.number(), receivedBytes: z.number() });
const manifestSchema = z.object({ files: z.array(droppedFileSchema), more: z.boolean().default(false) });
export type DroppedFile = z.infer<typeof droppedFileSchema>;

/** The next bytes of one file. */
export interface DropPiece {
  drop: string;
  /** Relative, with `/`. */
  path: string;
  offset: number;
  totalBytes: number;
  /** Files follow whose names were not sent yet. False, once said, stays. */
  more: boolean;
  bytes: Uint8Array;
}

export interface Drops {
  /**
   * Takes the next bytes; the same ones twice are taken once. Answers how much
   * of the file is there. Rejects with INVALID_INPUT for an unsafe name,
   * CONFLICT for bytes that do not follow, FILE_UNREADABLE for a file that
   * changed its size, ALREADY_THERE for a name this disk cannot tell from
   * another, STORAGE_FAILED when the disk is full (then nothing was taken).
   */
  receive(piece: DropPiece): Promise<number>;
  /** What has arrived and where it lies; keeps the drop for another week. Rejects with NOT_FOUND. */
  read(drop: string): Promise<{ content: string; files: DroppedFile[]; more: boolean }>;
  forget(drop: string): Promise<void>;
  /** Throws away what was forgotten, or not touched for a week. */
  sweep(): Promise<void>;
  /** Writes down what is only remembered. */
  flush(): Promise<void>;
}

export interface DropsParts {
  /** Ours alone; made when first needed. */
  folder: string;
  clock: Clock;
  platform: NodeJS.Platform;
  /** Bytes the disk of a folder still has. */
  freeBytes?(folder: string): Promise<number>;
}

interface OpenDrop {
  folder: string;
  files: Map<string, DroppedFile>;
  /** Bytes that were named and are not there yet. */
  toCome: number;
  /** Case-folded path to path, for disks that cannot tell them apart. */
  folded: Map<string, string>;
  /** Not all names are known yet. */
  more: boolean;
  saveDue: (() => void) | null;
}

const keptMs = 7 * 24 * 3_600_000;
const saveAfterMs = 200;
const idPattern = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export function createDrops({ folder, clock, platform, freeBytes = freeBytesOf }: DropsParts): Drops {
  const opened = new Map<string, Promise<OpenDrop>>();
  const turns = new Map<string, Promise<unknown>>();

  /** One piece of a drop at a time. */
  function inTurn<T>(drop: string, run: () => Promise<T>): Promise<T> {
    const result = (turns.get(drop) ?? Promise.resolve()).then(run, run);
    const settled = result.then(
      () => {},
      () => {},
    );
    turns.set(drop, settled);
    void settled.then(() => turns.get(drop) === settled && turns.delete(drop));
    return result;
  }

  function openDrop(drop: string): Promise<OpenDrop> {
    const known = opened.get(drop);
    if (known) return known;
    const made = loadDrop(join(folder, drop));
    opened.set(drop, made);
    made.catch(() => opened.delete(drop));
    return made;
  }

  async function receive(piece: DropPiece): Promise<number> {
    const segments = dropSegments(piece.path, platform);
    const path = segments.join('/');
    const drop = await openDrop(piece.drop);
    const target = join(drop.folder, 'content', ...segments);
    if (!piece.more && drop.more) {
      drop.more = false;
      if (drop.files.size > 0) saveLater(drop);
    }
    const known = drop.files.get(path);
    if (known && known.totalBytes !== piece.totalBytes)
      throw fileUnreadable(path, 'it changed while it was being read');
    if (piece.offset + piece.bytes.byteLength > piece.totalBytes) {
      throw fileUnreadable(path, 'it is longer than it was said to be');
    }
    const received = known?.receivedBytes ?? 0;
    if (known && (await isRepeat(target, piece, received))) return received;
    if (piece.offset !== received) {
      throw new AppError('CONFLICT', `These bytes of ${path} do not follow on those that are there.`, { what: path });
    }
    if (!known) await prepare(drop, path, target, piece.totalBytes);
    await writePiece(target, piece);
    const now = { path, totalBytes: piece.totalBytes, receivedBytes: received + piece.bytes.byteLength };
    drop.toCome += now.totalBytes - now.receivedBytes - (known ? known.totalBytes - known.receivedBytes : 0);
    drop.files.set(path, now);
    drop.folded.set(twinKey(path), path);
    // At once for the first file, so that what is there is never unknown for long.
    if (drop.files.size === 1 && !known) await save(drop);
    else saveLater(drop);
    return now.receivedBytes;
  }

  async function prepare(drop: OpenDrop, path: string, target: string, totalBytes: number): Promise<void> {
    const other = drop.folded.get(twinKey(path));
    if (other !== undefined && (await exists(target))) {
      const words = `This disk cannot keep both ${other} and ${path}: their names differ only by case.`;
      throw new AppError('ALREADY_THERE', words, { what: path, url: null });
    }
    try {
      await mkdir(dirname(target), { recursive: true, mode: 0o700 });
    } catch (error) {
      throw storageFailure(target, error);
    }
    if (drop.toCome + totalBytes > (await freeBytes(drop.folder)))
      throw storageFailure(target, 'the disk has not enough room for all of it');
  }

  function saveLater(drop: OpenDrop): void {
    drop.saveDue ??= clock.after(saveAfterMs, () => {
      drop.saveDue = null;
      // What could not be written down now is after the next piece, or read again from the sizes.
      save(drop).catch(() => {});
    });
  }

  async function forget(id: string): Promise<void> {
    const drop = await opened.get(id)?.catch(() => null);
    drop?.saveDue?.();
    opened.delete(id);
    const own = join(folder, id);
    // Under another name first: a file that is held open may outlive this call.
    const away = join(folder, `${id}.forgotten`);
    await rm(away, { recursive: true, force: true }).catch(() => {});
    await rename(own, away).catch((error: unknown) => {
      if (errnoOf(error) !== 'ENOENT') throw storageFailure(own, error);
    });
    await rm(away, { recursive: true, force: true }).catch(() => {});
  }

  return {
    async receive(piece) {
      const id = checkedId(piece.drop);
      return inTurn(id, () => receive({ ...piece, drop: id }));
    },
    async read(named) {
      const id = checkedId(named);
      return inTurn(id, async () => {
        const drop = await openDrop(id);
        if (drop.files.size === 0) {
          opened.delete(id);
          throw new AppError('NOT_FOUND', 'What was dropped is not kept any more. Drop it again.', { what: id });
        }
        const now = new Date(clock.now());
        await utimes(drop.folder, now, now).catch(() => {});
        return { content: join(drop.folder, 'content'), files: [...drop.files.values()], more: drop.more };
      });
    },
    async forget(named) {
      const id = checkedId(named);
      return inTurn(id, () => forget(id));
    },
    async sweep() {
      for (const name of await readdir(folder).catch(() => [])) {
        const facts = await stat(join(folder, name)).catch(() => null);
        if (!facts || opened.has(name)) continue;
        if (idPattern.test(name) && clock.now() - facts.mtimeMs < keptMs) continue;
        await rm(join(folder, name), { recursive: true, force: true }).catch(() => {});
      }
    },
    async flush() {
      for (const pending of opened.values()) {
        const drop = await pending.catch(() => null);
        if (!drop?.saveDue) continue;
        drop.saveDue();
        drop.saveDue = null;
        await save(drop).catch(() => {});
      }
    },
  };
}

function checkedId(id: string): string {
  const lower = id.toLowerCase();
  if (!idPattern.test(lower)) {
    const reason = 'This is not the name of a drop.';
    throw new AppError('INVALID_INPUT', reason, { field: 'drop', reason });
  }
  return lower;
}

/** Believes the manifest only as far as the files on the disk bear it out. */
async function loadDrop(folder: string): Promise<OpenDrop> {
  const drop: OpenDrop = { folder, files: new Map(), toCome: 0, folded: new Map(), more: true, saveDue: null };
  let text: string;
  try {
    text = await readFile(join(folder, 'manifest.json'), 'utf8');
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return drop;
    throw fileUnreadable(join(folder, 'manifest.json'), error);
  }
  const manifest = parseManifest(text);
  drop.more = manifest.more;
  for (const file of manifest.files) {
    const facts = await stat(join(folder, 'content', ...file.path.split('/'))).catch(() => null);
    const receivedBytes = Math.min(file.receivedBytes, facts?.size ?? 0);
    drop.files.set(file.path, { ...file, receivedBytes });
    drop.toCome += file.totalBytes - receivedBytes;
    drop.folded.set(twinKey(file.path), file.path);
  }
  return drop;
}

/** One that cannot be read counts as empty: its bytes come again. */
function parseManifest(text: string): z.output<typeof manifestSchema> {
  try {
    return manifestSchema.parse(JSON.parse(text));
  } catch {
    return { files: [], more: true };
  }
}

function save(drop: OpenDrop): Promise<void> {
  return safeWrite(
    join(drop.folder, 'manifest.json'),
    JSON.stringify({ files: [...drop.files.values()], more: drop.more }),
  );
}

/** The answer to these bytes was lost, and they come again. */
async function isRepeat(target: string, { offset, bytes }: DropPiece, received: number): Promise<boolean> {
  const end = offset + bytes.byteLength;
  if (end > received || (bytes.byteLength === 0 && offset !== received)) return false;
  const there = Buffer.alloc(bytes.byteLength);
  const handle = await open(target, 'r').catch((error: unknown) => {
    throw fileUnreadable(target, error);
  });
  try {
    let filled = 0;
    while (filled < there.length) {
      const { bytesRead } = await handle.read(there, filled, there.length - filled, offset + filled);
      if (bytesRead === 0) return false;
      filled += bytesRead;
    }
  } finally {
    await handle.close();
  }
  return there.equals(bytes);
}

/** Writes all of the piece, or takes back the part that was written. */
async function writePiece(target: string, { offset, bytes }: DropPiece): Promise<void> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(target, offset === 0 ? 'w' : 'r+', 0o600);
    // Whatever lies beyond is of a piece whose end was never confirmed.
    await handle.truncate(offset);
    let written = 0;
    while (written < bytes.byteLength) {
      const step = await handle.write(bytes, written, bytes.byteLength - written, offset + written);
      if (step.bytesWritten === 0) throw new Error('nothing was written');
      written += step.bytesWritten;
    }
  } catch (error) {
    await truncate(target, offset).catch(() => {});
    throw isAppError(error) ? error : storageFailure(target, error);
  } finally {
    await handle?.close();
  }
}

function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

async function freeBytesOf(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}
