import { describe, expect, it } from 'vitest';
import { exampleConfig } from '@hubdesk/shared/contract/example-run';
import { readConfig, writeConfig } from './config-text.ts';

const { parameters } = exampleConfig;

it.each(['json', 'yaml'] as const)('writes %s that reads back as the same configuration', (format) => {
  const config = {
    ...exampleConfig,
    script: 'print("hello")\n',
    labels: { project: 'no' },
    environment: { A: '0123' },
  };
  expect(readConfig(writeConfig(config, format, true), exampleConfig).config).toEqual(config);
});

it('leaves the script out of what is edited, and keeps it', () => {
  const config = { ...exampleConfig, script: 'print(1)' };
  const text = writeConfig(config, 'yaml');
  expect(text).not.toContain('print(1)');
  expect(readConfig(text, config).config?.script).toBe('print(1)');
});

it('takes what a text leaves out from what stands', () => {
  expect(readConfig('parameters:\n  lora_r: 64\n', exampleConfig).config).toEqual({
    ...exampleConfig,
    parameters: { ...parameters, lora_r: 64 },
  });
});

describe('says where the mistake is', () => {
  it.each([
    ['{\n  "name": "x",\n  "tuning": "lora"\n', 4],
    ['name: x\n  tuning: lora\n', 1],
    ['{"name": "x" "tuning": "lora"}', 1],
  ])('in the text %j', (text, line) => {
    const { problems } = readConfig(text, exampleConfig);
    expect(problems?.[0]?.line).toBe(line);
  });

  it('in a value', () => {
    const text = '{\n  "tuning": "lora",\n  "parameters": {\n    "lora_r": 0.5,\n    "lorra": 3\n  }\n}';
    expect(readConfig(text, exampleConfig).problems).toEqual([
      { line: 4, column: 15, message: '“parameters.lora_r” must be a whole number.' },
      { line: 5, column: 14, message: '“parameters.lorra” is not known here. Is it a typing slip?' },
    ]);
  });

  it.each([
    ['[]', 'This is not a configuration of a run.'],
    ['null', 'This is not a configuration of a run.'],
    ['   ', 'There is nothing here.'],
    ['version: 2', '“version” must be 1: a newer Hubdesk may know this file.'],
    ['timeoutSeconds: 5', '“timeoutSeconds” must be at least one minute.'],
    ['environment: {"1A": x}', '“environment” has “1A” in it, which is not a name for a variable.'],
    ['volumes: [{type: bucket}]', 'A volume lacks “source”.'],
    ['dataset: {train: train, id: 3}', '“dataset.id” is not the name of a dataset.'],
    ['__proto__: {a: 1}', '“__proto__” is not known here. Is it a typing slip?'],
  ])('of %j', (text, message) => {
    expect(readConfig(text, { ...exampleConfig, dataset: null }).problems?.[0]?.message).toBe(message);
  });
});

it('refuses a text that grows without end when it is read', () => {
  const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\n${[...'bcdefgh'].map((key, at) => `${key}: &${key} [${Array(9).fill(`*${'abcdefgh'[at]}`).join(',')}]`).join('\n')}`;
  expect(readConfig(bomb, exampleConfig).problems).toHaveLength(1);
});
