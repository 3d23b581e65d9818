import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lastCheckpoint, writeCheckpoint } from './tiny-checkpoints.ts';
import { freshWeights, TINY_SHAPE } from './tiny-network.ts';
import { trainTinyModel } from './train-tiny-model.ts';

const model = { shape: TINY_SHAPE, weights: freshWeights(TINY_SHAPE, () => 0.5) };
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tiny-checkpoints-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('the last one is found again, by number and not by name', async () => {
  for (const step of [9, 100, 20]) await writeCheckpoint(folder, step, model, undefined);
  expect(await lastCheckpoint(folder)).toMatchObject({ step: 100, path: join(folder, 'checkpoint-100') });
});

test('only so many are kept', async () => {
  for (const step of [5, 10, 15]) await writeCheckpoint(folder, step, model, 2);
  expect((await readdir(folder)).sort()).toEqual(['checkpoint-10', 'checkpoint-15']);
});

test('one that was not written to its end is passed over', async () => {
  await writeCheckpoint(folder, 5, model, undefined);
  const path = await writeCheckpoint(folder, 10, model, undefined);
  await rm(join(path, 'trainer_state.json'));
  expect((await lastCheckpoint(folder))?.step).toBe(5);
  await writeFile(join(folder, 'checkpoint-5', 'model.safetensors'), 'half');
  expect(await lastCheckpoint(folder)).toBeUndefined();
});

test('a folder that is not there has none', async () => {
  expect(await lastCheckpoint(join(folder, 'absent'))).toBeUndefined();
});

test('training goes on from it with the next step and its weights', () => {
  const examples = [{ question: 'a', answer: 'b' }];
  const plan = {
    steps: 5,
    rowsPerStep: 1,
    learningRate: 0.01,
    seed: 1,
    maxBytes: 10,
    evaluateEvery: 99,
    checkpointEvery: 99,
  };
  const told = [...trainTinyModel(examples, [], { ...plan, start: { step: 3, model } })];
  expect(told.map(({ step }) => step)).toEqual([4, 5]);
});
