import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock, testClock } from '../../ports/clock.ts';
import { sourceWorkers } from '../../ports/source-workers.ts';
import { loadModelTokenizer } from './model-files.ts';
import { rowSequences, type RowKind } from './row-sequences.ts';
import { lineJobs, spread } from './token-jobs.ts';
import type { TokenJob } from './token-task.ts';
import { createTokenWorkers, type CountReport, type TokenWorkers } from './token-workers.ts';
import { variedChats, variedTexts } from './varied-texts.fixture.ts';

const tinyLlama = fileURLToPath(new URL('../../../../sandbox-hub/tiny-llama', import.meta.url));
const model = 'sandy/tiny-llama';
const sft: RowKind = { format: 'messages', method: 'sft' };

let folder: string;
let workers: TokenWorkers;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hubdesk-tokens-'));
  workers = createTokenWorkers({ workerScript: sourceWorkers, clock: systemClock, model, folder: tinyLlama });
});
afterEach(async () => {
  await workers.close();
  await rm(folder, { recursive: true, force: true });
});

async function lastOf(reports: AsyncIterable<CountReport>): Promise<CountReport> {
  let last: CountReport | undefined;
  for await (const report of reports) last = report;
  if (!last) throw new Error('No report');
  return last;
}

/** A JSONL file, and where every tenth of its rows begins. */
async function jsonl(lines: readonly string[]) {
  const path = join(folder, 'train.jsonl');
  const text = lines.map((line) => `${line}\n`).join('');
  await writeFile(path, text);
  let offset = 0;
  const index = { rows: [] as number[], offsets: [] as number[] };
  let row = 0;
  for (const line of lines) {
    if (row % 10 === 0 && line.trim() !== '' && index.rows.at(-1) !== row) {
      index.rows.push(row);
      index.offsets.push(offset);
    }
    if (line.trim() !== '') row += 1;
    offset += Buffer.byteLength(line) + 1;
  }
  return { file: 'train.jsonl', path, sizeBytes: Buffer.byteLength(text), index };
}

const none = { mapping: null, evaluationRows: 0 };

