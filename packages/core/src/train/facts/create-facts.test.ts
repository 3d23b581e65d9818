import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type FactsHost, jsonl, runWith, startFacts } from './facts-host.fixture.ts';

// A thread that reads a tokenizer takes its time on a busy machine.
vi.setConfig({ testTimeout: 20_000 });

let host: FactsHost;
beforeEach(async () => {
  host = await startFacts();
});
afterEach(() => host.stop());

const pair = { prompt: 'Which?', chosen: 'The right one.', rejected: 'The wrong one.' };
const datasetOf = (id: string) => ({ id, config: null, train: 'train', evaluation: null });

describe('facts of a model', () => {
  it('come from its config where the Hub has counted nothing', async () => {
    const found = await host.facts.model('sandy/tiny-llama');
    expect(found).toMatchObject({
      model: 'sandy/tiny-llama',
      url: `${host.hub.url}/sandy/tiny-llama`,
      license: 'apache-2.0',
      access: 'open',
      architecture: 'LlamaForCausalLM',
      family: 'llama',
      hiddenSize: 64,
      layers: 2,
      vocabulary: 512,
      contextLength: 512,
      hasChatTemplate: true,
      quantization: null,
      trainable: { state: 'yes' },
    });
    // 512·64 embeddings and two layers of 64·64·3 + 3·64·160 + 2·64.
    expect(found.parameters).toBe(512 * 64 + 2 * (64 * 64 * 3 + 3 * 64 * 160 + 2 * 64));
  });

  it('say who asks before anybody is let in, and what the Hub has counted', async () => {
    const found = await host.facts.model('meta-llama/Llama-3.1-8B-Instruct');
    expect(found.access).toBe('asks');
    expect(found.parameters).toBeGreaterThan(1e9);
    expect(found.dtype).toBe('BF16');
    expect((await host.facts.model('moonshotai/Kimi-K2-Instruct')).warm).toBe(true);
  });

  it('tell what cannot be trained, and what instead', async () => {
    const verdict = async (model: string) => (await host.facts.model(model)).trainable;
    expect(await verdict('sandy/tide-tables-lora')).toMatchObject({ state: 'no', reason: expect.stringContaining('adapter') });
    expect(await verdict('unsloth/Qwen3-8B-GGUF')).toMatchObject({ state: 'no', reason: expect.stringContaining('GGUF') });
    expect(await verdict('sandy/calm-or-storm')).toMatchObject({ state: 'no' });
    expect(await verdict('moonshotai/Kimi-K2-Instruct')).toMatchObject({ state: 'with-care' });
    await host.make('model', 'sandy/small-gptq', {
      'config.json': JSON.stringify({
        architectures: ['LlamaForCausalLM'],
        quantization_config: { quant_method: 'gptq', bits: 4 },
      }),
      'model.safetensors': 'weights',
    });
    expect(await host.facts.model('sandy/small-gptq')).toMatchObject({
      quantization: 'gptq 4-bit',
      trainable: { state: 'with-care' },
    });
  });

  it('find the template of a model that has it in its tokenizer’s config', async () => {
    const files = { 'config.json': '{}', 'model.safetensors': 'weights' };
    await host.make('model', 'sandy/old', { ...files, 'tokenizer_config.json': '{"chat_template":"{{ messages }}"}' });
    await host.make('model', 'sandy/base', { ...files, 'tokenizer_config.json': '{"chat_template":null}' });
    expect((await host.facts.model('sandy/old')).hasChatTemplate).toBe(true);
    expect((await host.facts.model('sandy/base')).hasChatTemplate).toBe(false);
  });

  it('reject for a model that is not there', async () => {
    await expect(host.facts.model('sandy/nothing')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('facts of a dataset', () => {
  it('name its splits with their rows and what the rows are', async () => {
    const found = await host.facts.dataset('sandy/small-questions', null);
    expect(found).toMatchObject({
      config: null,
      configs: ['default'],
      columns: ['messages'],
      formats: ['messages'],
      problem: null,
      draft: null,
    });
    expect(found.splits.map(({ split }) => split)).toEqual(['train', 'validation']);
    expect(found.splits[0]?.rows).toBeGreaterThan(10);
    expect(found.averageCharacters).toBeGreaterThan(50);
  });

  it('judge what every method takes', async () => {
    await host.make('dataset', 'sandy/pairs', { 'train.jsonl': jsonl([pair, pair]) });
    await host.make('dataset', 'sandy/thumbs', {
      'train.jsonl': jsonl([{ prompt: 'A?', completion: 'B', label: true }]),
    });
    expect((await host.facts.dataset('sandy/pairs', null)).formats[0]).toBe('preference');
    expect((await host.facts.dataset('sandy/pairs', null)).averageCharacters).toBe(6 + 14 + 14);
    expect((await host.facts.dataset('sandy/thumbs', null)).formats).toEqual([
      'unpaired-preference',
      'prompt-completion',
      'prompt',
    ]);
  });

  it('say what to do with rows that no method takes as they are', async () => {
    await host.make('dataset', 'sandy/alpaca', {
      'train.jsonl': jsonl([{ instruction: 'Say hi', input: '', output: 'Hi' }]),
    });
    const found = await host.facts.dataset('sandy/alpaca', null);
    expect(found.formats).toEqual([]);
    expect(found.problem).toMatch(/Alpaca.* Open it in Datasets and upload it as mapped\.$/);
  });

  it('name the open draft of the same dataset', async () => {
    const origin = { kind: 'hub' as const, dataset: 'sandy/small-questions', revision: 'main', config: null };
    const plan = { mapping: null, dropped: [], validationShare: 0, seed: 0, splits: {} };
    const edits = { changed: 0, dropped: 0 };
    host.drafts.push({ id: 'd1', name: '', origin, plan, edits, openedAt: '', arriving: null, found: null });
    expect((await host.facts.dataset('sandy/small-questions', null)).draft).toBe('d1');
    expect((await host.facts.dataset('sandy/tide-pool-chats', null)).draft).toBeNull();
  });

  it('reject for one that is closed, absent, or has no such configuration', async () => {
    await expect(host.facts.dataset('sandy/nothing', null)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(host.facts.dataset('sandy/small-questions', 'french')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    host.as('noCredits');
    await expect(host.facts.dataset('tidewater/harbor-dialogues', null)).rejects.toMatchObject({ code: 'GATED' });
  });
});

describe('lengths', () => {
  it('are those of the first rows in the model’s own tokens', async () => {
    const found = await host.facts.lengths(runWith());
    expect(found.rows).toBeGreaterThan(10);
    expect(found.complete).toBe(true);
    expect(found.averageTokens).toBeGreaterThan(20);
    expect(found.longestTokens).toBeGreaterThanOrEqual(found.p95Tokens);
    expect(found.refusedRows).toBe(0);
  });

  it('tell for any limit what it would cut, without counting again', async () => {
    await host.facts.lengths(runWith());
    const asked = host.hub.requests.length;
    const short = await host.facts.lengths(runWith({}, { max_length: 8 }));
    expect(short.cutRows).toBe(short.rows);
    expect(short.lostRows).toBeGreaterThan(0);
    expect(host.hub.requests.length).toBe(asked);
  });

  it('are of some rows only where there are many', async () => {
    const rows = Array.from({ length: 250 }, (_, index) => ({ text: `Number ${index}` }));
    await host.make('dataset', 'sandy/many', { 'train.jsonl': jsonl(rows) });
    const found = await host.facts.lengths(runWith({ dataset: datasetOf('sandy/many') }));
    expect(found).toMatchObject({ rows: 200, complete: false });
  });

  it('count both answers of a pair', async () => {
    await host.make('dataset', 'sandy/pairs', { 'train.jsonl': jsonl([pair]) });
    const found = await host.facts.lengths(runWith({ method: 'dpo', dataset: datasetOf('sandy/pairs') }));
    expect(found.averageTokens).toBeGreaterThan(found.longestTokens);
  });

  it('are taken from what Datasets has counted to the end', async () => {
    await host.stop();
    const asked: unknown[] = [];
    host = await startFacts({
      draftTokens: {
        counted: (draft, wish) => {
          asked.push([draft, wish.model, wish.method, wish.maxLength]);
          return {
            model: wish.model,
            rows: 7,
            rowsTotal: 7,
            rowsPerSecond: 1,
            histogram: { bounds: [], counts: [] },
            median: 1,
            p95: 9,
            longest: { file: 'train.jsonl', row: 1, tokens: 10 },
            tokens: 35,
            trainedTokens: 20,
            maxLength: wish.maxLength,
            cutRows: 0,
            rowsWithoutAnswer: 0,
            tokensKept: 35,
            trainedTokensKept: 20,
            refusedRows: 0,
            firstRefusal: null,
            evaluationRows: 0,
            done: true,
          };
        },
      },
      drafts: {
        list: async () => [
          {
            id: 'd1',
            name: '',
            origin: { kind: 'hub', dataset: 'sandy/small-questions', revision: 'main', config: null },
            plan: { mapping: null, dropped: [], validationShare: 0, seed: 0, splits: {} },
            edits: { changed: 0, dropped: 0 },
            openedAt: '',
            arriving: null,
            found: null,
          },
        ],
      },
    });
    expect(await host.facts.lengths(runWith())).toMatchObject({ rows: 7, complete: true, averageTokens: 5, p95Tokens: 9 });
    expect(asked).toEqual([['d1', 'sandy/tiny-llama', 'sft', 256]]);
  });

  it('say why there are none', async () => {
    await expect(host.facts.lengths(runWith({ method: 'dpo' }))).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    await expect(host.facts.lengths(runWith({ model: null }))).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    await host.make('model', 'sandy/mute', { 'config.json': '{}', 'model.safetensors': 'weights' });
    await expect(host.facts.lengths(runWith({ model: 'sandy/mute' }))).rejects.toMatchObject({ code: 'NO_TOKENIZER' });
  });
});

describe('asking', () => {
  it('is done once for several who ask at once, and again after a failure', async () => {
    const ofModel = () => host.hub.requests.filter(({ path }) => path.startsWith('/api/models/sandy/tiny-llama')).length;
    await Promise.all([host.facts.model('sandy/tiny-llama'), host.facts.model('sandy/tiny-llama')]);
    expect(ofModel()).toBe(1);
    const repaired = host.hub.fail('GET /api/models/:namespace/:name', { status: 503 });
    await expect(host.facts.model('sandy/harbour-helper')).rejects.toMatchObject({ code: 'PROVIDER_UNAVAILABLE' });
    repaired();
    await expect(host.facts.model('sandy/harbour-helper')).resolves.toMatchObject({ access: 'open' });
  });

  it('ends when nobody waits any more', async () => {
    const stop = new AbortController();
    const asked = host.facts.lengths(runWith(), stop.signal);
    stop.abort();
    await expect(asked).rejects.toMatchObject({ code: 'CANCELLED' });
    await expect(host.facts.lengths(runWith())).resolves.toMatchObject({ complete: true });
  });
});
