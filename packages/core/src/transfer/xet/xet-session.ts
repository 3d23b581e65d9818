// Uploads files to the content store of Xet: chunks that are not there yet in
// xorbs, then shards that say which file is made of what. Reads each file once, in
// worker threads, and holds a fixed number of buffers whatever the files' size.
// Refuses to go on after a failure that is not one file's own: open another session.
import { AppError } from '@hubdesk/shared/errors';
import type { WorkerScript } from '../../ports/workers.ts';
import { FileChanged } from '../http/file-changed.ts';
import type { SendBytes } from '../http/send-bytes.ts';
import { type AcknowledgedXorbs, noAcknowledgedXorbs } from './acknowledged-xorbs.ts';
import { chunkTable } from './chunk-table.ts';
import { codecRoomBytes, createXetCodec } from './codec/xet-codec.ts';
import { contentStore } from './content-store.ts';
import { fileRecipe, type FileRecipe } from './file-recipe.ts';
import { earlierChunks, type FindChunk } from './earlier-chunks.ts';
import { hashText } from './hash-text.ts';
import { pool } from './pool.ts';
import { shard } from './shard.ts';
import type { SourceFailure, WholeFile, XetAnswer } from './worker/xet-tasks.ts';
import { xetWorkers } from './worker/xet-workers.ts';
import type { XetToken } from './xet-token.ts';
import { xorbBufferBytes, xorbLane, type XorbLane } from './xorb-lane.ts';
import { createXorb, type Xorb } from './xorb.ts';

export interface XetSessionOptions {
  /** Gives a write token: another one than `refused`, which is over. */
  getToken: (refused: XetToken | null) => Promise<XetToken>;
  send: SendBytes;
  /** Repeats a request that may be made twice, as its caller sees fit. */
  insist: <T>(ask: () => Promise<T>) => Promise<T>;
  workerScript: WorkerScript;
  /** Threads that cut, hash and pack. */
  workers: 1 | 2;
  /** Wall clock, epoch ms. */
  now: () => number;
  signal?: AbortSignal;
  acknowledged?: AcknowledgedXorbs;
}

export interface XetFileAsk {
  path: string;
  /** Bytes it must have. */
  size: number;
  /** What its SHA-256 must be, where that is known. */
  sha256?: string | undefined;
  /** Gives up this file alone. */
  signal?: AbortSignal | undefined;
  /** Bytes of the file that were read and hashed, and that the store has or is being sent. */
  onProgress?: ((hashedBytes: number, sentBytes: number) => void) | undefined;
}

export interface XetUpload {
  sha256: string;
  /** The file's name in the content store. */
  xetHash: string;
  size: number;
}

export interface XetSession {
  /**
   * Reads the file and sees to its bytes. Resolves when it is read whole and, for a large file, its xorbs are stored;
   * what small files share is sent when there is enough of it, or by `finish`. Ask for many at once.
   * Rejects with `FileChanged` or the system's error, which end this file alone, or with what ended the session.
   */
  uploadFile(file: XetFileAsk): Promise<XetUpload>;
  /** Registers every file whose `uploadFile` has resolved: from then on its SHA-256 can be committed. May be called again and again. */
  finish(): Promise<void>;
  /** Stops the threads. What is under way fails as CANCELLED. */
  close(): Promise<void>;
}

/** Up to this size files are read whole and share xorbs. */
const smallFileBytes = codecRoomBytes;
const smallFilesAtOnce = 256;
const largeFilesAtOnce = 2;
/** One being filled, two being sent; each lane needs one to go on. */
const xorbBuffers = 3;
/** 40 bytes each: 13 GB of chunks in 10 MiB. */
const rememberedChunks = 1 << 18;
/** Rows that wait for a shard, and of one shard at most (the store takes 64 MiB). */
const xorbRowsAtOnce = 4 * 1024 * 1024;
const shardRowsAtOnce = 16 * 1024 * 1024;

interface Complete {
  upload: Upload;
  done: XetUpload;
}

interface Upload extends XetFileAsk {
  recipe: FileRecipe;
  hashedBytes: number;
  sentBytes: number;
  share: (bytes: number) => void;
}

