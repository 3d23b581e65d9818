// Whether there are weights in a model's repository, and which (reference
// hub-api 5.6). A pointer to nothing and an empty file do not count.
import type { HubClient } from './hub-client.ts';
import type { Secret } from '../secrets/secret.ts';
import { z } from 'zod';
import { cursorOf } from './dataset-list.ts';

const entrySchema = z.object({
  type: z.string(),
  path: z.string(),
  size: z.number().nonnegative().nullish().catch(null),
  lfs: z.object({ size: z.number().nonnegative() }).nullish().catch(null),
  lastCommit: z.object({ id: z.string(), date: z.string() }).nullish().catch(null),
});

const isWeights = /(?:^|\/)(?:adapter_model|model|pytorch_model|diffusion_pytorch_model|consolidated|tf_model)[^/]*\.(?:safetensors|bin|pth)$/;
const isOptimizer = /(?:^|\/)(?:checkpoint-\d+|global_step\d+)\//;
/** Folders of a repository beyond these pages hold no weights of ours. */
const mostPages = 20;

export interface ModelWeights {
  files: { path: string; bytes: number; changedAt: string | null }[];
  kind: 'full' | 'adapter' | null;
  /** The newest commit of any of them. */
  commit: string | null;
}

/** Rejects with NOT_FOUND where there is no such repository. */
export async function fetchModelWeights(hub: HubClient, repo: string, call: { token: Secret | null; signal?: AbortSignal | undefined }): Promise<ModelWeights> {
  const url = new URL(`${hub.address.hubUrl}/api/models/${repo}/tree/main`);
  url.searchParams.set('recursive', 'true');
  url.searchParams.set('expand', 'true');
  const found: z.output<typeof entrySchema>[] = [];
  for (let page = 0; page < mostPages; page += 1) {
    const { value, headers } = await hub.get(url.href, z.array(entrySchema), { ...call, repo });
    found.push(...value.filter(({ type, path }) => type === 'file' && isWeights.test(path) && !isOptimizer.test(path)));
    const cursor = cursorOf(headers.get('link'));
    if (cursor === null) break;
    url.searchParams.set('cursor', cursor);
  }
  const whole = found.filter((entry) => bytesOf(entry) > 0);
  const newest = whole.toSorted((a, b) => (b.lastCommit?.date ?? '').localeCompare(a.lastCommit?.date ?? ''))[0];
  return {
    files: whole.map((entry) => ({ path: entry.path, bytes: bytesOf(entry), changedAt: entry.lastCommit?.date ?? null })),
    kind: whole.length === 0 ? null : whole.some(({ path }) => /(?:^|\/)adapter_model/.test(path)) ? 'adapter' : 'full',
    commit: newest?.lastCommit?.id ?? null,
  };
}

function bytesOf({ size, lfs }: z.output<typeof entrySchema>): number {
  return lfs?.size ?? size ?? 0;
}
