import { describe, expect, test } from 'vitest';
import { isWarm } from '../models/model-record.ts';
import { demoSeed } from './demo.ts';
import { emptySeed } from './empty.ts';
import { hugeSeed } from './huge.ts';

// What `huggingface_hub` insists on before it sends a request.
const REPO_ID = /^[\w.-]{1,96}\/[\w.-]{1,96}$/;

describe('the demo', () => {
  const { models } = demoSeed();

  test('has valid ids, each once', () => {
    expect(models.filter(({ id }) => !REPO_ID.test(id) || id.includes('--') || id.includes('..'))).toEqual([]);
    expect(new Set(models.map(({ id }) => id.toLowerCase())).size).toBe(models.length);
  });

  test('has sizes, licenses and gates of many kinds', () => {
    expect(models.filter(({ parameters }) => parameters <= 0)).toEqual([]);
    expect(new Set(models.map(({ license }) => license)).size).toBeGreaterThan(10);
    expect(new Set(models.map(({ gated }) => gated))).toEqual(new Set([false, 'auto', 'manual']));
  });

  test('reads sizes out of names', () => {
    const size = (id: string) => models.find((model) => model.id === id)?.parameters;
    expect([size('Qwen/Qwen3-30B-A3B'), size('google/gemma-3-270m-it'), size('openai/gpt-oss-20b')]).toEqual([
      30e9, 270e6, 21.5e9,
    ]);
    expect(size('CohereLabs/c4ai-command-r7b-12-2024')).toBe(8e9);
    expect(size('Qwen/Qwen2.5-7B-Instruct-1M')).toBe(7e9);
  });

  test('is the same in every run', () => {
    expect(demoSeed()).toEqual(demoSeed());
  });
});

test('the empty seed has an account and no models', () => {
  const { accounts, orgs, models } = emptySeed();
  expect([accounts[0]?.name, orgs, models]).toEqual(['newcomer', [], []]);
});

test('the huge seed has 120,000 warm models with valid ids, each once', () => {
  const { models } = hugeSeed();
  expect(models).toHaveLength(120_000);
  expect(new Set(models.map(({ id }) => id.toLowerCase())).size).toBe(120_000);
  expect(models.every((model) => isWarm(model) && model.pipelineTag === 'text-generation')).toBe(true);
  expect(models.filter(({ id }) => !REPO_ID.test(id))).toEqual([]);
});
