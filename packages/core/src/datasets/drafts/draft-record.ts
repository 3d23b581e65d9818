// What is kept of a draft between two starts: where its rows come from and what
// shall become of them. A record that cannot be read is left alone, not replaced.
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { draftOriginSchema, draftPlanSchema, draftSchema } from '@hubdesk/shared/datasets/draft';
import { z } from 'zod';
import { safeWrite } from '../../files/safe-write.ts';
import { storageFailure } from '../../files/storage-failure.ts';

const draftRecordSchema = z.object({
  version: z.literal(1),
  id: z.string(),
  name: z.string(),
  origin: draftOriginSchema,
  plan: draftPlanSchema,
  openedAt: z.string(),
  found: draftSchema.shape.found,
});
export type DraftRecord = z.infer<typeof draftRecordSchema>;

export interface DraftRecords {
  all(): Promise<DraftRecord[]>;
  /** Rejects with STORAGE_FAILED. */
  save(record: DraftRecord): Promise<void>;
  remove(id: string): Promise<void>;
  editsPath(id: string): string;
}

export function createDraftRecords(folder: string): DraftRecords {
  const path = (id: string) => join(folder, `${id}.json`);
  return {
    async all() {
      const names = await readdir(folder).catch(() => []);
      const read = names.filter((name) => name.endsWith('.json')).map((name) => readRecord(join(folder, name)));
      return (await Promise.all(read)).filter((record) => record !== null);
    },
    async save(record) {
      await mkdir(folder, { recursive: true, mode: 0o700 }).catch((error: unknown) => {
        throw storageFailure(folder, error);
      });
      await safeWrite(path(record.id), JSON.stringify(record));
    },
    async remove(id) {
      await rm(path(id), { force: true });
    },
    editsPath: (id) => join(folder, `${id}.edits.jsonl`),
  };
}

async function readRecord(path: string): Promise<DraftRecord | null> {
  try {
    return draftRecordSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch {
    return null;
  }
}
