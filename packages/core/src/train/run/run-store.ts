// The records of runs on disk, a folder each. One that cannot be read, also for
// being from a later version, is left alone and keeps nobody else from being read.
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { safeWrite } from '../../files/safe-write.ts';
import type { Clock } from '../../ports/clock.ts';
import { type RunRecord, runRecordSchema } from './run-record.ts';

const recordName = 'record.json';
/** What may be a folder's name: ids of ours and of the Hub's jobs. */
const safeId = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;

export interface RunStore {
  /** All that can be read. */
  readAll(): Promise<RunRecord[]>;
  /** Resolves when this record, or a later one of the same run, is durable. */
  write(record: RunRecord): Promise<void>;
  folderOf(id: string): string;
  remove(id: string): Promise<void>;
  /** Resolves when all that was written is. */
  settled(): Promise<void>;
}

export function createRunStore({ folder, clock }: { folder: string; clock: Clock }): RunStore {
  const waiting = new Map<string, RunRecord>();
  const writing = new Map<string, Promise<void>>();

  const folderOf = (id: string) => {
    if (!safeId.test(id)) throw new RangeError('This is not the id of a run');
    return join(folder, id);
  };

  async function drain(id: string): Promise<void> {
    const path = folderOf(id);
    await mkdir(path, { recursive: true, mode: 0o700 });
    for (let next = waiting.get(id); next; next = waiting.get(id)) {
      waiting.delete(id);
      await safeWrite(join(path, recordName), `${JSON.stringify(next)}\n`, { clock });
    }
  }

  return {
    folderOf,
    async readAll() {
      const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
      const read = await Promise.all(entries.map((entry) => (entry.isDirectory() ? readRecord(join(folder, entry.name), entry.name) : null)));
      return read.filter((each) => each !== null);
    },
    write(record) {
      const { id } = record;
      waiting.set(id, record);
      const known = writing.get(id);
      if (known) return known;
      const write = drain(id).finally(() => writing.delete(id));
      writing.set(id, write);
      return write;
    },
    async remove(id) {
      waiting.delete(id);
      await writing.get(id)?.catch(() => {});
      await rm(folderOf(id), { recursive: true, force: true });
    },
    async settled() {
      await Promise.allSettled(writing.values());
    },
  };
}

/** Null for one that cannot be read, or stands in another one's folder. */
async function readRecord(folder: string, id: string): Promise<RunRecord | null> {
  try {
    const read = runRecordSchema.safeParse(JSON.parse(await readFile(join(folder, recordName), 'utf8')));
    return read.success && read.data.id === id ? read.data : null;
  } catch {
    return null;
  }
}
