import { describe, expect, it } from 'vitest';
import { applyChange } from './apply-change.ts';
import { flavors, modelOf, runOf, smallModel, tinyModel } from './estimate-facts.fixture.ts';
import { estimateMemory, memoryRemedy } from './estimate-memory.ts';

const needed = (...given: Parameters<typeof estimateMemory>) => estimateMemory(...given).neededGb ?? NaN;

describe('the memory a run needs', () => {
  it.each([
    // The rule of thumb of reference C4 in GB for 8.19 billion parameters, with the 2 to 6 GB it leaves for rows.
    ['full', 16 * 8.19, 22],
    ['lora', 2 * 8.19 + 1, 8],
    ['qlora', 0.7 * 8.19 + 1.5, 8],
  ] as const)('is near the rule of thumb with %s', (tuning, rule, more) => {
    const gb = needed(
      runOf({ tuning }, { max_length: 1_024, per_device_train_batch_size: 1 }),
      modelOf(),
      flavors.h200,
    );
    expect(gb).toBeGreaterThan(rule * 0.95);
    expect(gb).toBeLessThan(rule + more);
  });

  it('grows with each of rows, their length and the vocabulary', () => {
    const start = needed(runOf(), modelOf(), flavors.a100);
    expect(needed(runOf({}, { per_device_train_batch_size: 8 }), modelOf(), flavors.a100)).toBeGreaterThan(start);
    expect(needed(runOf({}, { max_length: 4_096 }), modelOf(), flavors.a100)).toBeGreaterThan(start);
    expect(needed(runOf(), modelOf({ vocabulary: 262_144 }), flavors.a100)).toBeGreaterThan(start);
  });

  it('falls with recomputing, the 8-bit optimizer and 16-bit weights', () => {
    const full = runOf({ tuning: 'full' }, { gradient_checkpointing: false, max_length: 2_048 });
    const start = needed(full, smallModel, flavors.a100);
    for (const values of [{ gradient_checkpointing: true }, { optim: 'adamw_8bit' }, { dtype: 'bfloat16' }] as const)
      expect(needed(applyChange(full, { parameters: values }), smallModel, flavors.a100)).toBeLessThan(start);
  });

  it('holds a second model to compare with, unless LoRA does that', () => {
    const parts = (tuning: 'full' | 'lora', method: 'sft' | 'dpo' | 'kto') =>
      estimateMemory(runOf({ tuning, method }), smallModel, flavors.a100).parts.map(({ what }) => what);
    expect(parts('full', 'dpo')).toContain('the model as it was, to compare with');
    expect(parts('full', 'kto')).toContain('the model as it was, to compare with');
    expect(parts('lora', 'dpo')).not.toContain('the model as it was, to compare with');
    expect(parts('full', 'sft')).not.toContain('the model as it was, to compare with');
  });

  it('is that of the rows the script really takes', () => {
    const one = { per_device_train_batch_size: 1, num_generations: 8 };
    const two = { ...one, per_device_train_batch_size: 2 };
    expect(needed(runOf({ method: 'kto' }, one), smallModel, flavors.a100)).toBe(
      needed(runOf({ method: 'kto' }, two), smallModel, flavors.a100),
    );
    expect(needed(runOf({ method: 'grpo' }, one), smallModel, flavors.a100)).toBe(
      needed(runOf({ method: 'grpo' }, { ...one, per_device_train_batch_size: 8 }), smallModel, flavors.a100),
    );
  });

  it('is that of 32 bits where the script takes no others', () => {
    const weights = (
      dtype: 'auto' | 'float16' | 'bfloat16',
      flavor: (typeof flavors)['a100'] | (typeof flavors)['cpu'],
    ) =>
      estimateMemory(runOf({ tuning: 'full' }, { dtype }), smallModel, flavor).parts.find(
        ({ what }) => what === 'the weights',
      )?.gb;
    expect(weights('auto', flavors.a100)).toBeCloseTo(2.4);
    expect(weights('float16', flavors.a100)).toBeCloseTo(2.4);
    expect(weights('bfloat16', flavors.a100)).toBeCloseTo(1.2);
    expect(weights('bfloat16', flavors.cpu)).toBeCloseTo(2.4);
  });

  it('counts answers that are being written with GRPO', () => {
    const parts = estimateMemory(runOf({ method: 'grpo' }), smallModel, flavors.a100).parts;
    expect(parts.map(({ what }) => what)).toContain('answers being written');
  });

  it('is that of one card when there are several', () => {
    const twice = estimateMemory(runOf(), modelOf(), flavors.a10gTwice);
    expect(twice.availableGb).toBe(24);
    expect(twice.neededGb).toBeGreaterThan(needed(runOf(), modelOf(), flavors.a10g));
    expect(twice.sentence).toContain('each card’s 24 GB');
  });
});

