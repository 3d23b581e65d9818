// Rows for tests: what a test does not say is nothing special.
import type { ModelRow, Offer } from './model-row.ts';

export function modelRow(id: string, facts: Partial<ModelRow> = {}): ModelRow {
  return {
    id,
    downloads: 0,
    likes: 0,
    trending: 0,
    createdAt: null,
    license: null,
    gated: false,
    params: null,
    offers: [],
    ...facts,
  };
}

export function offer(provider: string, facts: Partial<Offer> = {}): Offer {
  return {
    provider,
    status: 'live',
    contextLength: null,
    inputUsdPerMTok: null,
    outputUsdPerMTok: null,
    isFree: false,
    tools: null,
    structuredOutput: null,
    firstTokenMs: null,
    tokensPerSecond: null,
    isModelAuthor: false,
    ...facts,
  };
}
