import { describe, expect, it } from 'vitest';
import { bestFlavor, datasetChoice, defaultConfig, runName, withMethod } from './default-config.ts';
import {
  datasetOf,
  flavorList,
  flavors,
  lengthsOf,
  modelOf,
  runOf,
  smallModel,
  tinyModel,
} from './estimate-facts.fixture.ts';
import { estimateMemory } from './estimate-memory.ts';
import { presetOf } from './presets.ts';
import { runConfigSchema } from './run-config.ts';

describe('the run to begin with', () => {
  it('is one that may be launched', () => {
    const config = defaultConfig({ account: 'sandy', model: smallModel, dataset: datasetOf(), flavors: flavorList });
    expect(runConfigSchema.parse(config)).toEqual(config);
    expect(config).toMatchObject({
      name: 'Qwen3-0.6B-small-questions',
      output: { repo: 'sandy/Qwen3-0.6B-small-questions', private: true },
      dataset: { train: 'train', evaluation: 'test' },
      method: 'sft',
      tuning: 'full',
      flavor: 'l4x1',
    });
    expect(config.timeoutSeconds).toBeGreaterThanOrEqual(600);
  });

  it('trains a large model with LoRA and a quantized one with QLoRA', () => {
    const tuning = (model: ReturnType<typeof modelOf>) => defaultConfig({ account: 'a', model, dataset: null }).tuning;
    expect(tuning(modelOf())).toBe('lora');
    expect(tuning(modelOf({ quantization: 'bitsandbytes 4-bit' }))).toBe('qlora');
    expect(tuning(modelOf({ parameters: null }))).toBe('lora');
  });

  it.each([
    [['preference'], 'dpo'],
    [['unpaired-preference', 'prompt-completion', 'prompt'], 'kto'],
    [['messages', 'prompt'], 'sft'],
    [['prompt'], 'grpo'],
    [[], 'sft'],
  ] as const)('takes the method that rows of %o are for', (formats, method) => {
    const dataset = datasetOf({ formats: [...formats] });
    const config = defaultConfig({ account: 'a', model: modelOf(), dataset });
    expect(config.method).toBe(method);
    expect(config.reward === null).toBe(method !== 'grpo');
  });

  it('takes the card that one row fits on, and as many rows as fit', () => {
    const model = modelOf({ parameters: 7e9, vocabulary: 32_000 });
    const config = defaultConfig({ account: 'a', model, dataset: datasetOf(), flavors: flavorList });
    expect(config.flavor).toBe('l4x1');
    expect(estimateMemory(config, model, flavors.l4).verdict).toBe('fits');
    expect(config.parameters.per_device_train_batch_size * config.parameters.gradient_accumulation_steps).toBe(16);
  });

  it('can be made of nothing', () => {
    const config = defaultConfig({ account: 'sandy', model: null, dataset: null });
    expect(config).toMatchObject({ name: 'my-run', model: null, dataset: null, output: { repo: 'sandy/my-run' } });
    expect(runConfigSchema.safeParse(config).success).toBe(true);
  });

  it('names a run as the Hub takes names', () => {
    expect(runName('a/Model--x..y', 'b/-data.git')).toBe('my-run');
    expect(runName('a/Model--x..y', 'b/-data')).toBe('Model-x.y-data');
    expect(runName('a/M', `b/${'long-'.repeat(40)}`).length).toBeLessThanOrEqual(80);
  });
});

describe('splits', () => {
  const choice = (...splits: string[]) =>
    datasetChoice(datasetOf({ splits: splits.map((split) => ({ split, rows: 1 })) }));

  it('are told by their names', () => {
    expect(choice('test', 'train', 'validation')).toMatchObject({ train: 'train', evaluation: 'validation' });
    expect(choice('train_prefs', 'train_sft', 'test_sft', 'test_prefs')).toMatchObject({
      train: 'train_prefs',
      evaluation: 'test_prefs',
    });
    expect(choice('train')).toMatchObject({ train: 'train', evaluation: null });
    expect(choice('test')).toMatchObject({ train: 'test', evaluation: null });
  });
});

describe('the hardware', () => {
  it('is the cheapest that it fits on', () => {
    expect(bestFlavor(runOf(), tinyModel, flavorList)).toBe(flavors.cpu);
    expect(bestFlavor(runOf(), smallModel, flavorList)).toBe(flavors.l4);
    expect(bestFlavor(runOf({ tuning: 'full' }), modelOf({ parameters: 4e9 }), flavorList)).toBe(flavors.h200);
    expect(bestFlavor(runOf(), modelOf({ parameters: 400e9 }), flavorList)).toBeNull();
    expect(bestFlavor(runOf(), modelOf(), [])).toBeNull();
  });

  it('is an old card only when there is no other', () => {
    expect(bestFlavor(runOf(), smallModel, [flavors.t4, flavors.a10g])).toBe(flavors.a10g);
    expect(bestFlavor(runOf(), smallModel, [flavors.t4])).toBe(flavors.t4);
  });
});

describe('another method', () => {
  it('keeps the preset and changes what follows from the method', () => {
    const facts = { model: modelOf(), dataset: datasetOf(), lengths: lengthsOf() };
    const config = defaultConfig({ account: 'a', ...facts });
    const changed = withMethod(config, 'dpo', 'full', facts);
    expect(changed).toMatchObject({ method: 'dpo', tuning: 'full', output: config.output });
    expect(changed.parameters.learning_rate).toBe(1e-6);
    expect(presetOf(changed, facts.model, facts.dataset, facts.lengths)).toBe('standard');
  });

  it('gives a reward to GRPO and takes it away again', () => {
    const facts = { model: modelOf(), dataset: datasetOf({ columns: ['prompt', 'answer'] }) };
    const grpo = withMethod(runOf(), 'grpo', 'lora', facts);
    expect(grpo.reward).toEqual({ kind: 'contains-column', value: 'answer' });
    expect(withMethod(grpo, 'sft', 'lora', facts).reward).toBeNull();
  });
});
