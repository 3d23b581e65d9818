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

it('is without the rows that are left out, each counted once by the host', () => {
  const [first, second] = two.files;
  const report = { ...two, files: [{ ...first!, leftOut: 30 }, second!] };
  expect(splitCounts(report, aDraft({ plan: aPlan({ dropped: ['duplicate', 'leak'] }) }))).toMatchObject({
    train: 1_070,
    leftOut: 30,
    isAbout: false,
  });
});

it('takes rows left out by hand from the only file, and says at most where they may be counted already', () => {
  const draft = aDraft({ edits: { changed: 4, dropped: 2 } });
  expect(splitCounts(aReport(), draft)).toMatchObject({ train: 998, leftOut: 2, isAbout: false });
  const [only] = aReport().files;
  expect(splitCounts(aReport({ files: [{ ...only!, leftOut: 30 }] }), draft)).toMatchObject({
    train: 970,
    leftOut: 32,
    isAbout: true,
  });
});
