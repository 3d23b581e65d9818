// The generated script, run to its end with real TRL on the tiny model through the Sandbox's Jobs: what it tells, what
// it pushes, and that what it pushed loads with the official libraries and answers. Needs the training stack, which is
// installed once into the cache where Python and a package index are there.
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exampleConfig } from '@hubdesk/shared/contract/example-run';
import { trainingScript } from '@hubdesk/shared/train/training-script';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { trainingEnvironment } from '../../sandbox-hub/conformance/python-environment.ts';
import { pythonVariables } from '../../sandbox-hub/conformance/run-python.ts';
import { type FinishedRun, startTrainingSandbox, type TrainingSandbox } from './training-sandbox.ts';

const environment = await trainingEnvironment();
if ('missing' in environment) {
  process.stdout.write(`\n*** SKIPPED: nothing was trained with real TRL. ${environment.missing} ***\n\n`);
}

// Each run takes some ten seconds of a core: the further methods are asked for by name.
// oxlint-disable-next-line node/no-process-env -- a test's own entry
const thorough = process.env['HUBDESK_REAL_TRAINING'] === '1';
if (!thorough) process.stdout.write('KTO, GRPO and going on from a checkpoint are trained for real with HUBDESK_REAL_TRAINING=1 only.\n');

const birds = ['gull', 'tern', 'puffin', 'heron', 'plover', 'curlew', 'cormorant', 'gannet'];
const jsonl = (rows: readonly object[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join('');
const question = (bird: string) => `Where is the ${bird}?`;
const answer = (bird: string) => `The ${bird} is on the pier.`;
const turn = (role: string, content: string) => ({ role, content });
const chats = birds.map((bird) => ({ messages: [turn('user', question(bird)), turn('assistant', answer(bird))] }));
const preferences = birds.map((bird) => ({
  prompt: [turn('user', question(bird))],
  chosen: [turn('assistant', answer(bird))],
  rejected: [turn('assistant', 'I do not know.')],
}));
const judged = preferences.flatMap(({ prompt, chosen, rejected }) => [
  { prompt, completion: chosen, label: true },
  { prompt, completion: rejected, label: false },
]);
const prompts = birds.map((bird) => ({ prompt: [turn('user', question(bird))], place: 'pier' }));

describe.skipIf('missing' in environment)('real TRL', { timeout: 600_000 }, () => {
  const runs = new Map<string, Promise<FinishedRun>>();
  let sandbox: TrainingSandbox;
  let home: string;
  const ended = (name: string) => runs.get(name) ?? Promise.reject(new Error(`There is no run ${name}`));

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'hubdesk-training-'));
    sandbox = await startTrainingSandbox();
    await sandbox.upload('gulls', { 'train.jsonl': jsonl(chats), 'val.jsonl': jsonl(chats.slice(0, 2)) });
    await sandbox.upload('preferences', { 'train.jsonl': jsonl(preferences) });
    await sandbox.upload('judged', { 'train.jsonl': jsonl(judged) });
    await sandbox.upload('prompts', { 'train.jsonl': jsonl(prompts) });
    const long = { messages: [turn('user', 'word '.repeat(200)), turn('assistant', 'Too late.')] };
    await sandbox.upload('long', { 'train.jsonl': jsonl([...chats, long]) });
    await sandbox.upload('broken', { 'train.jsonl': jsonl([...chats, { messages: [turn('user', 'Nobody answers.')] }]) });

    sandbox.hub.fail('POST /api/models/sandy/sft-lora/commit/main', { status: 412, times: 1 });

    // All are asked for at once, and the Sandbox runs two at a time.
    const start = (name: string, asked: Parameters<TrainingSandbox['train']>[1]) => {
      const run = sandbox.train(name, asked);
      run.catch(() => {});
      runs.set(name, run);
      return run;
    };
    const gulls = { id: 'sandy/gulls', evaluation: 'validation' };
    const fast = { max_steps: 60, per_device_train_batch_size: 8, learning_rate: 0.01, logging_steps: 10, eval_steps: 20, save_steps: 40 };
    void start('sft-full', { tuning: 'full', dataset: gulls, parameters: fast });
    void start('sft-lora', { tuning: 'lora', dataset: gulls, parameters: { ...fast, max_steps: 10, learning_rate: 0.02 } });
    void start('dpo-lora', { method: 'dpo', tuning: 'lora', dataset: { id: 'sandy/preferences' }, parameters: { ...fast, max_steps: 5, logging_steps: 5 } });
    void start('smoke', { kind: 'smoke', dataset: gulls });
    void start('no-token', { giveToken: false });
    void start('broken', { dataset: { id: 'sandy/broken' } });
    if (!thorough) return;
    void start('kto-full', { method: 'kto', tuning: 'full', dataset: { id: 'sandy/judged' }, parameters: { ...fast, max_steps: 10, learning_rate: 0.001 } });
    const reward = { kind: 'contains-column', value: 'place' } as const;
    void start('grpo-lora', { method: 'grpo', tuning: 'lora', reward, dataset: { id: 'sandy/prompts' }, parameters: { max_steps: 2, max_completion_length: 16 } });
    const half = start('half', { tuning: 'lora', folder: 'resumed', dataset: { id: 'sandy/long' }, parameters: { max_steps: 4, save_steps: 2, max_length: 64 } });
    runs.set('resumed', half.then(() => sandbox.train('resumed', { tuning: 'lora', folder: 'resumed', dataset: { id: 'sandy/long' }, parameters: { max_steps: 6, save_steps: 2, max_length: 64 } })));
    runs.get('resumed')?.catch(() => {});
  }, 600_000);

  afterAll(async () => {
    const told = await Promise.all([...runs].map(async ([name, run]) => `${name} ${(await run).seconds.toFixed(1)} s`));
    process.stdout.write(`[training runs] ${told.join(', ')}\n`);
    await sandbox.close();
    await rm(home, { recursive: true, force: true });
  }, 600_000);

  const further: [string, string, string][] = [
    ['kto-full', 'full', 'model.safetensors'],
    ['grpo-lora', 'adapter', 'adapter_model.safetensors'],
  ];
  const pushed: [string, string, string][] = [
    ['sft-full', 'full', 'model.safetensors'],
    ['sft-lora', 'adapter', 'adapter_model.safetensors'],
    ['dpo-lora', 'adapter', 'adapter_model.safetensors'],
    ...(thorough ? further : []),
  ];

  test.each(pushed)('%s tells each phase in its order, and the Hub has its weights', async (name, kind, file) => {
    const run = await ended(name);
    expect(run.lines.slice(-20).join('\n')).not.toContain('Traceback');
    expect(run.stage).toBe('COMPLETED');
    expect(run.event('deps')['trainer']).toBe('trl');
    const order = ['deps', 'model', 'data', 'start', 'step', 'save', 'push', 'verified'];
    expect([...new Set(run.events.map(({ k }) => k))].filter((each) => order.includes(each))).toEqual(order);
    const sizes = await sandbox.weights(name);
    expect(run.event('verified')).toMatchObject({ repo: `sandy/${name}`, kind, files: [file], bytes: sizes[file] });
    expect(Object.keys(sizes)).toEqual(expect.arrayContaining(['README.md', 'tokenizer.json', 'tokenizer_config.json']));
    expect(Object.keys(sizes).filter((path) => /checkpoint|training_args|optimizer/.test(path))).toEqual([]);
  });

  test('the loss falls, held-out rows are measured where they were asked for, and checkpoints are told', async () => {
    const run = await ended('sft-full');
    const losses = run.events.flatMap((event) => (event.k === 'step' ? [z.number().parse(event['loss'])] : []));
    expect(losses.at(-1)).toBeLessThan((losses[0] ?? 0) / 10);
    expect(run.event('data')).toMatchObject({ dataset: 'sandy/gulls', train: 8, validation: 2, columns: ['messages'] });
    expect(run.events.filter(({ k }) => k === 'eval').map((event) => event['step'])).toEqual([20, 40, 60]);
    expect(run.events.filter(({ k }) => k === 'checkpoint').map((event) => event['step'])).toEqual([40, 60]);
    expect((await ended('dpo-lora')).events.some(({ k }) => k === 'eval')).toBe(false);
  });

  test('a push that fails in passing is tried again, and says so', async () => {
    const run = await ended('sft-lora');
    expect(run.events.filter(({ k }) => k === 'push' || k === 'note' || k === 'verified').map(({ k, code }) => code ?? k)).toEqual(['push', 'PUSH', 'verified']);
  });

  test('a smoke run takes two steps, says so, and pushes nothing', async () => {
    const run = await ended('smoke');
    expect(run.stage).toBe('COMPLETED');
    expect(run.event('smoke')).toMatchObject({ steps: 2, peakGpuBytes: null });
    expect(run.events.filter(({ k }) => ['save', 'push', 'checkpoint'].includes(k))).toEqual([]);
    await expect(sandbox.weights('smoke')).rejects.toThrow('404');
  });

  test('without a token nothing could be pushed, which is said before anything is trained', async () => {
    const run = await ended('no-token');
    expect(run.stage).toBe('ERROR');
    expect(run.events.map(({ k, code }) => code ?? k)).toEqual(['PUSH']);
  });

  test('a row that cannot be trained on ends the run with its number, and without a guess', async () => {
    const run = await ended('broken');
    expect(run.stage).toBe('ERROR');
    expect(run.event('error')).toMatchObject({ code: 'DATA', row: 9, split: 'train' });
  });

  test.skipIf(!thorough)('a row whose answer is wholly cut off is left out loudly', async () => {
    const run = await ended('half');
    expect(run.event('data')).toMatchObject({ train: 8, dropped: 1, cut: 1 });
    expect(run.events.find(({ k, code }) => k === 'note' && code === 'DROPPED')).toBeDefined();
  });

  test.skipIf(!thorough)('a run goes on from the last checkpoint in its bucket', async () => {
    const run = await ended('resumed');
    expect(run.stage).toBe('COMPLETED');
    expect(run.event('start')).toMatchObject({ resumed_from: 4, max_steps: 6 });
    expect(run.events.flatMap((event) => (event.k === 'step' ? [event['step']] : []))).toEqual([5, 6]);
  });

  describe('looked at with the official libraries', () => {
    const said = new Map<string, string>();
    const formats: z.infer<typeof formatLine>[] = [];
    const masks: { template: string; onlyOurs: string; onlyTheirs: string }[] = [];

    beforeAll(async () => {
      const names = pushed.map(([name]) => name);
      for (const name of names) expect((await ended(name)).stage).toBe('COMPLETED');
      const asked = names.map((name) => ({
        repo: `sandy/${name}`,
        base: name.endsWith('lora') ? 'sandy/tiny-llama' : null,
        question: question('puffin'),
      }));
      const more = [turn('user', 'And now?'), turn('assistant', 'Still there.')];
      const script = trainingScript({ ...exampleConfig, parameters: { ...exampleConfig.parameters, max_length: 4_096 } }, { kind: 'train' });
      const conversations = chats.slice(0, 1).flatMap(({ messages }) => [
        messages,
        [...messages, ...more],
        [...messages, ...messages],
        [turn('system', 'Be brief.'), ...messages, ...more],
      ]);
      const given = { ask: asked, masks: { script, model: 'sandy/tiny-llama', chats: conversations } };
      for (const line of await checked('python' in environment ? environment.python : '', given, sandbox, home)) {
        if ('repo' in line) said.set(line.repo, line.said);
        else if ('template' in line) masks.push(line);
        else formats.push(line);
      }
    }, 600_000);

    test('what was pushed loads, adapters over their base, and answers as it was taught', () => {
      expect(said.get('sandy/sft-full')).toBe(answer('puffin'));
      expect([...said.keys()]).toHaveLength(pushed.length);
      expect(said.get('sandy/sft-lora')).not.toBe('');
    });

    // There is no card here: the script's own functions are asked what they would do on one.
    test('number formats are those that the card has', () => {
      const on = (card: string, tuning: string, dtype: string) => formats.find((each) => each.card === card && each.tuning === tuning && each.asked === dtype);
      for (const card of ['t4', 'ampere', 'none']) expect(on(card, 'full', 'auto')?.dtype).toBe('float32');
      expect(on('ampere', 'lora', 'auto')?.dtype).toBe('bfloat16');
      expect(on('t4', 'lora', 'auto')?.dtype).toBe('float16');
      expect(on('t4', 'qlora', 'bfloat16')?.dtype).toBe('BF16');
      expect(on('none', 'lora', 'bfloat16')?.dtype).toBe('float32');
      expect(on('t4', 'full', 'float16')?.dtype).toBe('float32');
    });

    test('rows are packed with FlashAttention only, where the card has it', () => {
      const packed = (card: string) => formats.find((each) => each.card === card && each.asked === 'packing');
      expect(packed('ampere')).toMatchObject({ dtype: 'kernels-community/flash-attn2', packing: true });
      for (const card of ['t4', 'none']) expect(packed(card)).toMatchObject({ dtype: null, packing: false });
    });

    // TRL has, for some families, a twin of the model's own template that marks what the assistant says.
    test('the tokens that are learnt with a model’s own template are those that TRL marks in its twin', () => {
      expect(new Set(masks.map(({ template }) => template)).size).toBeGreaterThan(15);
      expect(masks.filter(({ onlyOurs }) => onlyOurs !== '')).toEqual([]);
      // What only TRL learns stands at the head of every answer, and is given to the model when it is asked.
      const headings = /^(?:<\/?think>|<\|start\|>assistant|<｜Assistant｜>|\s)*$/;
      expect(masks.filter(({ onlyTheirs }) => !headings.test(onlyTheirs))).toEqual([]);
    });
  });
});

