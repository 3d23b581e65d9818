// What happened to one repo, line by line in a file, so that it can be told again after a restart.
// A line that was cut off in the middle of writing is passed over.
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const content = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('blob'), sha256: z.string() }),
  z.object({ kind: z.literal('xet'), hash: z.string() }),
  z.object({ kind: z.literal('hollow') }),
]);
const fileNode = z.object({
  kind: z.literal('file'),
  size: z.number(),
  oid: z.string(),
  content,
  sha256: z.string().exactOptional(),
  mtimeMs: z.number().exactOptional(),
  uploadedAtMs: z.number().exactOptional(),
});
const card = z.record(z.string(), z.unknown());

export const repoFacts = z.object({
  id: z.string(),
  type: z.enum(['model', 'dataset', 'space', 'bucket', 'kernel']),
  name: z.string(),
  visibility: z.enum(['public', 'private', 'protected']),
  gated: z.union([z.literal(false), z.enum(['auto', 'manual'])]),
  discussionsDisabled: z.boolean(),
  createdAtMs: z.number(),
  createdBy: z.string(),
  likes: z.number(),
  downloads: z.number(),
  /** Spaces only. */
  sdk: z.string().exactOptional(),
  /** Who asked for a gated repo, and what became of it. */
  access: z.record(z.string(), z.enum(['pending', 'accepted', 'rejected'])),
});
export type RepoFacts = z.infer<typeof repoFacts>;

const event = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('facts'), facts: repoFacts }),
  z.object({
    kind: z.literal('commit'),
    ref: z.string(),
    parent: z.string().exactOptional(),
    /** Where it is not what git would make of it. */
    oid: z.string().exactOptional(),
    title: z.string(),
    description: z.string(),
    author: z.string(),
    atMs: z.number(),
    changes: z.array(z.object({ path: z.string(), node: fileNode.exactOptional() })),
    card: card.exactOptional(),
  }),
  z.object({ kind: z.literal('ref'), ref: z.string(), oid: z.string().exactOptional() }),
  z.object({ kind: z.literal('removed'), type: z.string(), name: z.string() }),
]);
export type RepoEvent = z.infer<typeof event>;

export interface Journal {
  /** Every repo's events in order, oldest repo first. */
  told(): RepoEvent[][];
  write(repoId: string, event: RepoEvent): void;
  forget(repoId: string): void;
}

export function createJournal(folder: string): Journal {
  mkdirSync(folder, { recursive: true });
  const file = (repoId: string) => join(folder, `${repoId}.ndjson`);
  return {
    told: () =>
      readdirSync(folder)
        .filter((name) => name.endsWith('.ndjson'))
        .sort()
        .map((name) => readFileSync(join(folder, name), 'utf8').split('\n').filter(Boolean).flatMap(readLine)),
    write: (repoId, written) => appendFileSync(file(repoId), `${JSON.stringify(written)}\n`),
    forget: (repoId) => {
      if (existsSync(file(repoId))) rmSync(file(repoId));
    },
  };
}

/** For a hub that keeps nothing. */
export const NO_JOURNAL: Journal = { told: () => [], write: () => undefined, forget: () => undefined };

function readLine(line: string): RepoEvent[] {
  try {
    return [event.parse(JSON.parse(line))];
  } catch (error) {
    if (error instanceof SyntaxError) return [];
    throw error;
  }
}
