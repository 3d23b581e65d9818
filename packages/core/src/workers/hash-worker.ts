// Reads files away from the thread that answers the screen: their SHA-256 and git
// id, the bytes of small ones, and the lines of a commit that carry content.
// Follows no link, and answers nothing of a file that changed while it was read.
import { createHash } from 'node:crypto';
import { closeSync, constants, fstatSync, openSync, readSync, writeSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';
import type { HashAnswer, HashTask, HashWorkerMessage, HashWorkerRequest, ReadFile } from '../transfer/hash/hash-messages.ts';

const pieceBytes = 1024 * 1024;
const progressEveryMs = 100;
/** Beyond this the Hub keeps no file in git itself, so nobody will ask for its git id. */
const gitIdUpToBytes = 10 * 1024 * 1024;
const sampleBytes = 512;
const piece = Buffer.allocUnsafeSlow(pieceBytes);

parentPort?.on('message', (request: HashWorkerRequest) => {
  const transfer: ArrayBuffer[] = [];
  let message: HashWorkerMessage;
  try {
    message = request.kind === 'hash' ? { id: request.id, answers: request.files.map((file) => hash(file, request.id, transfer)) } : { id: request.id, written: writeLines(request) };
  } catch (error) {
    message = { id: request.id, failed: { code: codeOf(error), message: String(error) } };
  }
  tell(message, transfer);
});

function tell(message: HashWorkerMessage, transfer: ArrayBuffer[] = []): void {
  parentPort?.postMessage(message, transfer);
}

function hash({ path, keepUpToBytes }: HashTask, id: number, transfer: ArrayBuffer[]): HashAnswer {
  let lastTold = performance.now();
  const told = (done: number) => {
    const now = performance.now();
    if (now - lastTold < progressEveryMs) return;
    lastTold = now;
    tell({ id, path, done });
  };
  try {
    const read = readWhole(path, keepUpToBytes, told);
    if (read === null) return { state: 'changed' };
    if (read.bytes) transfer.push(read.bytes.buffer);
    return { state: 'ok', ...read };
  } catch (error) {
    const code = codeOf(error);
    // O_NOFOLLOW answers ELOOP for a link: what was a file is none any more.
    if (code === 'ENOENT' || code === 'ENOTDIR') return { state: 'gone' };
    return { state: 'unreadable', reason: code };
  }
}

/** Null when it was not the same from the first byte to the last. */
function readWhole(path: string, keepUpToBytes: number, told: (done: number) => void): ReadFile | null {
  // NONBLOCK: a pipe put in the file's place must not hold us for ever.
  const file = openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
  try {
    const before = fstatSync(file, { bigint: true });
    if (!before.isFile()) throw Object.assign(new Error('not a file'), { code: 'ENOTFILE' });
    const size = Number(before.size);
    const sha256 = createHash('sha256');
    const sha1 = size <= gitIdUpToBytes ? createHash('sha1').update(`blob ${size}\0`) : null;
    // Not filled first: it is answered only when it is read to its end.
    const kept = size <= keepUpToBytes ? Buffer.allocUnsafeSlow(size) : null;
    let sample = '';
    let at = 0;
    while (at < size) {
      const into = kept ? kept.subarray(at) : piece.subarray(0, Math.min(pieceBytes, size - at));
      const count = readSync(file, into, 0, into.length, at);
      if (count === 0) return null;
      const bytes = into.subarray(0, count);
      if (at === 0) sample = bytes.toString('base64', 0, Math.min(count, sampleBytes));
      sha256.update(bytes);
      sha1?.update(bytes);
      at += count;
      told(at);
    }
    // It may have grown since, or been written over.
    const after = fstatSync(file, { bigint: true });
    if (after.size !== before.size || after.mtimeNs !== before.mtimeNs || after.ctimeNs !== before.ctimeNs) return null;
    return {
      was: { size, mtimeNs: String(before.mtimeNs), ctimeNs: String(before.ctimeNs), ino: String(before.ino) },
      sha256: sha256.digest('hex'),
      sha1: sha1?.digest('hex') ?? null,
      sample,
      bytes: kept,
    };
  } finally {
    closeSync(file);
  }
}

/** Writes `head` and a line for each file that still has its hash to `path`; answers which were written. */
function writeLines({ path, head, files }: Extract<HashWorkerRequest, { kind: 'lines' }>): boolean[] {
  const out = openSync(path, 'w', 0o600);
  try {
    writeAll(out, Buffer.from(head));
    return files.map((each) => {
      let read: ReadFile | null = null;
      try {
        read = readWhole(each.source, Infinity, () => {});
      } catch {
        return false;
      }
      if (read?.sha256 !== each.sha256 || !read.bytes) return false;
      const start = `${JSON.stringify({ key: 'file', value: { path: each.path, encoding: 'base64' } }).slice(0, -2)},"content":"`;
      writeAll(out, Buffer.from(`\n${start}${Buffer.from(read.bytes.buffer).toString('base64')}"}}`));
      return true;
    });
  } finally {
    closeSync(out);
  }
}

function writeAll(out: number, bytes: Buffer): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(out, bytes, at, bytes.length - at);
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'UNKNOWN';
}
