import { describe, expect, it } from 'vitest';
import { datasetOf, flavors, lengthsOf, modelOf, runOf, smallModel, tinyModel } from './estimate-facts.fixture.ts';
import { estimateMemory } from './estimate-memory.ts';
import { runMethods, tunings } from './methods.ts';
import { presetOf, presets, presetValues } from './presets.ts';
import { parametersSchema } from './run-config.ts';

const every = runMethods.flatMap((method) =>
  tunings.flatMap((tuning) => presets.map(({ id }) => ({ method, tuning, id }))),
);

describe('presets', () => {
  it.each(every)('give values that may be asked for: $id, $method with $tuning', ({ method, tuning, id }) => {
    const config = runOf({ method, tuning });
    for (const model of [tinyModel, modelOf(), null])
      for (const dataset of [datasetOf(), null]) {
        const values = presetValues(id, config, model, dataset, null);
        expect(parametersSchema.safeParse(values).success).toBe(true);
        expect(presetOf({ ...config, parameters: values }, model, dataset, null)).toBe(id);
      }
  });

  it('take a batch that fits the card', () => {
    const small = presetValues('standard', runOf(), modelOf(), datasetOf(), lengthsOf(), flavors.l4);
    const large = presetValues('standard', runOf(), modelOf(), datasetOf(), lengthsOf(), flavors.a100);
    expect(large.per_device_train_batch_size).toBeGreaterThan(small.per_device_train_batch_size);
    expect(estimateMemory(runOf({}, large), modelOf(), flavors.a100).verdict).toBe('fits');
    const rows = (values: typeof small) => values.per_device_train_batch_size * values.gradient_accumulation_steps;
    expect(rows(small)).toBe(rows(large));
  });

  it('try some steps, and standard goes through everything', () => {
    const of = (id: 'try' | 'standard' | 'careful') => presetValues(id, runOf(), smallModel, datasetOf(), lengthsOf());
    expect(of('try').max_steps).toBe(30);
    expect(of('standard').max_steps).toBe(-1);
    expect(of('standard').num_train_epochs).toBe(3);
    expect(of('careful').eval_steps).toBeLessThan(of('standard').eval_steps);
    expect(of('careful').learning_rate).toBeLessThan(of('standard').learning_rate);
  });

  it('take rows as long as they are, and not beyond the model', () => {
    const length = (model: typeof smallModel, longestTokens: number) =>
      presetValues('standard', runOf(), model, datasetOf(), lengthsOf({ longestTokens })).max_length;
    expect(length(smallModel, 900)).toBe(1_024);
    expect(length(smallModel, 1_100)).toBe(1_152);
    expect(length(smallModel, 50_000)).toBe(768);
    expect(length(tinyModel, 3_000)).toBe(512);
  });

  it('learn ten times as fast with LoRA, and the answers only of chats', () => {
    const of = (given: Parameters<typeof runOf>[0], dataset = datasetOf()) =>
      presetValues('standard', runOf(given), smallModel, dataset, null);
    expect(of({ tuning: 'lora' }).learning_rate).toBeCloseTo(10 * of({ tuning: 'full' }).learning_rate);
    expect(of({}).assistant_only_loss).toBe(true);
    expect(of({}, datasetOf({ formats: ['prompt-completion'] })).assistant_only_loss).toBe(false);
  });

  it('keep GRPO’s rows a multiple of its answers', () => {
    for (const { id } of presets) {
      const values = presetValues(id, runOf({ method: 'grpo' }), modelOf(), datasetOf(), null, flavors.a100);
      expect(values.per_device_train_batch_size % values.num_generations).toBe(0);
    }
  });

  it('are left when a value is changed by hand', () => {
    const config = runOf();
    const parameters = presetValues('standard', config, smallModel, datasetOf(), null);
    expect(
      presetOf({ ...config, parameters: { ...parameters, lora_r: 64 } }, smallModel, datasetOf(), null),
    ).toBeNull();
    expect(
      presetOf({ ...config, parameters: { ...parameters, max_steps: 500 } }, smallModel, datasetOf(), null),
    ).toBeNull();
    expect(
      presetOf({ ...config, parameters: { ...parameters, max_length: 2_048 } }, smallModel, datasetOf(), null),
    ).toBe('standard');
  });
});
