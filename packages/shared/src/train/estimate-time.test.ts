import { describe, expect, it } from 'vitest';
import { datasetOf, flavors, lengthsOf, modelOf, runOf, smallModel, tinyModel } from './estimate-facts.fixture.ts';
import { estimateTime } from './estimate-time.ts';

describe('the time a run takes', () => {
  it('counts the steps as the trainer does', () => {
    const config = runOf({}, { num_train_epochs: 3, per_device_train_batch_size: 4, gradient_accumulation_steps: 4 });
    expect(estimateTime(config, modelOf(), datasetOf(), null, flavors.a100).steps).toBe(189);
    expect(estimateTime(config, modelOf(), datasetOf(), null, flavors.a10gTwice).steps).toBe(96);
  });

  it('ends at the limit on steps, whatever the epochs say', () => {
    expect(estimateTime(runOf({}, { max_steps: 7 }), modelOf(), null, null, flavors.a100).steps).toBe(7);
  });

  it('counts sequences that rows are packed into, and answers that prompts get', () => {
    const packed = runOf({}, { packing: true, max_length: 1_024, per_device_train_batch_size: 1, num_train_epochs: 1 });
    expect(estimateTime(packed, modelOf(), datasetOf(), lengthsOf({ averageTokens: 256 }), flavors.a100).steps).toBe(
      250,
    );
    const grpo = runOf({ method: 'grpo' }, { num_generations: 4, per_device_train_batch_size: 4, num_train_epochs: 1 });
    expect(estimateTime(grpo, modelOf(), datasetOf(), null, flavors.a100).steps).toBe(1_000);
  });

  it('is longer on a slower card and for a larger model', () => {
    const seconds = (model: Parameters<typeof estimateTime>[1], flavor: (typeof flavors)['a100' | 'a10g']) =>
      estimateTime(runOf(), model, datasetOf(), lengthsOf(), flavor).totalSeconds ?? NaN;
    expect(seconds(modelOf(), flavors.a10g)).toBeGreaterThan(seconds(modelOf(), flavors.a100));
    expect(seconds(modelOf(), flavors.a100)).toBeGreaterThan(seconds(smallModel, flavors.a100));
  });

  it('is of the right size for a known case', () => {
    // 8B LoRA, 16 rows of about 300 tokens: one to six seconds a step on an A100.
    const config = runOf({}, { per_device_train_batch_size: 4, gradient_accumulation_steps: 4 });
    const { secondsPerStep } = estimateTime(config, modelOf(), datasetOf(), lengthsOf(), flavors.a100);
    expect(secondsPerStep).toBeGreaterThan(1);
    expect(secondsPerStep).toBeLessThan(6);
  });

  it('is seconds for a tiny model on a processor, besides getting ready', () => {
    const found = estimateTime(runOf({}, { max_steps: 20 }), tinyModel, datasetOf(), lengthsOf(), flavors.cpu);
    expect((found.totalSeconds ?? NaN) - found.setupSeconds).toBeLessThan(30);
  });

  it('proposes half as much again, rounded up to what a person would say', () => {
    const found = estimateTime(runOf(), modelOf(), datasetOf(), lengthsOf(), flavors.a10g);
    expect(found.timeoutSeconds).toBeGreaterThanOrEqual((found.totalSeconds ?? NaN) * 1.5);
    expect([600, 900, 1_200, 1_800, 2_700, 3_600, 5_400, 7_200, 10_800]).toContain(found.timeoutSeconds);
    const endless = runOf({}, { num_train_epochs: 1_000, max_length: 4_096 });
    const week = estimateTime(
      endless,
      modelOf(),
      datasetOf({ splits: [{ split: 'train', rows: 1e7 }] }),
      null,
      flavors.a10g,
    );
    expect(week.timeoutSeconds).toBe(7 * 86_400);
    expect(week.sentence).toContain('longer than a job may take');
  });

  it('says what is not known instead of guessing the total', () => {
    const rowless = datasetOf({ splits: [{ split: 'train', rows: null }] });
    const found = estimateTime(runOf(), modelOf(), rowless, null, flavors.a100);
    expect(found).toMatchObject({ steps: null, totalSeconds: null, timeoutSeconds: null });
    expect(found.sentence).toContain('number of rows');
    expect(estimateTime(runOf(), null, datasetOf(), null, flavors.a100).totalSeconds).toBeNull();
    expect(estimateTime(runOf({ script: 'x' }), modelOf(), datasetOf(), null, flavors.a100).steps).toBeNull();
  });

  it('says how far it may be off', () => {
    const { sentence } = estimateTime(runOf(), modelOf(), datasetOf(), lengthsOf(), flavors.a100);
    expect(sentence).toMatch(
      /^About .*: .* to get ready and to save, 500 steps of .*\. It may take half or twice as long\.$/,
    );
  });
});
