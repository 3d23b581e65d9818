// Whether a library could load the model that a Space answers with: most models of a Sandbox have no weights, and those
// that its tiny trainer made are its own.
import { z } from 'zod';
import type { HubContext } from '../hub-context.ts';
import { filesIn } from '../repos/git-tree.ts';
import type { Repo } from '../repos/repo-store.ts';
import { variableModelOf } from './space-answer.ts';
import type { Space } from './space.ts';

const WEIGHTS = /\.(?:safetensors|bin|gguf)$/;
const adapterConfig = z.looseObject({ base_model_name_or_path: z.string() });

/** Why not, or undefined where it could or where that is for the app to find out. */
export async function whyNotLoadable(hub: HubContext, space: Space): Promise<string | undefined> {
  const id = variableModelOf(space);
  const repo = id === undefined ? undefined : hub.repos.open('model', id);
  if (!repo) return undefined;
  // A model that was just pushed is known as soon as it is loaded.
  await hub.tinyModels.settled();
  const base = await baseOf(hub, repo);
  for (const each of [repo, ...(base ? [base] : [])]) {
    const { name } = each.facts;
    if (hub.tinyModels.find(name)) return `Only the Sandbox itself can load ${name}, which its tiny trainer made`;
    if (hasHollowWeights(hub, each)) return `The Sandbox has no weights of ${name}`;
  }
  return undefined;
}

function hasHollowWeights(hub: HubContext, repo: Repo): boolean {
  const head = hub.repos.revision(repo);
  if (!head) return false;
  return [...filesIn(head.tree)].some(({ path, file }) => WEIGHTS.test(path) && file.content.kind === 'hollow');
}

/** What an adapter stands on. */
async function baseOf(hub: HubContext, repo: Repo): Promise<Repo | undefined> {
  const file = hub.repos.readFile(repo, undefined, 'adapter_config.json');
  if (!file || file.content.kind === 'hollow') return undefined;
  const pieces: Uint8Array[] = [];
  for await (const piece of file.stream()) pieces.push(piece);
  try {
    const read = adapterConfig.safeParse(JSON.parse(Buffer.concat(pieces).toString('utf8')));
    return read.success ? hub.repos.open('model', read.data.base_model_name_or_path) : undefined;
  } catch {
    return undefined;
  }
}
