import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { hubFiles } from './hub-files.ts';
import { readTinyDataset } from './tiny-dataset.ts';

// Datasets of this machine are read without it.
const hub = hubFiles('http://127.0.0.1:1', undefined);
const lines = (...texts: string[]) =>
  texts.map((text) => `${JSON.stringify({ prompt: text, completion: text.toUpperCase() })}\n`).join('');
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tiny-dataset-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function files(all: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, text] of Object.entries(all)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}

const card = `---
configs:
- config_name: small
  data_files:
  - {split: train, path: a.jsonl}
  - {split: held, path: b.jsonl}
- config_name: other
  data_files: c.jsonl
---
`;

test('the configuration and the splits are those that were asked for', async () => {
  await files({ 'README.md': card, 'a.jsonl': lines('a', 'aa'), 'b.jsonl': lines('b'), 'c.jsonl': lines('c') });
  const read = await readTinyDataset(hub, {
    dataset: folder,
    datasetConfig: 'small',
    trainSplit: 'train',
    evalSplit: 'held',
  });
  expect(read).toEqual({
    train: [
      { question: 'a', answer: 'A' },
      { question: 'aa', answer: 'AA' },
    ],
    validation: [{ question: 'b', answer: 'B' }],
    trainRows: 2,
    validationRows: 1,
    columns: ['prompt', 'completion'],
  });
  expect((await readTinyDataset(hub, { dataset: folder, datasetConfig: 'other' })).train).toEqual([
    { question: 'c', answer: 'C' },
  ]);
});

test('what is not there is refused by its name, with what is', async () => {
  await files({ 'README.md': card, 'a.jsonl': lines('a'), 'b.jsonl': lines('b') });
  const read = (change: object) => readTinyDataset(hub, { dataset: folder, ...change });
  await expect(read({ datasetConfig: 'none' })).rejects.toThrow('has no configuration none; it has small');
  await expect(read({ trainSplit: 'training' })).rejects.toThrow('has no split training; it has train, held');
});

test('without words about it, a split to evaluate with is taken if there is one, or every tenth row', async () => {
  await files({ 'train.jsonl': lines(...'abcdefghij'), 'val.jsonl': lines('v') });
  expect(await readTinyDataset(hub, { dataset: folder })).toMatchObject({ trainRows: 10, validationRows: 1 });
  await rm(join(folder, 'val.jsonl'));
  expect(await readTinyDataset(hub, { dataset: folder })).toMatchObject({ trainRows: 9, validationRows: 1 });
});

test('nothing is held out of a run that wants no evaluation', async () => {
  await files({ 'train.jsonl': lines(...'abcdefghij'), 'val.jsonl': lines('v') });
  expect(await readTinyDataset(hub, { dataset: folder, evalSplit: null })).toMatchObject({
    trainRows: 10,
    validation: [],
  });
});

test('of unpaired preferences the good answers are learnt', async () => {
  const judged = [true, false].map((label) => ({ prompt: 'q', completion: String(label), label }));
  await files({ 'train.jsonl': judged.map((row) => `${JSON.stringify(row)}\n`).join('') });
  expect(await readTinyDataset(hub, { dataset: folder })).toMatchObject({
    train: [{ question: 'q', answer: 'true' }],
    trainRows: 2,
  });
});

test('a line that is no JSON is refused with its row', async () => {
  await files({ 'train.jsonl': `${lines('a', 'b')}{"prompt":` });
  await expect(readTinyDataset(hub, { dataset: folder })).rejects.toMatchObject({
    row: 3,
    message: expect.stringContaining('Row 3'),
  });
});

test('tables are read too', async () => {
  await files({ 'train.csv': 'prompt,completion\nwhy,because\n' });
  expect((await readTinyDataset(hub, { dataset: folder })).train).toEqual([{ question: 'why', answer: 'because' }]);
});
