import { describe, expect, it } from 'vitest';
import { modelRow, offer } from './model-row.fixture.ts';
import { cheapestOffer, effectiveOffer, fastestOffer } from './offer-choice.ts';

const slowAndCheap = offer('novita', { outputUsdPerMTok: 0.2, tokensPerSecond: 40 });
const fastAndDear = offer('cerebras', { outputUsdPerMTok: 1.2, tokensPerSecond: 2000 });
const brokenAndBest = offer('groq', { status: 'error', outputUsdPerMTok: 0.01, tokensPerSecond: 9000 });
const unsaid = offer('featherless-ai');
const row = modelRow('acme/chat', { offers: [unsaid, slowAndCheap, brokenAndBest, fastAndDear] });

describe('the offer that serves a request', () => {
  it('is the fastest live one by default, as the router documents', () => {
    expect(effectiveOffer(row, 'auto')).toBe(fastAndDear);
    expect(effectiveOffer(row, 'fastest')).toBe(fastAndDear);
  });

  it('is the one with the lowest output price when asked for the cheapest', () => {
    expect(effectiveOffer(row, 'cheapest')).toBe(slowAndCheap);
  });

  it('is a free one before any price', () => {
    const free = offer('hf-inference', { isFree: true });
    expect(cheapestOffer(modelRow('a/b', { offers: [slowAndCheap, free] }))).toBe(free);
  });

  it('is the named provider’s, live or not, and nobody’s when that one does not serve it', () => {
    expect(effectiveOffer(row, { provider: 'groq' })).toBe(brokenAndBest);
    expect(effectiveOffer(row, { provider: 'together' })).toBeNull();
  });

  it('is one of which nothing is known when there is no other, and none when none is live', () => {
    expect(fastestOffer(modelRow('a/b', { offers: [brokenAndBest, unsaid] }))).toBe(unsaid);
    expect(cheapestOffer(modelRow('a/b', { offers: [brokenAndBest, unsaid] }))).toBe(unsaid);
    expect(effectiveOffer(modelRow('a/b', { offers: [brokenAndBest] }), 'auto')).toBeNull();
  });

  it('is the first the router lists among equals', () => {
    const twin = { ...fastAndDear, provider: 'sambanova' };
    expect(fastestOffer(modelRow('a/b', { offers: [twin, fastAndDear] }))).toBe(twin);
  });
});
