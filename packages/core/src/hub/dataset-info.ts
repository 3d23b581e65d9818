// One dataset's own page as data (reference hub-api 5.6).
import type { DatasetDetails } from '@hubdesk/shared/datasets/dataset';
import { z } from 'zod';
import type { Secret } from '../secrets/secret.ts';
import { hubDatasetSchema, toDatasetRow } from './dataset-list.ts';
import type { HubClient } from './hub-client.ts';

/** Cards are written by hand: one word or a list of them, or anything else. */
const words = z
  .union([
    z.string().transform((word) => [word]),
    z.array(z.unknown()).transform((list) => list.filter((each) => typeof each === 'string')),
  ])
  .catch([]);

const infoSchema = hubDatasetSchema.extend({
  sha: z.string().nullish(),
  usedStorage: z.number().nonnegative().nullish().catch(null),
  siblings: z.array(z.unknown()).nullish().catch(null),
  description: z.string().nullish().catch(null),
  cardData: z.object({ license: words, language: words, size_categories: words }).nullish().catch(null),
});

const descriptionLimit = 5_000;

/** `GET /api/datasets/{id}`, all but what this account may do with it. Rejects with NOT_FOUND, naming the dataset. */
export async function fetchDataset(
  hub: HubClient,
  dataset: string,
  call: { token: Secret | null; signal?: AbortSignal | undefined },
): Promise<Omit<DatasetDetails, 'mayWrite'>> {
  const { value } = await hub.get(datasetApi(hub, dataset), infoSchema, {
    ...call,
    repo: dataset,
    repoType: 'dataset',
  });
  const tagged = (prefix: string) =>
    (value.tags ?? []).flatMap((tag) => (tag.startsWith(prefix) ? [tag.slice(prefix.length)] : []));
  const first = (told: string[] | undefined, prefix: string) => told?.[0] ?? tagged(prefix)[0] ?? null;
  const description = value.description?.replace(/\s+/g, ' ').trim();
  return {
    ...toDatasetRow(value),
    url: `${hub.address.hubUrl}/datasets/${value.id}`,
    sha: value.sha ?? null,
    usedBytes: value.usedStorage ?? null,
    files: value.siblings?.length ?? 0,
    license: first(value.cardData?.license, 'license:'),
    languages: value.cardData?.language.length ? value.cardData.language : tagged('language:'),
    sizeCategory: first(value.cardData?.size_categories, 'size_categories:'),
    description: description ? description.slice(0, descriptionLimit) : null,
  };
}

/** The API's address of a dataset; its name is checked at the contract and has no characters to escape. */
function datasetApi(hub: HubClient, dataset: string): string {
  return `${hub.address.hubUrl}/api/datasets/${dataset}`;
}

/** The commit that `main` is at. Rejects with NOT_FOUND, naming the dataset. */
export async function fetchHead(
  hub: HubClient,
  dataset: string,
  call: { token: Secret | null; signal?: AbortSignal | undefined },
): Promise<string> {
  const { value } = await hub.get(`${datasetApi(hub, dataset)}?expand=sha`, z.object({ sha: z.string() }), {
    ...call,
    repo: dataset,
    repoType: 'dataset',
  });
  return value.sha;
}
