import { describe, expect, it } from 'vitest';
import type { Offer } from '@hubdesk/shared/models/model-row';
import { aModel, anOffer } from './a-model.fixture.ts';
import { rowFacts } from './row-facts.ts';

const facts = (...offers: Partial<Offer>[]) => rowFacts(aModel({ offers: offers.map((offer) => anOffer(offer)) }));

describe('the facts of a row', () => {
  it('take the price of the cheapest live offer, both ways', () => {
    expect(
      facts(
        { outputUsdPerMTok: 3, inputUsdPerMTok: 0.1 },
        { provider: 'together', outputUsdPerMTok: 2, inputUsdPerMTok: 1 },
        { provider: 'groq', outputUsdPerMTok: 0.1, status: 'error' },
      ),
    ).toMatchObject({ inputUsdPerMTok: 1, outputUsdPerMTok: 2 });
  });

  it('call a free offer free although it names no price', () => {
    expect(facts({ isFree: true, inputUsdPerMTok: null, outputUsdPerMTok: null })).toMatchObject({
      inputUsdPerMTok: 0,
      outputUsdPerMTok: 0,
    });
  });

  it('take the longest context, the highest speed and the shortest wait of anybody live', () => {
    expect(
      facts(
        { contextLength: 8192, tokensPerSecond: 300, firstTokenMs: 900 },
        { contextLength: 131_072, tokensPerSecond: 40, firstTokenMs: null },
        { contextLength: null, tokensPerSecond: null, firstTokenMs: 120 },
      ),
    ).toMatchObject({ contextLength: 131_072, tokensPerSecond: 300, firstTokenMs: 120 });
  });

  it('know nothing where nobody said anything', () => {
    expect(facts()).toEqual({
      contextLength: null,
      inputUsdPerMTok: null,
      outputUsdPerMTok: null,
      tokensPerSecond: null,
      firstTokenMs: null,
      providers: 0,
      tools: false,
      structuredOutput: false,
    });
  });
});
