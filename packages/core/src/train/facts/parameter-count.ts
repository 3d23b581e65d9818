// How many parameters a decoder has, worked out from its config where the Hub has
// not counted them: Llama's shape, which most have.
import type { ModelConfig } from '../../hub/model-source.ts';

export interface ModelSizes {
  hidden: number | null;
  layers: number | null;
  vocabulary: number | null;
  contextLength: number | null;
}

/** Of the part of the model that reads and writes text. */
export function sizesOf(config: ModelConfig | null): ModelSizes {
  const first = (...values: (number | null | undefined)[]) => values.find((value) => value != null) ?? null;
  const inner = config?.text_config;
  return {
    hidden: first(config?.hidden_size, config?.n_embd, inner?.hidden_size),
    layers: first(config?.num_hidden_layers, config?.n_layer, inner?.num_hidden_layers),
    vocabulary: first(config?.vocab_size, inner?.vocab_size),
    contextLength: first(config?.max_position_embeddings, config?.n_positions, inner?.max_position_embeddings),
  };
}

/** Null where the config does not tell enough. */
export function parametersFromConfig(config: ModelConfig | null): number | null {
  const { hidden, layers, vocabulary } = sizesOf(config);
  if (!config || !hidden || !layers || !vocabulary) return null;
  const outer = config.text_config ?? config;
  const inner = outer.intermediate_size ?? 4 * hidden;
  const heads = outer.num_attention_heads ?? 1;
  const shared = (outer.num_key_value_heads ?? heads) / heads;
  const attention = hidden * hidden * (2 + 2 * shared);
  const embeddings = vocabulary * hidden * ((config.tie_word_embeddings ?? outer.tie_word_embeddings) ? 1 : 2);
  return Math.round(embeddings + layers * (attention + 3 * hidden * inner + 2 * hidden));
}
