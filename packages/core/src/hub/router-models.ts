// What the inference router says of each chat model: who serves it, for how
// much, how fast (reference hub-api 2.3). Public; every figure may be missing.
import type { Offer } from '@hubdesk/shared/models/model-row';
import { z } from 'zod';
import type { HubClient } from './hub-client.ts';

const figure = z.number().nonnegative().nullish().catch(null);

const routerOfferSchema = z.object({
  provider: z.string(),
  status: z.string().catch('live'),
  context_length: figure,
  pricing: z.object({ input: figure, output: figure }).nullish().catch(null),
  is_free: z.boolean().nullish().catch(null),
  supports_tools: z.boolean().nullish().catch(null),
  supports_structured_output: z.boolean().nullish().catch(null),
  first_token_latency_ms: figure,
  throughput: figure,
  is_model_author: z.boolean().nullish().catch(null),
});

const routerModelSchema = z.object({ id: z.string(), providers: z.array(routerOfferSchema.nullable().catch(null)).catch([]) });
const routerListSchema = z.object({ data: z.array(routerModelSchema.nullable().catch(null)) });

/** `GET /v1/models`: offers by model id. */
export async function fetchRouterOffers(hub: HubClient, signal?: AbortSignal): Promise<Map<string, Offer[]>> {
  const { value } = await hub.get(`${hub.address.routerUrl}/v1/models`, routerListSchema, { signal });
  return new Map(value.data.flatMap((model) => (model ? [[model.id, model.providers.flatMap(toOffer)] as const] : [])));
}

/** `GET /v1/models/{id}`, whose model may come bare or wrapped in `data`. Rejects with NOT_FOUND for one the router does not serve. */
export async function fetchModelOffers(hub: HubClient, model: string, signal?: AbortSignal): Promise<Offer[]> {
  const schema = z.union([routerModelSchema, z.object({ data: routerModelSchema }).transform(({ data }) => data)]);
  const { value } = await hub.get(`${hub.address.routerUrl}/v1/models/${model}`, schema, { signal, repo: model });
  return value.providers.flatMap(toOffer);
}

function toOffer(offer: z.output<typeof routerOfferSchema> | null): Offer[] {
  if (!offer) return [];
  return [
    {
      provider: offer.provider,
      status: offer.status,
      contextLength: offer.context_length ?? null,
      inputUsdPerMTok: offer.pricing?.input ?? null,
      outputUsdPerMTok: offer.pricing?.output ?? null,
      isFree: offer.is_free ?? false,
      tools: offer.supports_tools ?? null,
      structuredOutput: offer.supports_structured_output ?? null,
      firstTokenMs: offer.first_token_latency_ms ?? null,
      tokensPerSecond: offer.throughput ?? null,
      isModelAuthor: offer.is_model_author ?? false,
    },
  ];
}
