import { expect, it } from 'vitest';
import { anOffer } from './a-model.fixture.ts';
import { reachWords } from './routing-words.ts';

it('says who would answer, how fast and for how much', () => {
  expect(reachWords(anOffer({ provider: 'groq', tokensPerSecond: 310.5, outputUsdPerMTok: 0.3 }))).toBe(
    'Groq, 311 tok/s, $0.30 out',
  );
});

it('leaves out what the provider does not tell', () => {
  expect(reachWords(anOffer({ provider: 'nscale', tokensPerSecond: null, outputUsdPerMTok: null }))).toBe('Nscale');
  expect(reachWords(anOffer({ provider: 'hf-inference', tokensPerSecond: null, isFree: true }))).toBe(
    'HF Inference, free',
  );
});

it('says when nobody would', () => {
  expect(reachWords(null)).toBe('Nobody now');
});
