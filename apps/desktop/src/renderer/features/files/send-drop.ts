// Gives the host what was dropped on the page: several files side by side, each
// in slices that follow one another, never more than a few slices in memory.
import type { DroppedFile } from './walk-entries.ts';

export interface Slice {
  drop: string;
  path: string;
  offset: number;
  totalBytes: number;
  more: boolean;
  base64: string;
}

export interface DropProgress {
  /** Of those found so far. */
  filesFound: number;
  filesSent: number;
  bytesFound: number;
  bytesSent: number;
  /** Folders are still being gone through: there may be more. */
  walking: boolean;
  /** Files the browser could not open. */
  unreadable: readonly string[];
}

export interface SendDropOptions {
  drop: string;
  files: AsyncIterable<DroppedFile>;
  /** Hands over one slice; a rejection ends the drop. */
  receive: (slice: Slice) => Promise<unknown>;
  signal: AbortSignal;
  /** After each slice; each value is a new one. */
  onProgress: (progress: DropProgress) => void;
}

/** Small, so that the beginning of a file is there, and judged, while the rest is read. */
const firstSliceBytes = 192 * 1024;
/** Base64 makes 4 MiB of it; the host takes up to 6. */
const sliceBytes = 3 * 1024 * 1024;
const filesAtOnce = 4;

export const nothingSent: DropProgress = {
  filesFound: 0,
  filesSent: 0,
  bytesFound: 0,
  bytesSent: 0,
  walking: true,
  unreadable: [],
};

/** Resolves when the host has everything. Rejects with what `receive` rejected with, or when `signal` aborts. */
export async function sendDrop({ drop, files, receive, signal, onProgress }: SendDropOptions): Promise<DropProgress> {
  let progress = nothingSent;
  const change = (to: Partial<DropProgress>) => onProgress((progress = { ...progress, ...to }));
  const take = oneByOne(files);
  let unnamed = 0;
  let toldLast = false;
  let sent: Slice | undefined;

  async function send({ path, open }: DroppedFile): Promise<void> {
    let file: File;
    let base64: string;
    try {
      file = await open();
      base64 = await readBase64(file.slice(0, firstSliceBytes));
    } catch {
      unnamed -= 1;
      return change({ unreadable: [...progress.unreadable, path] });
    }
    change({ filesFound: progress.filesFound + 1, bytesFound: progress.bytesFound + file.size });
    unnamed -= 1;
    for (let offset = 0, end = Math.min(firstSliceBytes, file.size); ;) {
      signal.throwIfAborted();
      const more = progress.walking || unnamed > 0;
      sent = { drop, path, offset, totalBytes: file.size, more, base64 };
      toldLast ||= !more;
      // The next one is read while this one is on its way.
      const nextEnd = Math.min(end + sliceBytes, file.size);
      const [next] = await Promise.all([end < file.size ? readBase64(file.slice(end, nextEnd)) : '', receive(sent)]);
      change({ bytesSent: progress.bytesSent + end - offset });
      if (end >= file.size) break;
      base64 = next;
      offset = end;
      end = nextEnd;
    }
    change({ filesSent: progress.filesSent + 1 });
  }

  async function work(): Promise<void> {
    for (;;) {
      signal.throwIfAborted();
      const { file, isLast } = await take();
      if (isLast) change({ walking: false });
      if (!file) return;
      unnamed += 1;
      await send(file);
    }
  }
  await Promise.all(Array.from({ length: filesAtOnce }, work));
  // The last file could not be opened, so nothing has said yet that none follows.
  if (sent && !toldLast) await receive({ ...sent, offset: sent.totalBytes, more: false, base64: '' });
  return progress;
}

/** Gives the next file to whoever asks, and whether it is the last one: so it is always one ahead. */
function oneByOne(files: AsyncIterable<DroppedFile>) {
  const iterator = files[Symbol.asyncIterator]();
  let ahead: Promise<IteratorResult<DroppedFile>> | undefined;
  let turn: Promise<unknown> = Promise.resolve();
  async function takeOne(): Promise<{ file: DroppedFile | null; isLast: boolean }> {
    const now = await (ahead ?? iterator.next());
    if (now.done) {
      ahead = Promise.resolve(now);
      return { file: null, isLast: true };
    }
    ahead = iterator.next();
    return { file: now.value, isLast: (await ahead).done === true };
  }
  return () => {
    const mine = turn.then(takeOne);
    turn = mine.catch(() => undefined);
    return mine;
  };
}

/** Read and encoded by the browser, off the page's own thread. */
function readBase64(slice: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener('error', () => reject(reader.error ?? new Error('The file could not be read.')));
    reader.addEventListener('load', () => {
      const text = typeof reader.result === 'string' ? reader.result : '';
      resolve(text.slice(text.indexOf(',') + 1));
    });
    reader.readAsDataURL(slice);
  });
}
