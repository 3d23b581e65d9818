// Configurations of runs that a person keeps, each workspace's own; those of the Sandbox end with it.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '../ports/clock.ts';
import { openRecipeFolder, type RecipeFolder } from '../train/recipes/recipe-folder.ts';
import type { Implementer } from './implementer.ts';
import type { Workspace, Workspaces } from './workspace.ts';

interface Opened {
  recipes: RecipeFolder;
  end(): Promise<void>;
}

export function createRecipesService({
  workspaces,
  clock,
  state,
}: {
  workspaces: Workspaces;
  clock: Clock;
  /** Our state folder. */ state: string;
}) {
  const folders = new Map<Workspace, Promise<Opened>>();
  workspaces.beforeLeaving(async (workspace) => {
    if (!workspace.lasting) await close(workspace);
  });

  async function open({ lasting }: Workspace): Promise<Opened> {
    const folder = lasting ? join(state, 'recipes') : await mkdtemp(join(tmpdir(), 'hubdesk-recipes-'));
    return {
      recipes: openRecipeFolder({ folder, clock }),
      end: async () => {
        if (!lasting) await rm(folder, { recursive: true, force: true });
      },
    };
  }

  async function current(): Promise<RecipeFolder> {
    const workspace = workspaces.current();
    const opened = folders.get(workspace) ?? open(workspace);
    folders.set(workspace, opened);
    return (await opened).recipes;
  }

  async function close(workspace: Workspace): Promise<void> {
    const opened = folders.get(workspace);
    folders.delete(workspace);
    await (await opened)?.end();
  }

  return {
    handlers: (os: Implementer['recipes']) =>
      os.router({
        list: os.list.handler(async () => (await current()).list()),
        save: os.save.handler(async ({ input }) => (await current()).save(input)),
        remove: os.remove.handler(async ({ input }) => (await current()).remove(input.name)),
        draft: os.draft.handler(async () => (await current()).draft()),
        keepDraft: os.keepDraft.handler(async ({ input }) => (await current()).keepDraft(input.config)),
      }),
    dispose: async (): Promise<void> => {
      await Promise.all([...folders.keys()].map(close));
    },
  };
}
