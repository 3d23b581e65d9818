import { expect, it } from 'vitest';
import { facetsOf } from './facets.ts';
import { modelRow, offer } from './model-row.fixture.ts';

it('counts models by provider with a live offer and by licence, the commonest first', () => {
  const rows = [
    modelRow('a/1', { license: 'mit', offers: [offer('groq'), offer('novita', { status: 'error' })] }),
    modelRow('a/2', { license: 'apache-2.0', offers: [offer('groq'), offer('groq'), offer('novita')] }),
    modelRow('a/3', { license: 'apache-2.0', offers: [offer('cohere')] }),
    modelRow('a/4'),
  ];
  expect(facetsOf(rows)).toEqual({
    providers: [
      { value: 'groq', count: 2 },
      { value: 'cohere', count: 1 },
      { value: 'novita', count: 1 },
    ],
    licenses: [
      { value: 'apache-2.0', count: 2 },
      { value: 'mit', count: 1 },
    ],
  });
});
