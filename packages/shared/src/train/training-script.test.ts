import { execFileSync, spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { exampleConfig } from '../contract/example-run.ts';
import { runMethods, tunings } from './methods.ts';
import { parametersFor } from './parameters.ts';
import type { RunConfig } from './run-config.ts';
import { trainingScript } from './training-script.ts';

const python = spawnSync('python3', ['--version']).status === 0;
const kinds = ['train', 'smoke'] as const;
const reward = { kind: 'matches-pattern', value: '\\d+ "quoted"' } as const;

function changed(change: Partial<RunConfig>, parameters: Partial<RunConfig['parameters']> = {}): RunConfig {
  return { ...exampleConfig, reward, ...change, parameters: { ...exampleConfig.parameters, ...parameters } };
}
const script = (config: RunConfig, kind: 'train' | 'smoke' = 'train') => trainingScript(config, { kind });
const settingsOf = (text: string) => /^SETTINGS = dict\(\n([\s\S]*?)^\)/m.exec(text)?.[1] ?? '';
const needsOf = (text: string) => /^# \/\/\/ script\n([\s\S]*?)^# \/\/\/$/m.exec(text)?.[1] ?? '';

const every = runMethods.flatMap((method) =>
  tunings.flatMap((tuning) =>
    kinds.map((kind) => ({ method, tuning, kind, text: script(changed({ method, tuning }), kind) })),
  ),
);

test.skipIf(!python)('Python takes the script of every method, tuning and kind', () => {
  const compiles =
    'import json, sys\nfor text in json.load(sys.stdin):\n    compile(text, "train.py", "exec")\nprint("all")';
  const awkward = script(
    changed({
      name: 'a.b',
      dataset: { id: 'a/b', config: `it's "so"\n{x}`, train: "tr'ain", evaluation: '"""' },
      method: 'grpo',
    }),
  );
  const input = JSON.stringify([...every.map(({ text }) => text), awkward]);
  expect(execFileSync('python3', ['-c', compiles], { input, encoding: 'utf8' })).toBe('all\n');
});

test('the settings at the top are every parameter that counts for the method and tuning, and no other', () => {
  for (const { kind, method, text, tuning } of every) {
    const named = [...settingsOf(text).matchAll(/^ {4}(\w+)=/gm)].map(([, name]) => name);
    expect(named).toEqual(expect.arrayContaining(parametersFor(method, tuning).map(({ key }) => key)));
    expect(named.includes('lora_r')).toBe(tuning !== 'full');
    expect(named.includes('reward')).toBe(method === 'grpo');
    expect(new Set(named).size).toBe(named.length);
    expect(settingsOf(text)).toContain(`kind="${kind}"`);
  }
});

test('a smoke run takes two steps, tells each, and keeps nothing', () => {
  const settings = settingsOf(script(changed({}, { max_steps: -1, logging_steps: 25 }), 'smoke'));
  expect(settings).toMatch(/max_steps=2,/);
  expect(settings).toMatch(/logging_steps=1,/);
  expect(settings).toMatch(/save_strategy="no",/);
});

test('checkpoints are only written where they are kept', () => {
  expect(settingsOf(script(changed({ keepCheckpoints: true })))).toContain('save_strategy="steps"');
  expect(settingsOf(script(changed({ keepCheckpoints: false })))).toContain('save_strategy="no"');
});

test('it asks for the packages that its settings need, and for no more', () => {
  expect(needsOf(script(changed({ tuning: 'lora' })))).not.toMatch(/bitsandbytes|kernels|trackio/);
  expect(needsOf(script(changed({ tuning: 'qlora' })))).toContain('"bitsandbytes"');
  expect(needsOf(script(changed({}, { optim: 'paged_adamw_8bit' })))).toContain('"bitsandbytes"');
  expect(needsOf(script(changed({}, { packing: true })))).toContain('"kernels"');
  expect(needsOf(script(changed({ method: 'dpo' }, { packing: true })))).not.toContain('"kernels"');
  expect(needsOf(script(changed({}, { report_to: 'trackio' })))).toContain('"trackio"');
  for (const { text } of every) expect(needsOf(text)).toContain('"trl>=1.9,<2"');
});

test('names that TRL has given up are not used', () => {
  for (const { text } of every) {
    expect(text).not.toMatch(/max_seq_length|torch_dtype|tokenizer=tokenizer|warmup_ratio=S|evaluation_strategy/);
    expect(text).toContain('including_emulation=False');
    expect(text).toContain('processing_class=tokenizer');
  }
});

test('a hostile name stays within its quotes', () => {
  const evil = '"),\n)\nimport os; os.system("x") #';
  const text = script(changed({ dataset: { id: 'a/b', config: evil, train: evil, evaluation: null } }));
  expect(text.split('\n').filter((line) => line.includes('os.system'))).toEqual([
    `    dataset_config=${JSON.stringify(evil)},`,
    `    dataset_train_split=${JSON.stringify(evil)},`,
  ]);
});

test('names of secrets and variables are no part of it', () => {
  const text = script(changed({ secrets: ['MY_SECRET_NAME'], environment: { MY_VARIABLE: 'value-of-it' } }));
  expect(text).not.toMatch(/MY_SECRET_NAME|MY_VARIABLE|value-of-it/);
});

test('a script of one’s own is taken as it is', () => {
  expect(script(changed({ script: 'print("mine")\n' }))).toBe('print("mine")\n');
});