export function openXetSession(options: XetSessionOptions): XetSession {
  const acknowledged = options.acknowledged ?? noAcknowledgedXorbs();
  const stop = new AbortController();
  const broken = Promise.withResolvers<never>();
  broken.promise.catch(() => {});
  const codec = createXetCodec();
  const workers = xetWorkers(options.workerScript, options.workers);
  const store = contentStore({ ...options, signal: stop.signal });
  const buffers = pool(xorbBuffers, () => new ArrayBuffer(xorbBufferBytes));
  const largePlaces = pool(largeFilesAtOnce, () => ({}));
  const xorbs = new Map<number, Xorb>();
  const table = chunkTable(rememberedChunks);
  const lanes = new Set<XorbLane>();
  const queue: { upload: Upload; resolve: (done: XetUpload) => void; reject: (error: unknown) => void }[] = [];
  let inTurn: Promise<void> = Promise.resolve();
  let pumping = false;
  let fileNumber = 0;
  let complete: Complete[] = [];
  let waitingRows: Uint8Array[] = [];
  let waitingRowBytes = 0;
  let registering: Promise<void> = Promise.resolve();
  const shared = newLane({ shared: true, alsoKnown: earlierChunks(acknowledged, codec, openXorb, register) });

  options.signal?.addEventListener('abort', cancel);
  if (options.signal?.aborted) cancel();

  function cancel(): void {
    const reason: unknown = options.signal?.reason;
    broke(reason instanceof AppError ? reason : new AppError('CANCELLED', 'Stopped.', {}));
  }
  function broke(error: unknown): void {
    if (stop.signal.aborted) return;
    stop.abort(error);
    broken.reject(error);
    buffers.close(error);
    largePlaces.close(error);
    for (const lane of lanes) lane.slabs.close(error);
    for (const { reject } of queue.splice(0)) reject(error);
  }
  const unlessBroken = <T>(promise: Promise<T>): Promise<T> => Promise.race([broken.promise, promise]);

  function openXorb(): Xorb {
    const xorb = createXorb(xorbs.size);
    xorbs.set(xorb.number, xorb);
    return xorb;
  }

  function newLane(of: { shared: boolean; alsoKnown?: FindChunk; notOn?: number }): XorbLane {
    const known: FindChunk = (hashes, offset) => {
      const place = table.find(hashes, offset);
      const xorb = place && xorbs.get(place.xorb);
      return xorb ? { xorb, index: place.index } : of.alsoKnown?.(hashes, offset);
    };
    const ready = (xorb: Xorb, hash: string, bytes: ArrayBuffer, length: number) =>
      void keep(of.shared, xorb, hash, bytes, length).catch(broke);
    const lane = xorbLane({ codec, workers, buffers, openXorb, known, table, broke, ready }, of.notOn);
    if (stop.signal.aborted) lane.slabs.close(stop.signal.reason);
    lanes.add(lane);
    return lane;
  }

  /** Sends a sealed xorb, unless the store has it. */
  async function keep(isShared: boolean, xorb: Xorb, hash: string, bytes: ArrayBuffer, length: number): Promise<void> {
    const before = acknowledged.get(hash);
    if (!before)
      await store.addXorb(hash, new Uint8Array(bytes, 0, length), (sentBytes) => xorb.tell(sentBytes / length));
    buffers.give(bytes);
    const storedBytes = before?.storedBytes ?? length;
    if (!before) acknowledged.put({ xorb: hash, storedBytes, ...(isShared ? { chunks: xorb.chunkList() } : {}) });
    xorb.tell(1);
    register(xorb.settle(storedBytes));
  }

  function register(rows: Uint8Array): void {
    waitingRows.push(rows);
    waitingRowBytes += rows.length;
    if (waitingRowBytes >= xorbRowsAtOnce) sendShard([], takeRows());
  }
  function takeRows(): Uint8Array[] {
    const rows = waitingRows;
    waitingRows = [];
    waitingRowBytes = 0;
    return rows;
  }
  function sendShard(files: readonly Uint8Array[], ofXorbs: readonly Uint8Array[]): void {
    const body = shard(files, ofXorbs);
    registering = registering.then(() => store.addShard(body));
    registering.catch(broke);
  }

  function began(file: XetFileAsk): Upload {
    const upload: Upload = { ...file, recipe: fileRecipe(codec), hashedBytes: 0, sentBytes: 0, share: () => {} };
    upload.share = (bytes) => {
      upload.sentBytes += bytes;
      file.onProgress?.(upload.hashedBytes, upload.sentBytes);
    };
    return upload;
  }
  function hashed(upload: Upload, bytes: number): void {
    upload.hashedBytes = bytes;
    upload.onProgress?.(bytes, upload.sentBytes);
  }
  function completed(upload: Upload, sha256: string): XetUpload {
    if (upload.sha256 !== undefined && upload.sha256 !== sha256) throw new FileChanged(upload.path);
    const done = { sha256, xetHash: hashText(upload.recipe.finish()), size: upload.size };
    complete.push({ upload, done });
    return done;
  }

  async function uploadLarge(upload: Upload): Promise<XetUpload> {
    const place = await largePlaces.take();
    const worker = workers.idlest();
    const lane = newLane({ shared: false, notOn: worker });
    const file = fileNumber++;
    let sha256: string | null = null;
    try {
      for (let first = true; sha256 === null; first = false) {
        const slab = await lane.slabs.take();
        if (upload.signal?.aborted) throw new AppError('CANCELLED', 'Stopped.', {});
        const answer = await workers.ask(worker, {
          kind: 'scan',
          file,
          source: first ? { path: upload.path, size: upload.size } : null,
          slab,
        });
        if (answer.kind === 'scanFailed') throw failureOf(answer.failure, upload.path);
        if (answer.kind !== 'scanned') throw unexpected(answer);
        hashed(upload, answer.readBytes);
        lane.place(answer.slab, [{ recipe: upload.recipe, share: upload.share, found: answer.found, base: 0 }]);
        ({ sha256 } = answer);
      }
    } finally {
      if (sha256 === null) workers.ask(worker, { kind: 'drop', file }).catch(broke);
      // What was read of a file that failed are good chunks all the same, and another file may have them too.
      lane.seal();
      await lane.idle().finally(() => lanes.delete(lane));
      largePlaces.give(place);
    }
    await unlessBroken(Promise.all(lane.made.map(({ stored }) => stored)));
    return completed(upload, sha256);
  }

  /** Reads small files by the slab. Their xorbs are made in the order in which the files were asked for. */
  async function pump(): Promise<void> {
    for (;;) {
      const slab = await shared.slabs.take();
      const batch: typeof queue = [];
      for (let bytes = 0; batch.length < smallFilesAtOnce;) {
        const next = queue[0];
        if (!next || bytes + next.upload.size > codecRoomBytes) break;
        bytes += next.upload.size;
        batch.push(next);
        queue.shift();
      }
      if (batch.length === 0) {
        pumping = false;
        return shared.slabs.give(slab);
      }
      const files = batch.map(({ upload: { path, size } }) => ({ path, size }));
      const scanned = workers.ask(workers.idlest(), { kind: 'scanWhole', files, slab });
      const before = inTurn;
      inTurn = Promise.all([scanned, before]).then(([answer]) => {
        if (answer.kind !== 'scannedWhole') throw unexpected(answer);
        placeSmall(answer.slab, batch, answer.files);
      });
      inTurn.catch((error: unknown) => {
        for (const { reject } of batch) reject(error);
        broke(error);
      });
    }
  }

  function placeSmall(slab: ArrayBuffer, batch: typeof queue, files: readonly WholeFile[]): void {
    let base = 0;
    const pieces = batch.flatMap(({ upload }, index) => {
      const file = files[index];
      const start = base;
      base += upload.size;
      return file && 'found' in file
        ? [{ recipe: upload.recipe, share: upload.share, found: file.found, base: start }]
        : [];
    });
    for (const [index, { upload, reject }] of batch.entries()) {
      const file = files[index];
      if (file && 'found' in file) hashed(upload, upload.size);
      else reject(file ? failureOf(file.failure, upload.path) : new TypeError('A file was lost.'));
    }
    shared.place(slab, pieces);
    for (const [index, { upload, resolve, reject }] of batch.entries()) {
      const file = files[index];
      if (!file || !('found' in file)) continue;
      try {
        resolve(completed(upload, file.sha256));
      } catch (error) {
        reject(error);
      }
    }
  }

  return {
    uploadFile: async (file) => {
      if (stop.signal.aborted) throw stop.signal.reason;
      const upload = began(file);
      if (file.size > smallFileBytes) return uploadLarge(upload);
      const done = new Promise<XetUpload>((resolve, reject) => queue.push({ upload, resolve, reject }));
      if (!pumping) {
        pumping = true;
        // After all that are asked for at the same time.
        setImmediate(() => void pump().catch(broke));
      }
      return done;
    },
    finish: async () => {
      if (stop.signal.aborted) throw stop.signal.reason;
      const files = complete;
      complete = [];
      shared.seal();
      await unlessBroken(
        Promise.all(files.flatMap(({ upload }) => [...upload.recipe.xorbs].map(({ stored }) => stored))),
      );
      const seen = new Set<string>();
      let rows: Uint8Array[] = [];
      let rowBytes = 0;
      for (const { upload, done } of files) {
        if (seen.has(done.xetHash)) continue;
        seen.add(done.xetHash);
        const ofFile = upload.recipe.rows(done.sha256);
        if (rowBytes + ofFile.length > shardRowsAtOnce) {
          sendShard(rows, takeRows());
          rows = [];
          rowBytes = 0;
        }
        rows.push(ofFile);
        rowBytes += ofFile.length;
      }
      if (rows.length > 0) sendShard(rows, takeRows());
      await unlessBroken(registering);
    },
    close: async () => {
      options.signal?.removeEventListener('abort', cancel);
      broke(new AppError('CANCELLED', 'Stopped.', {}));
      await workers.close();
    },
  };
}

function failureOf(failure: SourceFailure, path: string): Error {
  return failure.changed ? new FileChanged(path) : Object.assign(new Error(failure.message), { code: failure.code });
}

function unexpected(answer: XetAnswer): Error {
  return new TypeError(`A worker answered ${answer.kind}.`);
}