describe('the verdict', () => {
  it('is that a small model fits, with the largest part named', () => {
    const found = estimateMemory(runOf(), smallModel, flavors.l4);
    expect(found.verdict).toBe('fits');
    expect(found.sentence).toMatch(/^Needs about .* of the card’s 24 GB, the largest part .+ \(.* GB\)\.$/);
  });

  it('is tight between 85 and 100 percent', () => {
    const gb = needed(runOf(), modelOf(), flavors.a10g);
    const card = (memoryGb: number) => ({ ...flavors.a10g, accelerator: { ...flavors.a10g.accelerator!, memoryGb } });
    expect(estimateMemory(runOf(), modelOf(), card(gb / 0.84)).verdict).toBe('fits');
    expect(estimateMemory(runOf(), modelOf(), card(gb / 0.86)).verdict).toBe('tight');
    expect(estimateMemory(runOf(), modelOf(), card(gb / 0.99)).verdict).toBe('tight');
    expect(estimateMemory(runOf(), modelOf(), card(gb / 1.01)).verdict).toBe('no');
  });

  it('names what would help when it does not fit', () => {
    const found = estimateMemory(runOf({ tuning: 'full' }), modelOf(), flavors.l4);
    expect(found.verdict).toBe('no');
    expect(found.sentence).toMatch(/and the card has 24 GB: it will not fit\. With LoRA, it would need about .* GB\.$/);
  });

  it('keeps the rows of a step when it proposes fewer at a time', () => {
    const config = runOf({}, { per_device_train_batch_size: 16, gradient_accumulation_steps: 2, max_length: 4_096 });
    const remedy = memoryRemedy(config, modelOf(), flavors.l4);
    expect(remedy?.change.parameters).toMatchObject({
      per_device_train_batch_size: 1,
      gradient_accumulation_steps: 32,
    });
    expect(['fits', 'tight']).toContain(remedy?.estimate.verdict);
    expect(estimateMemory(applyChange(config, remedy!.change), modelOf(), flavors.l4).neededGb).toBe(
      remedy?.estimate.neededGb,
    );
  });

  it('says that nothing helps when nothing does', () => {
    const giant = modelOf({ parameters: 400e9, hiddenSize: 16_384, layers: 126 });
    expect(memoryRemedy(runOf(), giant, flavors.l4)).toBeNull();
    expect(estimateMemory(runOf(), giant, flavors.l4).sentence).toContain('a smaller model');
  });

  it('mentions the missing bfloat16 of an old card', () => {
    expect(estimateMemory(runOf(), smallModel, flavors.t4).sentence).toContain('float16 is used');
    expect(estimateMemory(runOf({}, { dtype: 'bfloat16' }), smallModel, flavors.t4).sentence).toContain(
      'choose “auto”',
    );
    expect(estimateMemory(runOf(), smallModel, flavors.l4).sentence).not.toContain('bfloat16');
  });

  it('is that a tiny model fits into a machine without a card, and QLoRA never does', () => {
    expect(estimateMemory(runOf(), tinyModel, flavors.cpu).verdict).toBe('fits');
    expect(estimateMemory(runOf({ tuning: 'qlora' }), tinyModel, flavors.cpu).verdict).toBe('no');
  });

  it('is unknown where the size, the script or the hardware is', () => {
    expect(estimateMemory(runOf(), null, flavors.l4).verdict).toBe('unknown');
    expect(estimateMemory(runOf(), modelOf({ parameters: null }), flavors.l4).verdict).toBe('unknown');
    expect(estimateMemory(runOf({ script: 'print(1)' }), modelOf(), flavors.l4).verdict).toBe('unknown');
    const nameless = { ...flavors.l4, accelerator: { kind: 'gpu', model: 'New', count: 1, memoryGb: null } };
    expect(estimateMemory(runOf(), modelOf(), nameless).verdict).toBe('unknown');
  });

  it('is no on accelerators the script is not made for', () => {
    const neuron = { ...flavors.l4, accelerator: { kind: 'neuron', model: 'Inferentia2', count: 1, memoryGb: 32 } };
    expect(estimateMemory(runOf(), smallModel, neuron).verdict).toBe('no');
  });

  it('needs only the number of parameters', () => {
    const bare = modelOf({ hiddenSize: null, layers: null, vocabulary: null });
    const gb = needed(runOf(), bare, flavors.a100);
    expect(gb / needed(runOf(), modelOf(), flavors.a100)).toBeGreaterThan(0.8);
    expect(gb / needed(runOf(), modelOf(), flavors.a100)).toBeLessThan(1.25);
  });
});
