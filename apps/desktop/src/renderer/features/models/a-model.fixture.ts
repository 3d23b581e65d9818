// Rows for tests, complete but for what a test is about.
import type { ModelRow, Offer } from '@hubdesk/shared/models/model-row';

export function anOffer(told: Partial<Offer> = {}): Offer {
  return {
    provider: 'novita',
    status: 'live',
    contextLength: 131_072,
    inputUsdPerMTok: 0.5,
    outputUsdPerMTok: 1,
    isFree: false,
    tools: true,
    structuredOutput: false,
    firstTokenMs: 400,
    tokensPerSecond: 80,
    isModelAuthor: false,
    ...told,
  };
}

export function aModel(told: Partial<ModelRow> = {}): ModelRow {
  return {
    id: 'acme/chat-8b',
    downloads: 1_000,
    likes: 10,
    trending: 0,
    createdAt: '2025-03-14T09:26:53.000Z',
    license: 'mit',
    gated: false,
    params: 8e9,
    offers: [anOffer()],
    ...told,
  };
}