describe('counting', { timeout: 60_000 }, () => {
  it('gives the numbers that the rows one by one give, for every limit', async () => {
    const chats = variedChats(200, { system: true });
    const file = await jsonl(chats.map((messages) => JSON.stringify({ messages })));
    const jobs = spread(lineJobs(file, 2_000));
    expect(jobs.length).toBeGreaterThan(5);
    const count = workers.count({ kind: sft, jobs, rowsTotal: 200, ...none });
    const tokenizer = await loadModelTokenizer(tinyLlama);
    const sequences = chats.flatMap((messages) => rowSequences({ messages }, sft, tokenizer));
    const mask = sequences.map(({ ids, trained }) => ids.map((_, at) => trained.some(({ start, end }) => at >= start && at < end)));
    const sum = (numbers: number[]) => numbers.reduce((a, b) => a + b, 0);
    await lastOf(count.follow(64));
    for (const maxLength of [1, 20, 64, 150, 400, 100_000]) {
      const cut = mask.map((each) => each.slice(0, maxLength));
      const left = cut.filter((each) => each.includes(true));
      expect(count.report(maxLength)).toMatchObject({
        done: true,
        rows: 200,
        rowsTotal: 200,
        tokens: sum(mask.map((each) => each.length)),
        trainedTokens: sum(mask.map((each) => each.filter(Boolean).length)),
        cutRows: mask.filter((each) => each.length > maxLength).length,
        rowsWithoutAnswer: 200 - left.length,
        tokensKept: sum(left.map((each) => each.length)),
        trainedTokensKept: sum(left.map((each) => each.filter(Boolean).length)),
        refusedRows: 0,
      });
    }
    const lengths = sequences.map(({ ids }) => ids.length).sort((a, b) => a - b);
    const report = count.report(64);
    expect(report).toMatchObject({ median: lengths[99], p95: lengths[189] });
    expect(report.longest?.tokens).toBe(lengths.at(-1));
    expect(sequences[report.longest?.row ?? -1]?.ids.length).toBe(lengths.at(-1));
    expect(sum(report.histogram.counts)).toBe(200);
    report.histogram.bounds.forEach((bound, at) => {
      expect(sum(report.histogram.counts.slice(0, at + 1))).toBe(lengths.filter((length) => length <= bound).length);
    });
  });

  it('names the first row that is refused, and leaves out what is to be skipped', async () => {
    const good = (text: string) => JSON.stringify({ messages: [{ role: 'user', content: text }, { role: 'assistant', content: text }] });
    const lines = Array.from({ length: 40 }, (_, row) => good(`row ${row}`));
    lines[31] = '{"messages": [';
    lines[17] = '{"messages": "no"}';
    // Blank lines are no rows.
    const file = await jsonl([...lines.slice(0, 5), '', '  ', ...lines.slice(5)]);
    const skip = Uint32Array.of(0, 3, 39);
    const count = workers.count({ kind: sft, jobs: lineJobs({ ...file, skip }, 100), rowsTotal: 37, ...none });
    const report = await lastOf(count.follow(1_024));
    expect(report).toMatchObject({ rows: 37, refusedRows: 2, firstRefusal: { file: 'train.jsonl', row: 17 } });
    expect(report.firstRefusal?.reason).toContain('messages');
  });

  it('applies a mapping, and takes rows that come in batches', async () => {
    async function* jobs(): AsyncGenerator<TokenJob> {
      for (let firstRow = 0; firstRow < 30; firstRow += 10) {
        yield { kind: 'rows', file: 'a.csv', firstRow, rows: Array.from({ length: 10 }, (_, at) => ({ q: `Question ${firstRow + at}`, a: 'Answer' })) };
      }
    }
    const mapping = { kind: 'conversation', system: null, user: 'q', assistant: 'a' } as const;
    const report = await lastOf(workers.count({ kind: sft, jobs: jobs(), mapping, rowsTotal: 30, evaluationRows: 3 }).follow(1_024));
    expect(report).toMatchObject({ rows: 30, refusedRows: 0, evaluationRows: 3, done: true });
    expect(report.trainedTokens).toBeLessThan(report.tokens / 2);
  });

  it('takes the longer of two answers for the length of a preference, and both for its tokens', async () => {
    const row = { prompt: 'Say it: ', chosen: 'yes', rejected: 'no, never in a hundred years' };
    const kind: RowKind = { format: 'preference', method: 'dpo' };
    const tokenizer = await loadModelTokenizer(tinyLlama);
    const [chosen, rejected] = rowSequences(row, kind, tokenizer);
    if (!chosen || !rejected) throw new Error('Two sequences');
    const count = workers.count({ kind, jobs: [{ kind: 'rows', file: 'a', firstRow: 0, rows: [row] }], rowsTotal: 1, ...none });
    await lastOf(count.follow(1_024));
    expect(count.report(1_024)).toMatchObject({ longest: { tokens: rejected.ids.length }, tokens: chosen.ids.length + rejected.ids.length, cutRows: 0 });
    const prompt = chosen.trained[0]?.start ?? 0;
    expect(count.report(prompt + 1)).toMatchObject({ cutRows: 1, rowsWithoutAnswer: 0, trainedTokensKept: 2 });
    expect(count.report(prompt)).toMatchObject({ cutRows: 1, rowsWithoutAnswer: 1, tokensKept: 0 });
  });

  it('pauses when nobody reads, goes on when somebody does, and never counts a row twice', async () => {
    let given = 0;
    function* jobs(): Generator<TokenJob> {
      for (let firstRow = 0; firstRow < 400; firstRow += 1) {
        given += 1;
        yield { kind: 'rows', file: 'a', firstRow, rows: [{ text: variedTexts(1, firstRow)[0] ?? '' }] };
      }
    }
    const count = workers.count({ kind: { format: 'text', method: 'sft' }, jobs: jobs(), rowsTotal: 400, ...none });
    for await (const report of count.follow(64)) if (!report.done) break;
    expect(given).toBeLessThan(400);
    expect(await lastOf(count.follow(64))).toMatchObject({ rows: 400, done: true });
    // All is known: a later reader is answered at once.
    expect(await lastOf(count.follow(8))).toMatchObject({ rows: 400, maxLength: 8, done: true });
  });

  it('ends with what stopped it: the reader, a file that is gone, the end of the app', async () => {
    const gone = workers.count({ kind: sft, jobs: [{ kind: 'lines', file: 'x', path: join(folder, 'gone'), startByte: 0, endByte: 10, firstRow: 0 }], rowsTotal: 1, ...none });
    await expect(lastOf(gone.follow(64))).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const reader = new AbortController();
    reader.abort();
    const rows: TokenJob[] = [{ kind: 'rows', file: 'a', firstRow: 0, rows: [{ text: 'x' }] }];
    await expect(lastOf(workers.count({ kind: sft, jobs: rows, rowsTotal: 1, ...none }).follow(64, reader.signal))).rejects.toMatchObject({ code: 'CANCELLED' });
    await workers.close();
    await expect(lastOf(workers.count({ kind: sft, jobs: rows, rowsTotal: 1, ...none }).follow(64))).rejects.toMatchObject({ code: 'CANCELLED' });
  });

  it('says so when the tokenizer cannot be read', async () => {
    await writeFile(join(folder, 'tokenizer.json'), '{"model": 3}');
    const broken = createTokenWorkers({ workerScript: sourceWorkers, clock: systemClock, model, folder });
    await expect(broken.render({ text: 'x' }, { format: 'text', method: 'sft' }, null)).rejects.toMatchObject({ code: 'HUB_CHANGED' });
    await broken.close();
  });
});

