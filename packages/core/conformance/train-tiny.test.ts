// The generated script where there is no training stack: the Sandbox's tiny trainer takes it, does what its settings
// say, and tells the same events in the same order.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hostEnvironment } from '../../sandbox-hub/src/jobs/host-environment.ts';
import { startTrainingSandbox, type TrainingSandbox } from './training-sandbox.ts';

let sandbox: TrainingSandbox;
let home: string;
const steps = (run: Awaited<ReturnType<TrainingSandbox['train']>>) =>
  run.events.flatMap((event) => (event.k === 'step' ? [event['step']] : []));

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'hubdesk-tiny-'));
  // Its cache is empty, and nothing is downloaded into it.
  sandbox = await startTrainingSandbox({ host: { ...hostEnvironment(), cache: join(home, 'cache'), realTraining: false } });
});
afterAll(async () => {
  await sandbox.close();
  await rm(home, { recursive: true, force: true });
});

test('a run tells each phase in its order, with the splits, steps and evaluations that were asked for', async () => {
  const run = await sandbox.train('tiny', {
    dataset: { evaluation: 'validation' },
    parameters: { max_steps: 6, logging_steps: 2, eval_steps: 3, save_steps: 3 },
  });
  expect(run.stage).toBe('COMPLETED');
  const order = ['deps', 'model', 'data', 'start', 'step', 'eval', 'checkpoint', 'save', 'push', 'verified'];
  expect(new Set(run.events.map(({ k }) => k))).toEqual(new Set(order));
  expect(run.event('deps')['trainer']).toBe('tiny');
  expect(run.event('data')).toMatchObject({ train: 27, validation: 8, columns: ['messages'] });
  expect(steps(run)).toEqual([1, 2, 4, 6]);
  expect(run.events.filter(({ k }) => k === 'eval').map((event) => event['step'])).toEqual([3, 6]);
  const sizes = await sandbox.weights('tiny');
  expect(run.event('verified')).toMatchObject({ repo: 'sandy/tiny', bytes: sizes['model.safetensors'], kind: 'full' });
});

test('without a split to evaluate with nothing is evaluated, and without checkpoints none are kept', async () => {
  const run = await sandbox.train('plain', { keepCheckpoints: false, parameters: { max_steps: 2, save_steps: 1 } });
  expect(run.event('data')).toMatchObject({ train: 27, validation: 0 });
  expect(run.events.filter(({ k }) => k === 'eval' || k === 'checkpoint')).toEqual([]);
});

test('a smoke run takes two steps and pushes nothing', async () => {
  const run = await sandbox.train('tiny-smoke', { kind: 'smoke' });
  expect(run.event('smoke')).toMatchObject({ steps: 2 });
  await expect(sandbox.weights('tiny-smoke')).rejects.toThrow('404');
});

test('a run goes on from the last checkpoint in its bucket', async () => {
  const parameters = { save_steps: 2, logging_steps: 1 };
  await sandbox.train('first', { folder: 'shared', parameters: { ...parameters, max_steps: 4 } });
  const run = await sandbox.train('second', { folder: 'shared', parameters: { ...parameters, max_steps: 6 } });
  expect(run.event('start')).toMatchObject({ resumed_from: 4, max_steps: 6 });
  expect(steps(run)).toEqual([5, 6]);
});

test.each([
  ['dpo', { prompt: 'Why?', chosen: 'Because.', rejected: 'No.' }],
  ['kto', { prompt: 'Why?', completion: 'Because.', label: true }],
  ['grpo', { prompt: 'Why?' }],
] as const)('%s is done as far as it can be, and what is left out is said', async (method, row) => {
  await sandbox.upload(`rows-${method}`, { 'train.jsonl': `${JSON.stringify(row)}\n`.repeat(4) });
  const run = await sandbox.train(`tiny-${method}`, {
    method,
    reward: { kind: 'near-length', value: '20' },
    dataset: { id: `sandy/rows-${method}` },
    parameters: { max_steps: 2 },
  });
  expect(run.stage).toBe('COMPLETED');
  expect(run.event('note')).toMatchObject({ code: 'METHOD', message: expect.stringContaining(method.toUpperCase()) });
});

test('a split that is not there, and a row that is none, end the run as data', async () => {
  const absent = await sandbox.train('absent', { dataset: { train: 'training' } });
  expect(absent.event('error')).toMatchObject({ code: 'DATA', message: expect.stringContaining('has no split training') });
  await sandbox.upload('bad-rows', { 'train.jsonl': '{"text":"fine"}\n{"text":' });
  const bad = await sandbox.train('bad', { dataset: { id: 'sandy/bad-rows' } });
  expect(bad.event('error')).toMatchObject({ code: 'DATA', row: 2 });
  expect(bad.stage).toBe('ERROR');
});

test('without a token nothing could be pushed, which is said before anything is trained', async () => {
  const run = await sandbox.train('no-token', { giveToken: false, dataset: { id: 'sandy/small-questions' }, parameters: { max_steps: 1 } });
  expect(run.stage).toBe('ERROR');
  expect(run.event('error')).toMatchObject({ code: 'PUSH' });
  expect(steps(run)).toEqual([]);
});
