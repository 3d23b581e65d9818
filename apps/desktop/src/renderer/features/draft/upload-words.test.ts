import { expect, it } from 'vitest';
import { uploadWarningKinds } from '@hubdesk/shared/datasets/upload-warnings';
import { repoNameProblem } from '@hubdesk/shared/datasets/repo-name';
import { nameFrom, uploadLabel, warningWords, wordsOf } from './upload-words.ts';

it('has words for every warning', () => {
  expect(Object.keys(warningWords).toSorted()).toEqual(uploadWarningKinds.toSorted());
});

it('makes a name the Hub takes of whatever a file is called', () => {
  expect(nameFrom('questions.jsonl')).toBe('questions');
  expect(nameFrom('Weird name (2).jsonl.gz')).toBe('Weird-name-2');
  expect(nameFrom('café données.csv')).toBe('cafe-donnees');
  for (const name of ['..hidden', 'a--b', 'x'.repeat(200), 'train.json', '-a-.', 'a . b']) {
    expect(repoNameProblem(nameFrom(name))).toBeNull();
  }
});

it('reads words between commas', () => {
  expect(wordsOf(' en, fr,,en ')).toEqual(['en', 'fr']);
  expect(wordsOf('')).toEqual([]);
});

it('says on the button what will happen', () => {
  expect(uploadLabel({ files: 2, bytes: 48_000_000 }, 'sandy/questions')).toBe(
    'Upload 2 files, 48 MB, to sandy/questions',
  );
  expect(uploadLabel(undefined, 'sandy/questions')).toBe('Upload');
});
