// A model as the inference router's `/v1/models` shows it. Only models with a chat provider are there.
import { chatServings, type ModelRecord, type Serving } from './model-record.ts';

/** The router's entry, or undefined for a model it does not serve for chat. */
export function routerModel(model: ModelRecord): Record<string, unknown> | undefined {
  const servings = chatServings(model);
  if (servings.length === 0 || model.private) return undefined;
  return {
    id: model.id,
    object: 'model',
    created: Math.floor(model.createdAt / 1000),
    owned_by: model.author,
    architecture: { input_modalities: model.inputModalities, output_modalities: model.outputModalities },
    providers: servings.map(routerProvider),
  };
}

// Undefined fields vanish in JSON: a provider that tells little has few fields, as on the real router.
function routerProvider(serving: Serving): Record<string, unknown> {
  return {
    provider: serving.provider,
    status: serving.status === 'error' ? 'error' : 'live',
    context_length: serving.contextLength,
    pricing: serving.pricing,
    is_free: serving.isFree,
    supports_tools: serving.supportsTools,
    supports_structured_output: serving.supportsStructuredOutput,
    first_token_latency_ms: serving.firstTokenLatencyMs,
    throughput: serving.throughput,
    is_model_author: serving.isModelAuthor,
  };
}
