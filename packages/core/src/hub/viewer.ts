// The Hub's dataset viewer: rows of a dataset that it has read already (reference
// hub-api 5.7). It has none of private datasets on free plans and of fresh ones;
// whatever it refuses is answered with null, for the files themselves are there too.
import type { DatasetPart } from '@hubdesk/shared/datasets/dataset';
import { isAppError } from '@hubdesk/shared/errors';
import { z } from 'zod';
import type { Secret } from '../secrets/secret.ts';
import type { HubClient } from './hub-client.ts';

interface Call {
  token: Secret | null;
  signal?: AbortSignal | undefined;
}

export interface ViewerRows {
  columns: { name: string; type: string }[];
  rows: { row: number; value: unknown; cut: boolean }[];
  total: number | null;
}

const limits = { headersMs: 12_000, stallMs: 12_000, maxBytes: 64 * 1024 * 1024 };

const splitsSchema = z.object({ splits: z.array(z.object({ config: z.string(), split: z.string() })) });
const sizesSchema = z.object({
  size: z.object({
    splits: z.array(z.object({ config: z.string(), split: z.string(), num_rows: z.number().nullish() })),
  }),
  partial: z.boolean().catch(false),
});
const rowsSchema = z.object({
  features: z.array(z.object({ name: z.string(), type: z.unknown() })),
  rows: z.array(z.object({ row_idx: z.number(), row: z.unknown(), truncated_cells: z.array(z.unknown()).catch([]) })),
  num_rows_total: z.number().nullish(),
  partial: z.boolean().catch(false),
});

/** `/splits`, with the row counts of `/size` where it has them. Null where the viewer has nothing. */
export async function fetchViewerParts(hub: HubClient, dataset: string, call: Call): Promise<DatasetPart[] | null> {
  const [found, sizes] = await Promise.all([
    ask(hub, '/splits', { dataset }, splitsSchema, call),
    ask(hub, '/size', { dataset }, sizesSchema, call),
  ]);
  if (!found || found.splits.length === 0) return null;
  const counted = sizes && !sizes.partial ? sizes.size.splits : [];
  return found.splits.map(({ config, split }) => ({
    config,
    split,
    rows: counted.find((each) => each.config === config && each.split === split)?.num_rows ?? null,
  }));
}

/** `/rows`, at most 100 of them. Null where the viewer has nothing. */
export async function fetchViewerRows(
  hub: HubClient,
  wish: { dataset: string; config: string; split: string; from: number; count: number },
  call: Call,
): Promise<ViewerRows | null> {
  const { dataset, config, split, from, count } = wish;
  const query = { dataset, config, split, offset: String(from), length: String(count) };
  const found = await ask(hub, '/rows', query, rowsSchema, call);
  if (!found) return null;
  return {
    columns: found.features.map(({ name, type }) => ({ name, type: featureWord(type) })),
    rows: found.rows.map(({ row_idx, row, truncated_cells }) => ({
      row: row_idx,
      value: row,
      cut: truncated_cells.length > 0,
    })),
    // Of a dataset that was read in part, this is the length of that part.
    total: found.partial ? null : (found.num_rows_total ?? null),
  };
}

async function ask<T extends z.ZodType>(
  hub: HubClient,
  path: string,
  query: Record<string, string>,
  schema: T,
  call: Call,
): Promise<z.output<T> | null> {
  const { viewerUrl } = hub.address;
  if (viewerUrl === undefined) return null;
  try {
    return (await hub.get(`${viewerUrl}${path}?${new URLSearchParams(query)}`, schema, { ...call, limits })).value;
  } catch (error) {
    if (isAppError(error) && error.code !== 'CANCELLED') return null;
    throw error;
  }
}

/** A column's type in one word or two, as `datasets` calls it: `string`, `list<struct>`, `ClassLabel`. */
function featureWord(feature: unknown): string {
  if (Array.isArray(feature)) return `list<${featureWord(feature[0])}>`;
  if (typeof feature !== 'object' || feature === null) return 'unknown';
  if ('dtype' in feature && typeof feature.dtype === 'string' && (!('_type' in feature) || feature._type === 'Value'))
    return feature.dtype;
  if (!('_type' in feature) || typeof feature._type !== 'string') return 'struct';
  const inner = 'feature' in feature ? feature.feature : undefined;
  return ['List', 'LargeList', 'Sequence'].includes(feature._type) ? `list<${featureWord(inner)}>` : feature._type;
}
