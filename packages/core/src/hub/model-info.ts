// One model's own page as data (reference hub-api 2.1).
import type { Secret } from '../secrets/secret.ts';
import type { HubClient } from './hub-client.ts';
import { type HubModel, hubModelFields, hubModelSchema } from './model-list.ts';

/** `GET /api/models/{id}`. Rejects with NOT_FOUND, and GATED where even the facts are closed. */
export async function fetchModel(hub: HubClient, model: string, call: { token: Secret | null; signal?: AbortSignal | undefined }): Promise<HubModel> {
  const url = new URL(`${hub.address.hubUrl}/api/models/${model}`);
  for (const field of [...hubModelFields, 'lastModified', 'library_name', 'pipeline_tag', 'inference']) url.searchParams.append('expand', field);
  const { value } = await hub.get(url.href, hubModelSchema, { ...call, repo: model });
  return value;
}
