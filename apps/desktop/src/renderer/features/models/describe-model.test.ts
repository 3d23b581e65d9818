import { expect, it } from 'vitest';
import { aModel, anOffer } from './a-model.fixture.ts';
import { describeModel } from './describe-model.ts';

const plain = { favourite: false, chosen: false };

it('says what the row shows', () => {
  expect(describeModel(aModel({ gated: 'auto' }), { favourite: true, chosen: true })).toBe(
    'acme/chat-8b, chosen, favourite, 8B parameters, 128K context, $0.50 in and $1.00 out per million tokens, 80 tokens a second, 1 provider, tools, gated',
  );
});

it('says nothing of what nobody knows', () => {
  const silent = anOffer({
    contextLength: null,
    inputUsdPerMTok: null,
    outputUsdPerMTok: null,
    tokensPerSecond: null,
    tools: null,
  });
  expect(describeModel(aModel({ params: null, offers: [silent] }), plain)).toBe('acme/chat-8b, 1 provider');
});

it('says free, and says when nobody serves it', () => {
  expect(describeModel(aModel({ offers: [anOffer({ isFree: true })] }), plain)).toContain(', free, ');
  expect(describeModel(aModel({ offers: [anOffer({ status: 'error' })] }), plain)).toContain('served by nobody now');
});
