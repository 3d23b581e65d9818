// What the answers look like on the wire, for tests to read them with. Written from the API's documentation, not
// from our own types, so that a route that drifts fails to parse.
import { z } from 'zod';

const org = z.looseObject({
  type: z.literal('org'),
  id: z.string().regex(/^[0-9a-f]{24}$/),
  name: z.string(),
  securityRestrictions: z.array(z.string()).optional(),
  resourceGroups: z.array(z.object({ id: z.string(), name: z.string(), role: z.string() })).optional(),
});

export const whoamiWire = z.looseObject({
  type: z.literal('user'),
  id: z.string().regex(/^[0-9a-f]{24}$/),
  name: z.string(),
  fullname: z.string(),
  avatarUrl: z.string(),
  isPro: z.boolean(),
  periodEnd: z.number().nullable(),
  orgs: z.array(org),
  auth: z.looseObject({
    type: z.enum(['access_token', 'oauth']),
    expiresAt: z.iso.datetime().optional(),
    accessToken: z
      .object({
        displayName: z.string(),
        role: z.enum(['read', 'write', 'fineGrained', 'god']),
        createdAt: z.iso.datetime(),
        fineGrained: z
          .object({
            canReadGatedRepos: z.boolean(),
            global: z.array(z.string()),
            scoped: z.array(
              z.object({
                entity: z.object({ _id: z.string(), type: z.string(), name: z.string() }),
                permissions: z.array(z.string()),
              }),
            ),
          })
          .optional(),
      })
      .optional(),
  }),
});

export const modelWire = z.looseObject({
  _id: z.string().regex(/^[0-9a-f]{24}$/),
  id: z.string(),
  modelId: z.string(),
});
export const modelsWire = z.array(modelWire);

const routerProvider = z.strictObject({
  provider: z.string(),
  status: z.enum(['live', 'error']),
  context_length: z.int().optional(),
  pricing: z.strictObject({ input: z.number(), output: z.number() }).optional(),
  is_free: z.boolean().optional(),
  supports_tools: z.boolean().optional(),
  supports_structured_output: z.boolean().optional(),
  first_token_latency_ms: z.number().optional(),
  throughput: z.number().optional(),
  is_model_author: z.boolean(),
});
export const routerModelWire = z.strictObject({
  id: z.string(),
  object: z.literal('model'),
  created: z.int(),
  owned_by: z.string(),
  architecture: z.strictObject({ input_modalities: z.array(z.string()), output_modalities: z.array(z.string()) }),
  providers: z.array(routerProvider).min(1),
});
export const routerModelsWire = z.strictObject({ object: z.literal('list'), data: z.array(routerModelWire) });

const usage = z.strictObject({ prompt_tokens: z.int(), completion_tokens: z.int(), total_tokens: z.int() });

export const completionWire = z.looseObject({
  id: z.string(),
  object: z.literal('chat.completion'),
  created: z.int(),
  model: z.string(),
  choices: z.tuple([
    z.looseObject({
      index: z.literal(0),
      message: z.object({ role: z.literal('assistant'), content: z.string() }),
      finish_reason: z.enum(['stop', 'length']),
    }),
  ]),
  usage,
});

export const chunkWire = z.looseObject({
  id: z.string(),
  object: z.literal('chat.completion.chunk'),
  choices: z.array(
    z.object({
      index: z.literal(0),
      delta: z.object({ role: z.literal('assistant').optional(), content: z.string().optional() }),
      finish_reason: z.enum(['stop', 'length']).nullable(),
    }),
  ),
  usage: usage.optional(),
});

/** The router's OpenAI-style refusal. */
export const routerErrorWire = z.strictObject({
  error: z.strictObject({
    message: z.string(),
    type: z.string(),
    param: z.string().nullable(),
    code: z.string().nullable(),
  }),
});
