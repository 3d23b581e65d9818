import { expect, test } from 'vitest';
import { readTrainingRequest } from './training-request.ts';

test('the settings of a run come from the variable that holds them as JSON', () => {
  const env = {
    OTHER: '{"a":1}',
    BROKEN: '{',
    APP_CFG: JSON.stringify({
      dataset: 'me/data',
      model: 'org/base',
      hub_model_id: 'me/out',
      max_steps: 7,
      bs: 2,
      ga: 4,
      lr: 2e-4,
      private: true,
      out: '/out',
    }),
  };
  expect(readTrainingRequest(env, [], '')).toMatchObject({
    dataset: 'me/data',
    model: 'org/base',
    pushTo: 'me/out',
    maxSteps: 7,
    rowsPerStep: 8,
    learningRate: 2e-4,
    private: true,
    output: '/out',
  });
});

test('or from the words of a trl command, which come first', () => {
  const args = [
    'sft',
    '--dataset_name',
    'me/data',
    '--max-steps=20',
    '--hub_model_id',
    'me/out',
    '--hub_private_repo',
    'true',
  ];
  expect(readTrainingRequest({ CFG: '{"dataset":"x/y","epochs":2}' }, args, '')).toMatchObject({
    dataset: 'me/data',
    maxSteps: 20,
    pushTo: 'me/out',
    private: true,
    epochs: 2,
  });
});

test('or from the calls of the script', () => {
  const script = `
ds = load_dataset("me/data", split="train")
args = SFTConfig(output_dir="out", num_train_epochs=2, learning_rate=1e-4, hub_model_id='me/out')
trainer = SFTTrainer(
    model="org/base", args=args)`;
  expect(readTrainingRequest({}, [], script)).toMatchObject({
    dataset: 'me/data',
    model: 'org/base',
    epochs: 2,
    learningRate: 1e-4,
    pushTo: 'me/out',
    output: 'out',
  });
});

test('no steps, or less than none, means as many as the epochs have', () => {
  expect(readTrainingRequest({}, ['--dataset_name', 'd', '--max_steps', '-1'], '')?.maxSteps).toBeUndefined();
});

test('without a dataset there is nothing to do', () => {
  expect(readTrainingRequest({ CFG: '{"model":"a/b"}' }, ['--model', 'x'], 'print(1)')).toBeUndefined();
});

const top = `SETTINGS = dict(
    kind="smoke",
    method="kto",
    model="org/base",
    dataset="me/data",
    dataset_config="it's \\"small\\"",
    dataset_train_split="train",
    dataset_test_split=None,
    hub_model_id="me/out",
    hub_private_repo=True,
    save_strategy="no",
    max_steps=2,
    learning_rate=0.00002,
    save_total_limit=3,
)
other = dict(dataset="not/this", max_steps=9)
`;

test('or from the settings at the top of a generated script, with its constants and quotes', () => {
  expect(readTrainingRequest({}, [], top)).toMatchObject({
    dataset: 'me/data',
    datasetConfig: `it's "small"`,
    trainSplit: 'train',
    evalSplit: null,
    method: 'kto',
    smoke: true,
    saves: false,
    saveLimit: 3,
    private: true,
    maxSteps: 2,
    learningRate: 0.00002,
  });
});

test('what a run is, as programs that follow it are told, is no setting of the script', () => {
  const env = { HUBDESK_CONFIG: '{"dataset":"not/this","model":"not/this"}', HUBDESK_OUTPUT: '/out' };
  expect(readTrainingRequest(env, [], top)).toMatchObject({ dataset: 'me/data', model: 'org/base', output: '/out' });
  expect(readTrainingRequest(env, [], 'print(1)')).toBeUndefined();
});
