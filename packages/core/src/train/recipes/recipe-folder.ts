// Configurations that a person keeps, one file each, and the one being worked on. A file that cannot be read, or that a
// later Hubdesk wrote, is passed over and left alone.
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Recipe, recipeSchema } from '@hubdesk/shared/contract/recipes';
import { AppError } from '@hubdesk/shared/errors';
import { type RunConfig, runConfigSchema } from '@hubdesk/shared/train/run-config';
import { z } from 'zod';
import { safeWrite } from '../../files/safe-write.ts';
import { errnoOf, storageFailure } from '../../files/storage-failure.ts';
import { sweepStaleTemps } from '../../files/sweep-stale-temps.ts';
import type { Clock } from '../../ports/clock.ts';

const version = 1;
const fileSchema = recipeSchema.extend({ version: z.literal(version) });
const draftSchema = z.object({ version: z.literal(version), config: runConfigSchema });
const draftName = 'draft.json';
const recipeFile = /^recipe-[0-9a-f]{32}\.json$/;
const draftBackups = 3;
const maxBytes = 4 * 1024 * 1024;

export interface RecipeFolder {
  /** Newest first. */
  list(): Promise<Recipe[]>;
  /** CONFLICT where one of that name is there and `replace` does not say so, or where what is there cannot be read. */
  save(wish: { name: string; config: RunConfig; replace: boolean }): Promise<Recipe>;
  /** NOT_FOUND where none is called so. */
  remove(name: string): Promise<void>;
  draft(): Promise<RunConfig | null>;
  /** Null forgets it. */
  keepDraft(config: RunConfig | null): Promise<void>;
}

/** `folder` is made when something is first kept. */
export function openRecipeFolder({ folder, clock }: { folder: string; clock: Clock }): RecipeFolder {
  let queue: Promise<unknown> = sweepStaleTemps(folder);
  /** One change at a time, so that two windows that save under one name do not both find it free. */
  function inTurn<T>(change: () => Promise<T>): Promise<T> {
    const done = queue.then(change);
    queue = done.catch(() => undefined);
    return done;
  }

  const pathOf = (name: string) => join(folder, fileName(name));

  async function write(path: string, content: object, backups = 0): Promise<void> {
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 });
    } catch (error) {
      throw storageFailure(folder, error);
    }
    await safeWrite(path, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600, clock, backups });
  }

  async function erase(path: string): Promise<void> {
    try {
      await rm(path, { force: true });
    } catch (error) {
      throw storageFailure(path, error);
    }
  }

  return {
    async list() {
      const names = (await filesIn(folder)).filter((name) => recipeFile.test(name));
      const read = await Promise.all(
        names.map(async (name) => {
          const recipe = await readJson(join(folder, name), fileSchema);
          // A copy that somebody has made of a file has its name twice.
          return typeof recipe === 'object' && fileName(recipe.name) === name ? [withoutVersion(recipe)] : [];
        }),
      );
      return read.flat().toSorted((a, b) => b.savedAt.localeCompare(a.savedAt) || a.name.localeCompare(b.name));
    },
    save: ({ name, config, replace }) =>
      inTurn(async () => {
        const path = pathOf(name);
        const there = await readJson(path, fileSchema);
        if (there === 'unreadable')
          throw new AppError('CONFLICT', `“${name}” is kept already, in a form that this Hubdesk cannot read.`, {
            what: name,
          });
        if (there !== 'missing' && !replace)
          throw new AppError('CONFLICT', `A configuration named “${name}” is kept already.`, { what: name });
        const recipe: Recipe = { name, savedAt: new Date(clock.now()).toISOString(), config };
        await write(path, { version, ...recipe });
        return recipe;
      }),
    remove: (name) =>
      inTurn(async () => {
        const path = pathOf(name);
        const there = await readJson(path, fileSchema);
        if (there === 'missing' || there === 'unreadable')
          throw new AppError('NOT_FOUND', `No configuration is kept as “${name}”.`, { what: name });
        await erase(path);
      }),
    async draft() {
      const read = await readJson(join(folder, draftName), draftSchema);
      return typeof read === 'object' ? read.config : null;
    },
    keepDraft: (config) =>
      inTurn(async () => {
        const path = join(folder, draftName);
        if (config === null) return erase(path);
        // There is one draft only: what a later Hubdesk has left there stays as a copy.
        const isForeign = (await readJson(path, draftSchema)) === 'unreadable';
        return write(path, { version, config }, isForeign ? draftBackups : 0);
      }),
  };
}

/** Names are any text; what looks alike is the same name, as disks see it. */
function fileName(name: string): string {
  const spelling = name.normalize('NFC').toLowerCase();
  return `recipe-${createHash('sha256').update(spelling).digest('hex').slice(0, 32)}.json`;
}

function withoutVersion({ name, savedAt, config }: z.infer<typeof fileSchema>): Recipe {
  return { name, savedAt, config };
}

async function filesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return [];
    throw storageFailure(folder, error);
  }
}

async function readJson<T extends z.ZodType<object>>(
  path: string,
  schema: T,
): Promise<z.output<T> | 'missing' | 'unreadable'> {
  try {
    const found = await stat(path);
    if (!found.isFile() || found.size > maxBytes) return 'unreadable';
    const read = schema.safeParse(JSON.parse(await readFile(path, 'utf8')));
    return read.success ? read.data : 'unreadable';
  } catch (error) {
    const errno = errnoOf(error);
    return errno === 'ENOENT' || errno === 'ENOTDIR' ? 'missing' : 'unreadable';
  }
}
