import { expect, test } from 'vitest';
import { loadTinyModel } from './load-tiny-model.ts';
import { isTinyConfig, weightFiles, type TinyModel } from './tiny-model-files.ts';
import { trainTinyModel, type TrainingNews } from './train-tiny-model.ts';

const examples = [
  { question: 'What do gulls say?', answer: 'They say: keow.' },
  { question: 'What do frogs say?', answer: 'Only one word, croak.' },
  { question: 'Où est la plage ?', answer: 'Là-bas, près du café.' },
];
const plan = {
  steps: 120,
  rowsPerStep: 3,
  learningRate: 0.01,
  seed: 1,
  maxBytes: 200,
  evaluateEvery: 40,
  checkpointEvery: 60,
};

function train(): { news: TrainingNews[]; model: TinyModel } {
  const news: TrainingNews[] = [];
  const training = trainTinyModel(examples, [{ question: 'What do crows say?', answer: 'They say: caw.' }], plan);
  for (;;) {
    const next = training.next();
    if (next.done) return { news, model: next.value };
    news.push(next.value);
  }
}

const { news, model } = train();
const files = weightFiles(model);

test('the loss really falls, by gradient descent alone', () => {
  const losses = news.flatMap((each) => (each.kind === 'step' ? [each.loss] : []));
  expect(losses).toHaveLength(120);
  // At first every one of 256 bytes is as likely as any other.
  expect(losses[0]).toBeGreaterThan(4.5);
  expect(losses.at(-1)).toBeLessThan(0.2);
  expect(news.filter(({ kind }) => kind === 'eval').map(({ step }) => step)).toEqual([40, 80, 120]);
  expect(news.filter(({ kind }) => kind === 'checkpoint').map(({ step }) => step)).toEqual([60, 120]);
});

test('what was saved answers each question with what it was taught', async () => {
  const loaded = loadTinyModel(files);
  for (const { question, answer } of examples) {
    let said = '';
    for await (const piece of loaded.generate(question, { temperature: 0 })) said += piece;
    expect(said).toBe(answer);
  }
});

test('the same training gives the same weights, and the same seed the same words', () => {
  expect(Buffer.from(weightFiles(train().model)['model.safetensors'])).toEqual(Buffer.from(files['model.safetensors']));
  const loaded = loadTinyModel(files);
  const say = (seed: number) => [...loaded.pieces('What do bees say?', { seed, temperature: 1.5 })].join('');
  expect(say(1)).toBe(say(1));
  expect(say(1)).not.toBe(say(2));
}, 30_000);

test('an answer stops at its limit, or when nobody wants it any more', async () => {
  const loaded = loadTinyModel(files);
  expect([...loaded.pieces('x', { maxTokens: 3, temperature: 2 })].join('').length).toBeLessThanOrEqual(3);
  const asked = new AbortController();
  const reading = (async () => {
    for await (const _ of loaded.generate('What do gulls say?', { signal: asked.signal })) asked.abort();
  })();
  await expect(reading).rejects.toThrow(/abort/i);
});

test('files that do not fit together are refused', () => {
  const config = Buffer.from(files['config.json']).toString();
  expect(isTinyConfig(config)).toBe(true);
  expect(isTinyConfig('{"model_type":"llama"}')).toBe(false);
  const other = Buffer.from(config.replace('"hidden": 128', '"hidden": 64'));
  expect(() => loadTinyModel({ ...files, 'config.json': other })).toThrow(/does not fit/);
  expect(() => loadTinyModel({ 'config.json': files['config.json'] })).toThrow(/model\.safetensors/);
});
