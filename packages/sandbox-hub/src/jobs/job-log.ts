// What a job has said, kept on disk as the frames of its event stream, so that a million lines cost no memory and
// any number of readers can start over. Beyond a limit nothing more is kept, and the log says so.
import { closeSync, mkdirSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

export interface JobLogOptions {
  file: string;
  /** Epoch milliseconds, for the timestamp of each line. */
  now: () => number;
  /** Of frames on disk. */
  limitBytes?: number;
}

/** A line longer than this is cut into several. */
export const LINE_LIMIT_CHARS = 1_000_000;
const LIMIT_BYTES = 512 * 2 ** 20;
const READ_BYTES = 64 * 1024;
// Where every so-many-th frame starts is remembered, so that a tail need not read from the start.
const MARK_EVERY = 256;

export class JobLog {
  readonly #file: string;
  readonly #now: () => number;
  readonly #limitBytes: number;
  #writer: number | undefined;
  #sizeBytes = 0;
  #frames = 0;
  #full = false;
  #ended = false;
  readonly #marks: number[] = [];
  readonly #waiting = new Set<() => void>();

  constructor({ file, now, limitBytes = LIMIT_BYTES }: JobLogOptions) {
    this.#file = file;
    this.#now = now;
    this.#limitBytes = limitBytes;
  }

  get lines(): number {
    return this.#frames;
  }

  get ended(): boolean {
    return this.#ended;
  }

  /** Adds lines in order. After the end, or once full, they are dropped. */
  append(lines: readonly string[]): void {
    if (this.#ended || this.#full || lines.length === 0) return;
    if (this.#writer === undefined) {
      mkdirSync(dirname(this.#file), { recursive: true });
      this.#writer = openSync(this.#file, 'w', 0o600);
    }
    const timestamp = new Date(this.#now()).toISOString();
    const frames: Buffer[] = [];
    const add = (text: string) => {
      const frame = Buffer.from(`data: ${JSON.stringify({ data: text, timestamp })}\n\n`);
      if (this.#frames % MARK_EVERY === 0) this.#marks.push(this.#sizeBytes);
      this.#frames += 1;
      this.#sizeBytes += frame.length;
      frames.push(frame);
    };
    for (const line of lines) {
      if (this.#sizeBytes > this.#limitBytes) {
        add(
          `[sandbox] The output is longer than ${Math.round(this.#limitBytes / 2 ** 20)} MiB: no more of it is kept.`,
        );
        this.#full = true;
        break;
      }
      for (let at = 0; at === 0 || at < line.length; at += LINE_LIMIT_CHARS) add(line.slice(at, at + LINE_LIMIT_CHARS));
    }
    const bytes = Buffer.concat(frames);
    for (let at = 0; at < bytes.length;) at += writeSync(this.#writer, bytes, at);
    this.#wake();
  }

  /** No more lines come; readers end once they have read all. */
  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    if (this.#writer !== undefined) closeSync(this.#writer);
    this.#wake();
  }

  /** Forgets all of it. Only after `end`. */
  remove(): void {
    rmSync(this.#file, { force: true });
  }

  /**
   * The frames from the start, or the last `tail` ones, and then those that come, until the end or `gone`.
   * Yields `keepAlive` whenever nothing came for `keepAliveMs`.
   */
  async *read(options: {
    tail?: number | undefined;
    gone: AbortSignal;
    keepAliveMs: number;
    keepAlive: string;
  }): AsyncGenerator<Uint8Array | string> {
    let at = options.tail === undefined ? 0 : this.#startOfTail(options.tail);
    let reader: number | undefined;
    try {
      while (!options.gone.aborted) {
        if (at < this.#sizeBytes) {
          reader ??= openSync(this.#file, 'r');
          const piece = Buffer.alloc(Math.min(READ_BYTES, this.#sizeBytes - at));
          const read = readSync(reader, piece, 0, piece.length, at);
          at += read;
          yield piece.subarray(0, read);
          continue;
        }
        if (this.#ended) return;
        if (!(await this.#more(options.keepAliveMs, options.gone))) yield options.keepAlive;
      }
    } finally {
      if (reader !== undefined) closeSync(reader);
    }
  }

  /** Waits for something new, the end, or `gone`; false when only time went by. */
  #more(timeoutMs: number, gone: AbortSignal): Promise<boolean> {
    return new Promise((resolve) => {
      const finish = (news: boolean) => {
        clearTimeout(timer);
        this.#waiting.delete(wake);
        gone.removeEventListener('abort', wake);
        resolve(news);
      };
      const wake = () => finish(true);
      const timer = setTimeout(() => finish(false), timeoutMs);
      this.#waiting.add(wake);
      gone.addEventListener('abort', wake);
    });
  }

  #wake(): void {
    for (const wake of this.#waiting) wake();
  }

  #startOfTail(count: number): number {
    const first = Math.max(0, this.#frames - count);
    if (count === 0 || first >= this.#frames) return this.#sizeBytes;
    let at = this.#marks[Math.floor(first / MARK_EVERY)] ?? 0;
    let skip = first % MARK_EVERY;
    if (skip === 0) return at;
    const reader = openSync(this.#file, 'r');
    try {
      const piece = Buffer.alloc(READ_BYTES);
      let previous = 0;
      for (;;) {
        const read = readSync(reader, piece, 0, piece.length, at);
        if (read === 0) return at;
        for (let index = 0; index < read; index += 1) {
          // Two line ends in a row close a frame; there are none within it.
          if (piece[index] === 10 && previous === 10) {
            skip -= 1;
            if (skip === 0) return at + index + 1;
          }
          previous = piece[index] ?? 0;
        }
        at += read;
      }
    } finally {
      closeSync(reader);
    }
  }
}
