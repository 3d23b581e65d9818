// The records of deployments on disk, a file each. One that cannot be read, also for being from a later version, is
// left alone and keeps nobody else from being read.
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { safeWrite } from '../files/safe-write.ts';
import type { Clock } from '../ports/clock.ts';
import { type DeployRecord, deployRecordSchema } from './deploy-record.ts';

export interface DeployStore {
  readAll(): Promise<DeployRecord[]>;
  /** Resolves when this record, or a later one of the same deployment, is durable. */
  write(record: DeployRecord): Promise<void>;
  remove(id: string): Promise<void>;
  /** Resolves when all that was written is. */
  settled(): Promise<void>;
}

const ending = '.json';

export function createDeployStore({ folder, clock }: { folder: string; clock: Clock }): DeployStore {
  const writing = new Map<string, Promise<void>>();
  // Ids are uuids: they lead out of no folder.
  const pathOf = (id: string) => join(folder, `${id}${ending}`);

  function inTurn(id: string, work: () => Promise<void>): Promise<void> {
    const before = writing.get(id) ?? Promise.resolve();
    const turn = before.catch(() => {}).then(work);
    writing.set(id, turn);
    void turn
      .finally(() => {
        if (writing.get(id) === turn) writing.delete(id);
      })
      .catch(() => {});
    return turn;
  }

  return {
    async readAll() {
      const names = await readdir(folder).catch(() => []);
      const read = await Promise.all(
        names.filter((name) => name.endsWith(ending)).map((name) => readRecord(join(folder, name), name)),
      );
      return read.filter((each) => each !== null);
    },
    write: (record) => inTurn(record.id, () => safeWrite(pathOf(record.id), `${JSON.stringify(record)}\n`, { clock })),
    remove: (id) => inTurn(id, () => rm(pathOf(id), { force: true })),
    async settled() {
      await Promise.allSettled(writing.values());
    },
  };
}

/** Null for one that cannot be read, or stands in another one's file. */
async function readRecord(path: string, name: string): Promise<DeployRecord | null> {
  try {
    const read = deployRecordSchema.safeParse(JSON.parse(await readFile(path, 'utf8')));
    return read.success && `${read.data.id}${ending}` === name ? read.data : null;
  } catch {
    return null;
  }
}
