import { expect, it } from 'vitest';
import { exampleConfig } from '@hubdesk/shared/contract/example-run';
import { presetValues } from '@hubdesk/shared/train/presets';
import { datasetFacts, flavors, modelFacts } from './form-facts.fixture.ts';
import {
  type Facts,
  fillIn,
  keptChoices,
  nextName,
  openChoices,
  withChange,
  withOwn,
  withParameter,
  withSubject,
} from './form-choices.ts';

const facts: Facts = { model: modelFacts(), dataset: datasetFacts(), lengths: null, flavors };
const begun = openChoices({ ...exampleConfig, model: 'sandy/tiny-llama' });

it('lets what nobody has decided follow from the facts', () => {
  const config = fillIn(begun, facts);
  expect(config.name).toBe('tiny-llama-small-questions');
  expect(config.output.repo).toBe('sandy/tiny-llama-small-questions');
  expect(config.dataset).toMatchObject({ train: 'train', evaluation: 'validation' });
  expect(config.tuning).toBe('full');
  const large = fillIn(begun, { ...facts, model: modelFacts({ parameters: 8e9 }) });
  expect(large.tuning).toBe('lora');
  expect(large.flavor).not.toBe('cpu-basic');
  expect(large.timeoutSeconds).toBeGreaterThan(config.timeoutSeconds);
});

it('takes another method where the dataset fits no other', () => {
  expect(fillIn(begun, { ...facts, dataset: datasetFacts({ formats: ['preference'] }) }).method).toBe('dpo');
});

it('keeps what somebody decided, whatever the facts say', () => {
  const own = withOwn(begun, fillIn(begun, facts), { flavor: 'a100-large' }, 'flavor');
  expect(fillIn(own, facts).flavor).toBe('a100-large');
  expect(fillIn(own, { ...facts, model: modelFacts({ parameters: 8e9 }) }).flavor).toBe('a100-large');
});

it('gives a kept configuration back as it was', () => {
  expect(fillIn(keptChoices(exampleConfig), facts)).toEqual(exampleConfig);
});

it('follows another model with what stood as it was proposed, and with nothing else', () => {
  const proposed = fillIn(begun, facts);
  const kept = keptChoices({ ...proposed, timeoutSeconds: 7_777 });
  const next = withSubject(kept, fillIn(kept, facts), facts, { model: 'big/model' });
  const config = fillIn(next, { ...facts, model: modelFacts({ model: 'big/model', parameters: 8e9 }) });
  expect(config.tuning).toBe('lora');
  expect(config.timeoutSeconds).toBe(7_777);
  expect(config.name).toBe('model-small-questions');
});

it('lays changes over a preset and lets the preset go on following the facts', () => {
  const changed = withParameter(begun, 'learning_rate', 0.5);
  const config = fillIn(changed, facts);
  expect(config.parameters.learning_rate).toBe(0.5);
  const bare = { ...config, parameters: exampleConfig.parameters };
  const values = presetValues('standard', bare, facts.model, facts.dataset, null, flavors[0]);
  expect({ ...config.parameters, learning_rate: values.learning_rate }).toEqual(values);
});

it('takes a proposed change as decided', () => {
  const standing = fillIn(begun, facts);
  const next = withChange(begun, standing, {
    flavor: 'a10g-small',
    parameters: { max_length: 512 },
    outputRepo: 'sandy/other',
  });
  const config = fillIn(next, facts);
  expect(config).toMatchObject({ flavor: 'a10g-small', output: { repo: 'sandy/other' } });
  expect(config.parameters.max_length).toBe(512);
  expect(config.name).toBe(standing.name);
});

it.each([
  ['my-run', 'my-run-2'],
  ['my-run-2', 'my-run-3'],
  ['qwen3-0.6', 'qwen3-0.6-2'],
  ['a'.repeat(80), `${'a'.repeat(78)}-2`],
])('calls a clone of %s %s', (name, next) => expect(nextName(name)).toBe(next));