const answerLine = z.object({ repo: z.string(), said: z.string() });
/** `dtype` is what the weights, or the attention, would be, or the code of the refusal. */
const formatLine = z.object({
  card: z.string(),
  tuning: z.string(),
  asked: z.string(),
  dtype: z.string().nullable(),
  packing: z.boolean(),
});
const maskLine = z.object({ template: z.string(), onlyOurs: z.string(), onlyTheirs: z.string() });
const checkedLine = z.union([answerLine, maskLine, formatLine]);

function checked(python: string, given: object, { hub }: TrainingSandbox, home: string) {
  return new Promise<z.infer<typeof checkedLine>[]>((resolve, reject) => {
    const child = spawn(python, [join(import.meta.dirname, 'train_check.py')], {
      cwd: home,
      env: { ...pythonVariables(hub, join(home, 'hf'), hub.token), TQDM_DISABLE: '1' },
    });
    let [output, errors] = ['', ''];
    child.stdout.on('data', (piece: Buffer) => (output += piece.toString()));
    child.stderr.on('data', (piece: Buffer) => (errors += piece.toString()));
    child.once('error', reject);
    child.once('close', (code) => {
      if (code !== 0) return reject(new Error(errors.slice(-3_000)));
      const lines = output.split('\n').filter((line) => line.startsWith('{'));
      return resolve(lines.map((line) => checkedLine.parse(JSON.parse(line))));
    });
    child.stdin.end(JSON.stringify(given));
  });
}
