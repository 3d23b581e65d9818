// What a person changed in single rows, in a file that only grows: an edit is a
// line, and the last one of a row counts. Texts stay on the disk.
import { createReadStream } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { errnoOf, storageFailure } from '../../files/storage-failure.ts';

export interface RowEdit {
  kind: 'change' | 'drop';
  /** Mark of the row's text when it was edited; the edit counts only while it is the same. */
  was: string;
  /** Where its line begins in the file, and how long it is. */
  at: number;
  bytes: number;
}

const lineSchema = z.object({
  file: z.string(),
  row: z.number(),
  kind: z.enum(['change', 'drop', 'undo']),
  was: z.string(),
  text: z.string().optional(),
});
type EditLine = z.infer<typeof lineSchema>;

export interface DraftEdits {
  readonly path: string;
  counts(): { changed: number; dropped: number };
  /** Another one after each edit. */
  version(): number;
  of(file: string, row: number): RowEdit | null;
  /** Edited rows of a file, ascending. */
  rowsOf(file: string): number[];
  textOf(edit: RowEdit): Promise<string>;
  /** Rejects with STORAGE_FAILED; then nothing was changed. */
  add(line: EditLine): Promise<void>;
  forget(): Promise<void>;
}

/** A last line that breaks off was never confirmed, and is not read. */
export async function openDraftEdits(path: string): Promise<DraftEdits> {
  const files = new Map<string, Map<number, RowEdit>>();
  let end = 0;
  let turn: Promise<unknown> = Promise.resolve();

  function apply({ file, row, kind, was }: EditLine, at: number, bytes: number): void {
    const rows = files.get(file) ?? new Map<number, RowEdit>();
    files.set(file, rows);
    if (kind === 'undo') rows.delete(row);
    else rows.set(row, { kind, was, at, bytes });
  }

  for await (const line of linesOf(path)) {
    const bytes = Buffer.byteLength(line) + 1;
    const parsed = lineSchema.safeParse(parse(line));
    if (parsed.success) apply(parsed.data, end, bytes);
    end += bytes;
  }

  async function append(line: EditLine): Promise<void> {
    const bytes = Buffer.from(`${JSON.stringify(line)}\n`);
    try {
      const handle = await open(path, 'a+', 0o600);
      try {
        // A line that was not written whole is taken back before the next.
        await handle.truncate(end);
        for (let done = 0; done < bytes.length;) done += (await handle.write(bytes, done)).bytesWritten;
        await handle.sync();
      } catch (error) {
        await handle.truncate(end).catch(() => {});
        throw error;
      } finally {
        await handle.close();
      }
    } catch (error) {
      throw storageFailure(path, error);
    }
    apply(line, end, bytes.length);
    end += bytes.length;
  }

  return {
    path,
    counts() {
      const all = [...files.values()].flatMap((rows) => [...rows.values()]);
      const changed = all.filter(({ kind }) => kind === 'change').length;
      return { changed, dropped: all.length - changed };
    },
    version: () => end,
    of: (file, row) => files.get(file)?.get(row) ?? null,
    rowsOf: (file) => [...(files.get(file)?.keys() ?? [])].toSorted((a, b) => a - b),
    async textOf({ at, bytes }) {
      const handle = await open(path, 'r');
      try {
        const { buffer, bytesRead } = await handle.read(Buffer.alloc(bytes), 0, bytes, at);
        return lineSchema.parse(parse(buffer.toString('utf8', 0, bytesRead))).text ?? '';
      } finally {
        await handle.close();
      }
    },
    add(line) {
      const added = turn.then(() => append(line));
      turn = added.catch(() => {});
      return added;
    },
    forget: () => rm(path, { force: true }),
  };
}

/** Whole lines only. */
async function* linesOf(path: string): AsyncGenerator<string> {
  const handle = await open(path, 'r').catch((error: unknown) => {
    if (errnoOf(error) === 'ENOENT') return null;
    throw storageFailure(path, error);
  });
  if (!handle) return;
  let last: string | null = null;
  let ended: boolean;
  try {
    const { size } = await handle.stat();
    ended = size > 0 && (await handle.read(Buffer.alloc(1), 0, 1, size - 1)).buffer.toString() === '\n';
  } finally {
    await handle.close();
  }
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
    if (last !== null) yield last;
    last = line;
  }
  if (last !== null && ended) yield last;
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
