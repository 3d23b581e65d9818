// One model as the store keeps it: numbers and shared strings only, so that 120,000 of them stay small.
// What a client sees is made from it in `model-view.ts` and `serving-view.ts`.

export interface ModelRecord {
  /** Counts from 1; the Hub's 24-digit `_id` is made from it, unless `repoId` says it. */
  serial: number;
  /** `_id` of a model that is a repo with files of its own. */
  repoId?: string;
  /** `namespace/name` */
  id: string;
  author: string;
  pipelineTag: string;
  library: string;
  /** As the Hub lists them: library, task, languages, `license:…`, `base_model:…`. */
  tags: readonly string[];
  license: string;
  gated: false | 'auto' | 'manual';
  private: boolean;
  /** Epoch milliseconds. */
  createdAt: number;
  lastModified: number;
  downloads: number;
  likes: number;
  trendingScore: number;
  /** Whole number of parameters, 0 when unknown. */
  parameters: number;
  inputModalities: readonly string[];
  outputModalities: readonly string[];
  servings: readonly Serving[];
}

/** One provider that serves the model. Every optional field may be missing, as on the real router. */
export interface Serving {
  provider: string;
  /** The provider's own name for the model; the model id when absent. */
  providerId?: string;
  status: 'live' | 'staging' | 'error';
  /** `conversational` is what the router's chat route serves. */
  task: string;
  isModelAuthor: boolean;
  contextLength?: number;
  /** USD per million tokens. */
  pricing?: { input: number; output: number };
  isFree?: boolean;
  supportsTools?: boolean;
  supportsStructuredOutput?: boolean;
  firstTokenLatencyMs?: number;
  /** Tokens a second. */
  throughput?: number;
}

export function isWarm(model: ModelRecord): boolean {
  return model.servings.some((serving) => serving.status === 'live');
}

export function chatServings(model: ModelRecord): Serving[] {
  return model.servings.filter((serving) => serving.task === 'conversational');
}
