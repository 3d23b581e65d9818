// What the Hub knows of a model's insides: its files, the size and kind of its
// weights, its config.json (reference hub-api 2.1). Never asks for weights.
import { isAppError } from '@hubdesk/shared/errors';
import { z } from 'zod';
import type { Secret } from '../secrets/secret.ts';
import type { HubClient } from './hub-client.ts';
import { fetchRepoFile, openRepoFile } from './repo-file.ts';

interface Call {
  token: Secret | null;
  signal?: AbortSignal | undefined;
}

const text = z.string().nullish().catch(null);
const count = z.number().nonnegative().nullish().catch(null);
const mapping = z.object({ status: text });

const sourceSchema = z.object({
  id: z.string(),
  sha: text,
  private: z.boolean().nullish().catch(null),
  gated: z.union([z.boolean(), z.string()]).nullish().catch(null),
  tags: z.array(z.string()).catch([]),
  pipeline_tag: text,
  library_name: text,
  safetensors: z
    .object({ total: count, parameters: z.record(z.string(), z.number()).nullish().catch(null) })
    .nullish()
    .catch(null),
  siblings: z.array(z.object({ rfilename: z.string() })).catch([]),
  inferenceProviderMapping: z
    .union([z.array(mapping), z.record(z.string(), mapping).transform((byName) => Object.values(byName))])
    .nullish()
    .catch(null),
});

export interface ModelSource {
  id: string;
  commit: string | null;
  private: boolean;
  gated: boolean;
  tags: string[];
  pipeline: string | null;
  library: string | null;
  parameters: number | null;
  /** Of most of the weights: `BF16`. */
  dtype: string | null;
  files: string[];
  warm: boolean;
}

/** `GET /api/models/{id}`. Rejects with NOT_FOUND, naming the model. */
export async function fetchModelSource(hub: HubClient, model: string, call: Call): Promise<ModelSource> {
  const url = new URL(`${hub.address.hubUrl}/api/models/${model}`);
  const fields = [
    'sha',
    'private',
    'gated',
    'tags',
    'pipeline_tag',
    'library_name',
    'safetensors',
    'siblings',
    'inferenceProviderMapping',
  ];
  for (const field of fields) url.searchParams.append('expand', field);
  const { value } = await hub.get(url.href, sourceSchema, { ...call, repo: model });
  const dtypes = Object.entries(value.safetensors?.parameters ?? {}).toSorted(([, a], [, b]) => b - a);
  return {
    id: value.id,
    commit: value.sha ?? null,
    private: value.private ?? false,
    gated: value.gated !== false && value.gated != null,
    tags: value.tags,
    pipeline: value.pipeline_tag ?? null,
    library: value.library_name ?? null,
    parameters: value.safetensors?.total ?? null,
    dtype: dtypes[0]?.[0] ?? null,
    files: value.siblings.map(({ rfilename }) => rfilename),
    warm: (value.inferenceProviderMapping ?? []).some(({ status }) => status === 'live'),
  };
}

const sizes = {
  hidden_size: count,
  n_embd: count,
  num_hidden_layers: count,
  n_layer: count,
  vocab_size: count,
  max_position_embeddings: count,
  n_positions: count,
  intermediate_size: count,
  num_attention_heads: count,
  num_key_value_heads: count,
  tie_word_embeddings: z.boolean().nullish().catch(null),
};
const quantizationSchema = z
  .object({ quant_method: text, bits: count, load_in_4bit: z.boolean().nullish().catch(null) })
  .nullish()
  .catch(null);
const configSchema = z.object({
  ...sizes,
  architectures: z.array(z.string()).nullish().catch(null),
  model_type: text,
  dtype: text,
  torch_dtype: text,
  auto_map: z.unknown().optional(),
  quantization_config: quantizationSchema,
  /** Of models that also see or hear. */
  text_config: z.object(sizes).nullish().catch(null),
});
/** A model's config.json, as much of it as counts here. Source: transformers' `PretrainedConfig`. */
export type ModelConfig = z.infer<typeof configSchema>;

const mostConfigBytes = 4 * 1024 * 1024;
const mostTokenizerConfigBytes = 16 * 1024 * 1024;

/** Null where there is none, or none that is JSON. Rejects with GATED, MISSING_PERMISSION and the other codes of `openRepoFile`. */
export function fetchModelConfig(hub: HubClient, model: string, revision: string, call: Call): Promise<ModelConfig | null> {
  return fetchJson(hub, { model, revision, path: 'config.json', maxBytes: mostConfigBytes }, configSchema, call);
}

const adapterSchema = z.object({ base_model_name_or_path: text });

/** What an adapter was trained beside; null where it does not say. */
export async function fetchAdapterBase(
  hub: HubClient,
  model: string,
  revision: string,
  call: Call,
): Promise<string | null> {
  const place = { model, revision, path: 'adapter_config.json', maxBytes: mostConfigBytes };
  return (await fetchJson(hub, place, adapterSchema, call))?.base_model_name_or_path ?? null;
}

const tokenizerSchema = z.object({ chat_template: z.unknown().optional() });

/** Whether the tokenizer's config holds a chat template, where older models have theirs. */
export async function hasTemplateInConfig(
  hub: HubClient,
  model: string,
  revision: string,
  call: Call,
): Promise<boolean> {
  const place = { model, revision, path: 'tokenizer_config.json', maxBytes: mostTokenizerConfigBytes };
  const found = (await fetchJson(hub, place, tokenizerSchema, call))?.chat_template;
  return (typeof found === 'string' && found !== '') || (Array.isArray(found) && found.length > 0);
}

/** Asks for one byte of a file. Rejects with GATED and the other codes of `openRepoFile` where this account is not let in. */
export async function touchFile(hub: HubClient, model: string, revision: string, path: string, call: Call): Promise<void> {
  const place = { type: 'model', repo: model, revision, path, range: { start: 0, end: 1 } } as const;
  const { stream } = await openRepoFile(hub, place, { ...call, maxBytes: 1_024 });
  await stream.cancel();
}

async function fetchJson<T extends z.ZodType>(
  hub: HubClient,
  { model, revision, path, maxBytes }: { model: string; revision: string; path: string; maxBytes: number },
  schema: T,
  call: Call,
): Promise<z.output<T> | null> {
  try {
    const { bytes } = await fetchRepoFile(hub, { type: 'model', repo: model, revision, path }, { ...call, maxBytes });
    return schema.safeParse(JSON.parse(new TextDecoder().decode(bytes))).data ?? null;
  } catch (error) {
    const isMissing = isAppError(error, 'NOT_FOUND') && error.data.what === path;
    if (isMissing || error instanceof SyntaxError) return null;
    throw error;
  }
}
