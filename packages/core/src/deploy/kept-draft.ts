// The deployment that somebody is putting together: outlasts the window in a workspace that lasts, and ends with one
// that does not. What cannot be read, or was written by a later Hubdesk, is as if it were not there.
import { mkdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type DeployConfig, deployConfigSchema } from '@hubdesk/shared/spaces/deploy-config';
import { z } from 'zod';
import { safeWrite } from '../files/safe-write.ts';
import { errnoOf, storageFailure } from '../files/storage-failure.ts';
import type { Clock } from '../ports/clock.ts';

const draftSchema = z.object({ version: z.literal(1), config: deployConfigSchema });
/** Files that somebody edited are in it. */
const maxBytes = 16 * 1024 * 1024;

type Place = { readonly lasting: boolean };

export interface KeptDraft {
  read(workspace: Place): Promise<DeployConfig | null>;
  /** Null forgets it. */
  keep(workspace: Place, config: DeployConfig | null): Promise<void>;
}

export function openKeptDraft({ state, clock }: { state: string; clock: Clock }): KeptDraft {
  const path = join(state, 'deployment-draft.json');
  const passing = new WeakMap<Place, DeployConfig>();
  let queue: Promise<void> = Promise.resolve();

  async function write(config: DeployConfig | null): Promise<void> {
    if (config === null) {
      await rm(path, { force: true }).catch((error: unknown) => {
        throw storageFailure(path, error);
      });
      return;
    }
    await mkdir(state, { recursive: true, mode: 0o700 });
    await safeWrite(path, `${JSON.stringify({ version: 1, config })}\n`, { mode: 0o600, clock });
  }

  return {
    async read(workspace) {
      if (!workspace.lasting) return passing.get(workspace) ?? null;
      await queue;
      try {
        if ((await stat(path)).size > maxBytes) return null;
        const read = draftSchema.safeParse(JSON.parse(await readFile(path, 'utf8')));
        return read.success ? read.data.config : null;
      } catch (error) {
        if (errnoOf(error) === 'ENOENT' || error instanceof SyntaxError) return null;
        throw storageFailure(path, error);
      }
    },
    async keep(workspace, config) {
      if (!workspace.lasting) {
        if (config === null) passing.delete(workspace);
        else passing.set(workspace, config);
        return;
      }
      const done = queue.then(() => write(config));
      queue = done.catch(() => undefined);
      await done;
    },
  };
}
