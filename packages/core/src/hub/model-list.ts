// The warm text-generation models, every page of them (reference hub-api 2.1).
import type { ModelRow, Offer } from '@hubdesk/shared/models/model-row';
import { z } from 'zod';
import type { Secret } from '../secrets/secret.ts';
import type { HubClient } from './hub-client.ts';

const mappingSchema = z.object({
  provider: z.string().optional(),
  status: z.string().optional(),
  task: z.string().optional(),
  isModelAuthor: z.boolean().optional(),
});

/** Listings carry an array, single models an object keyed by provider: both are read. */
const providerMappingSchema = z.union([
  z.array(mappingSchema),
  z.record(z.string(), mappingSchema).transform((byName) => Object.entries(byName).map(([provider, entry]) => ({ ...entry, provider }))),
]);

const count = z.number().nonnegative().nullish().catch(null);

export const hubModelSchema = z.object({
  id: z.string().max(256),
  downloads: count,
  likes: count,
  trendingScore: z.number().nullish().catch(null),
  createdAt: z.string().nullish(),
  lastModified: z.string().nullish(),
  gated: z.union([z.boolean(), z.string()]).nullish(),
  tags: z.array(z.string()).nullish(),
  pipeline_tag: z.string().nullish(),
  library_name: z.string().nullish(),
  inference: z.string().nullish().catch(null),
  safetensors: z.object({ total: count }).nullish().catch(null),
  gguf: z.object({ total: count }).nullish().catch(null),
  inferenceProviderMapping: providerMappingSchema.nullish().catch(null),
});
export type HubModel = z.output<typeof hubModelSchema>;

export const hubModelFields = ['downloads', 'likes', 'trendingScore', 'createdAt', 'gated', 'tags', 'safetensors', 'gguf', 'inferenceProviderMapping'] as const;

/** One unreadable model must not cost the page; it is left out. */
const pageSchema = z.array(z.unknown()).transform((items) =>
  items.flatMap((item) => {
    const parsed = hubModelSchema.safeParse(item);
    return parsed.success ? [parsed.data] : [];
  }),
);

/** Yields one page of at most 1,000 models at a time, most downloaded first. A failed page rejects with its code; `from` asks for it again. */
export async function fetchModelPage(
  hub: HubClient,
  from: string | null,
  call: { token: Secret | null; signal?: AbortSignal | undefined; limit?: number },
): Promise<{ models: HubModel[]; next: string | null }> {
  const { value, headers } = await hub.get(from ?? firstPage(hub.address.hubUrl, call.limit ?? 1000), pageSchema, call);
  return { models: value, next: nextLink(headers.get('link')) };
}

function firstPage(hubUrl: string, limit: number): string {
  const url = new URL(`${hubUrl}/api/models`);
  url.searchParams.set('pipeline_tag', 'text-generation');
  url.searchParams.set('inference', 'warm');
  url.searchParams.set('sort', 'downloads');
  url.searchParams.set('limit', String(limit));
  for (const field of hubModelFields) url.searchParams.append('expand', field);
  return url.href;
}

/** The absolute URL of `rel="next"`, or null on the last page. */
export function nextLink(link: string | null): string | null {
  return /<([^>]+)>\s*;\s*rel="?next"?/.exec(link ?? '')?.[1] ?? null;
}

/** A listing's item as a row, with the offers the router gave for it, or else those the Hub's own mapping names. */
export function toModelRow(model: HubModel, offers: readonly Offer[] | undefined): ModelRow {
  return {
    id: model.id,
    downloads: model.downloads ?? 0,
    likes: model.likes ?? 0,
    trending: model.trendingScore ?? 0,
    createdAt: model.createdAt ?? null,
    license: licenseOf(model.tags ?? []),
    gated: model.gated === 'auto' || model.gated === 'manual' ? model.gated : model.gated === true ? 'manual' : false,
    params: model.safetensors?.total ?? model.gguf?.total ?? null,
    offers: offers ? [...offers] : mappedOffers(model),
  };
}

function licenseOf(tags: readonly string[]): string | null {
  return tags.find((tag) => tag.startsWith('license:'))?.slice('license:'.length) ?? null;
}

function mappedOffers(model: HubModel): Offer[] {
  return (model.inferenceProviderMapping ?? []).flatMap(({ provider, status, isModelAuthor }) =>
    provider
      ? [
          {
            provider,
            status: status ?? 'live',
            contextLength: null,
            inputUsdPerMTok: null,
            outputUsdPerMTok: null,
            isFree: false,
            tools: null,
            structuredOutput: null,
            firstTokenMs: null,
            tokensPerSecond: null,
            isModelAuthor: isModelAuthor ?? false,
          },
        ]
      : [],
  );
}

/** Models of one account or organization for text generation, at most 200, those changed last first. */
export async function fetchModelsOf(
  hub: HubClient,
  author: string,
  call: { token: Secret | null; signal?: AbortSignal | undefined },
): Promise<HubModel[]> {
  const url = new URL(`${hub.address.hubUrl}/api/models`);
  url.search = new URLSearchParams({ author, sort: 'lastModified', limit: '200' }).toString();
  for (const field of ['lastModified', 'pipeline_tag', 'safetensors', 'tags']) url.searchParams.append('expand', field);
  const { value } = await hub.get(url.href, pageSchema, call);
  // One that was just made is not classified yet.
  return value.filter(({ pipeline_tag: task }) => !task || task === 'text-generation');
}
