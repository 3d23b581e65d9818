import { expect, test } from 'vitest';
import { baseChatTemplate, baseChatTemplates } from './base-chat-templates.ts';

const vocabulary = (...tokens: string[]) => baseChatTemplate((token) => tokens.includes(token)).family;

test('a model is given the template of the family whose tokens it already has', () => {
  expect(vocabulary('<|im_start|>', '<|im_end|>', '<|end|>')).toBe('chatml');
  expect(vocabulary('<|start_header_id|>', '<|end_header_id|>', '<|eot_id|>')).toBe('llama3');
  expect(vocabulary('<start_of_turn>', '<end_of_turn>')).toBe('gemma');
  expect(vocabulary('<|user|>', '<|assistant|>', '<|end|>')).toBe('phi3');
  expect(vocabulary('[INST]', '[/INST]')).toBe('mistral');
});

test('and one of plain words when it has none of them, or only some of a family', () => {
  expect(vocabulary()).toBe('plain');
  expect(vocabulary('<|im_start|>')).toBe('plain');
});

test('what ends an answer is a token that was looked for', () => {
  for (const { endToken, needs } of baseChatTemplates) if (endToken !== null) expect(needs).toContain(endToken);
});
