import { expect, it } from 'vitest';
import { datasetAt, datasetPlace } from './dataset-place.ts';

it('finds the way to a dataset and back, with a namespace and without', () => {
  expect(datasetPlace('sandy/questions').params).toEqual({ namespace: 'sandy', name: 'questions' });
  expect(['sandy/questions', 'squad'].map((id) => datasetAt(datasetPlace(id).params))).toEqual([
    'sandy/questions',
    'squad',
  ]);
});
