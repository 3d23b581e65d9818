// Datasets as the Hub lists them, a page at a time (reference hub-api 0.1, 5.6).
// A cursor carries the place in the list only: where it is asked is never the page's to say.
import type { DatasetRow } from '@hubdesk/shared/datasets/dataset';
import { z } from 'zod';
import type { Secret } from '../secrets/secret.ts';
import type { HubClient } from './hub-client.ts';
import { nextLink } from './model-list.ts';

const count = z.number().nonnegative().nullish().catch(null);

export const hubDatasetSchema = z.object({
  id: z.string().max(200),
  private: z.boolean().nullish(),
  gated: z.union([z.boolean(), z.string()]).nullish(),
  downloads: count,
  likes: count,
  lastModified: z.string().nullish(),
  tags: z.array(z.string()).nullish().catch(null),
});
export type HubDataset = z.output<typeof hubDatasetSchema>;

/** One unreadable dataset must not cost the page; it is left out. */
const pageSchema = z.array(z.unknown()).transform((items) =>
  items.flatMap((item) => {
    const parsed = hubDatasetSchema.safeParse(item);
    return parsed.success ? [parsed.data] : [];
  }),
);

export interface DatasetWish {
  author?: string;
  search?: string;
  sort: 'downloads' | 'lastModified';
  /** At most 1,000. */
  limit: number;
}

/** `GET /api/datasets`: one page, and the cursor of the next or null. */
export async function fetchDatasetPage(
  hub: HubClient,
  wish: DatasetWish,
  cursor: string | null,
  call: { token: Secret | null; signal?: AbortSignal | undefined },
): Promise<{ rows: DatasetRow[]; cursor: string | null }> {
  const url = new URL(`${hub.address.hubUrl}/api/datasets`);
  if (wish.author) url.searchParams.set('author', wish.author);
  if (wish.search) url.searchParams.set('search', wish.search);
  url.searchParams.set('sort', wish.sort);
  url.searchParams.set('limit', String(wish.limit));
  if (cursor !== null) url.searchParams.set('cursor', cursor);
  const { value, headers } = await hub.get(url.href, pageSchema, call);
  return { rows: value.map(toDatasetRow), cursor: cursorOf(headers.get('link')) };
}

/** What of a `Link` to the next page says where in the list it is. */
export function cursorOf(link: string | null): string | null {
  const next = nextLink(link);
  return next !== null && URL.canParse(next) ? new URL(next).searchParams.get('cursor') : null;
}

export function toDatasetRow(dataset: HubDataset): DatasetRow {
  const { gated } = dataset;
  return {
    id: dataset.id,
    private: dataset.private ?? false,
    gated: gated === 'auto' || gated === 'manual' ? gated : gated ? 'manual' : 'no',
    downloads: dataset.downloads ?? null,
    likes: dataset.likes ?? null,
    lastModified: dataset.lastModified ?? null,
    tags: dataset.tags ?? [],
  };
}
