import { expect, it } from 'vitest';
import { exampleConfig } from '@hubdesk/shared/contract/example-run';
import { aFinishedRun, aRun } from './a-run.fixture.ts';
import { compareFacts } from './compare-facts.ts';

const slower = aFinishedRun({
  id: 'r2',
  latest: { loss: 1.3, eval_loss: 1.2, mean_token_accuracy: 0.7 },
  runningSeconds: 600,
  costUsd: 0.2,
  config: { ...exampleConfig, parameters: { ...exampleConfig.parameters, learning_rate: 0.0001 } },
});
const quicker = aFinishedRun({ latest: { loss: 1.234, eval_loss: 1.5, mean_token_accuracy: 0.6 } });
const broken = aRun({ id: 'r3', state: 'failed', latest: { loss: 0.1 }, costUsd: 0.01 });
const named = (runs: Parameters<typeof compareFacts>[0], key: string) =>
  compareFacts(runs).find((each) => each.key === key);

it('tells what differs from what is alike', () => {
  expect(named([quicker, slower], 'learning_rate')).toMatchObject({ values: ['2e-4', '1e-4'], differs: true });
  expect(named([quicker, slower], 'model')).toMatchObject({ differs: false });
});

it('marks the lowest loss, cost and time, and the highest accuracy', () => {
  const best = (key: string) => named([quicker, slower], key)?.best;
  expect([best('loss'), best('eval_loss'), best('mean_token_accuracy'), best('cost'), best('time')]).toEqual([
    0, 1, 1, 0, 0,
  ]);
  expect(best('learning_rate')).toBeNull();
});

it('calls no run best that did not come to its end, and none where they are alike', () => {
  expect(named([broken, quicker, slower], 'cost')?.best).toBe(1);
  expect(named([quicker, quicker], 'loss')?.best).toBeNull();
  expect(named([broken, quicker], 'loss')?.best).toBeNull();
});

it('leaves out what is for another method, and says what nobody knows as that', () => {
  expect(named([quicker], 'num_generations')).toBeUndefined();
  expect(named([aFinishedRun({ config: null }), quicker], 'learning_rate')?.values).toEqual([null, '2e-4']);
});