describe('a rendered row', { timeout: 60_000 }, () => {
  const messages = [{ role: 'user', content: 'Größe <|end|> 👍🏽?' }, { role: 'assistant', content: '東京 is large.' }];

  it('is the text the template writes, special tokens apart, the answer marked', async () => {
    const [row, ...more] = await workers.render({ messages }, sft, null);
    expect(more).toEqual([]);
    expect(row?.pieces.map(({ text }) => text).join('')).toBe('<|user|>\nGröße <|end|> 👍🏽?<|end|>\n<|assistant|>\n東京 is large.<|end|>\n');
    expect(row?.pieces.filter(({ trained }) => trained).map(({ text }) => text).join('')).toBe('東京 is large.<|end|>');
    expect(row?.pieces.filter(({ special }) => special).map(({ text }) => text)).toEqual(['<|user|>', '<|end|>', '<|end|>', '<|assistant|>', '<|end|>']);
    expect(row).toMatchObject({ model, template: 'chat-template', maskMissing: null, tokens: row?.pieces.length });
  });

  it('ends plain text with the model’s own end, once', async () => {
    const kind: RowKind = { format: 'text', method: 'sft' };
    for (const text of ['Once.', 'Once.<|end|>']) {
      const [row] = await workers.render({ text }, kind, null);
      expect(row?.pieces.map((piece) => piece.text).join('')).toBe('Once.<|end|>');
      expect(row?.trainedTokens).toBe(row?.tokens);
    }
  });

  it('is refused with a reason fit to be shown', async () => {
    await expect(workers.render({ messages: [] }, sft, null)).rejects.toMatchObject({ code: 'INVALID_INPUT', message: 'There are no messages.' });
    await expect(workers.render({ question: 'x' }, sft, null)).rejects.toMatchObject({ code: 'INVALID_INPUT', message: 'The row has no messages.' });
  });

  it('needs a chat template for messages, and says what else there is', async () => {
    await writeFile(join(folder, 'tokenizer.json'), await readFile(join(tinyLlama, 'tokenizer.json')));
    await writeFile(join(folder, 'tokenizer_config.json'), '{"eos_token": "<|end|>"}');
    const base = createTokenWorkers({ workerScript: sourceWorkers, clock: systemClock, model, folder });
    await expect(base.render({ messages }, sft, null)).rejects.toMatchObject({ code: 'INVALID_INPUT', data: { reason: expect.stringContaining('prompt and completion') } });
    const [row] = await base.render({ prompt: 'A', completion: 'B' }, { format: 'prompt-completion', method: 'sft' }, null);
    expect(row?.pieces.filter(({ trained }) => trained).map(({ text }) => text)).toEqual(['B', '<|end|>']);
    await base.close();
  });

  it('is given up when the template never ends', async () => {
    const clock = testClock(0);
    const endless = '{% for a in range(100000) %}{% for b in range(100000) %}{% for c in range(100000) %}{% endfor %}{% endfor %}{% endfor %}';
    const hostile = createTokenWorkers({ workerScript: sourceWorkers, clock, model, folder: tinyLlama, chatTemplate: endless });
    const row = hostile.render({ messages }, sft, null);
    clock.advance(120_000);
    await expect(row).rejects.toMatchObject({ code: 'TIMEOUT' });
    await hostile.close();
  });
});
