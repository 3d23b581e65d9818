import { expect, test } from 'vitest';
import { CORPUS } from './corpus.ts';
import { tokenize, trainLittleModel, type Sampling } from './little-model.ts';

const model = trainLittleModel(CORPUS);
const write = (sampling: Partial<Sampling>) =>
  [...model.generate({ prompt: '', temperature: 0.7, topP: 1, seed: 1, maxTokens: 200, ...sampling })].join('');

test('splits text into tokens that join to the same text', () => {
  const text = "  It's a | table |\n|---|---|\n```js\nlet x = 1;\n```\n ünïcode – 表 \n";
  expect(tokenize(text).join('')).toBe(text);
});

test('talks about what it is asked about', () => {
  expect(write({ prompt: 'Explain quantization', temperature: 0 })).toContain('Quantization stores the weights');
  expect(write({ prompt: 'Write a poem', temperature: 0 })).toContain('evening rain');
  expect(write({ prompt: 'Show me Python code', temperature: 0 })).toContain('```python');
});

test('says something to a prompt it knows nothing about', () => {
  expect(write({ prompt: 'Quelle heure est-il ?' }).length).toBeGreaterThan(100);
  expect(write({ prompt: '' }).length).toBeGreaterThan(100);
});

test('is more adventurous when it is warmer', () => {
  const answers = (temperature: number) =>
    new Set(Array.from({ length: 12 }, (_, seed) => write({ seed, temperature, prompt: 'What is a dataset?' }))).size;
  expect(answers(0)).toBe(1);
  expect(answers(1.2)).toBeGreaterThan(6);
});

test('a narrow top_p leaves only the likeliest words', () => {
  expect(write({ topP: 0.01, temperature: 1 })).toBe(write({ temperature: 0 }));
});

test('makes sentences that were never written', () => {
  const sentences = write({ temperature: 1.2, seed: 5, maxTokens: 400 }).split(/(?<=[.!?])\s+/);
  expect(sentences.some((sentence) => !CORPUS.includes(sentence))).toBe(true);
});

test('never writes more than it may', () => {
  expect([...model.generate({ prompt: '', temperature: 1, topP: 1, seed: 1, maxTokens: 5 })]).toHaveLength(5);
});
