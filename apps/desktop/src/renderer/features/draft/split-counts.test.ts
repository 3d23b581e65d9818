import { expect, it } from 'vitest';
import { aDraft, aPlan, aReport } from './a-draft.fixture.ts';
import { splitCounts } from './split-counts.ts';

const [file] = aReport().files;
const two = aReport({
  rows: 1_100,
  files: [
    { ...file!, path: 'train.jsonl', rows: 1_000 },
    { ...file!, path: 'more.jsonl', rows: 100 },
  ],
});

it('takes a share of train for validation', () => {
  const draft = aDraft({ plan: aPlan({ validationShare: 0.1 }) });
  expect(splitCounts(two, draft)).toMatchObject({ train: 990, validation: 110, test: 0, isAbout: false });
});

it('takes nothing where a file is the validation, also when a person said so', () => {
  const draft = aDraft({ plan: aPlan({ validationShare: 0.1, splits: { 'more.jsonl': 'validation' } }) });
  expect(splitCounts(two, draft)).toMatchObject({ train: 1_000, validation: 100, hasValidationFile: true });
});

it('says at most how many rows are left out', () => {
  const draft = aDraft({ plan: aPlan({ dropped: ['duplicate'] }), edits: { changed: 4, dropped: 2 } });
  const problems = [
    { kind: 'duplicate' as const, count: 30, examples: [] },
    { kind: 'leak' as const, count: 9, examples: [] },
  ];
  expect(splitCounts({ ...two, problems }, draft)).toMatchObject({ leftOut: 32, isAbout: true });
});
