import { expect, it } from 'vitest';
import { aTransfer } from './a-transfer.fixture.ts';
import { factsOf, keptWords, stateWords } from './transfer-words.ts';

it('says how much, how fast and how long while it moves', () => {
  expect(factsOf(aTransfer())).toEqual(['1.0 MB of 4.0 MB', '1 of 4 files', '500 kB/s', '6 s left']);
});

it('says no speed while it does not move', () => {
  expect(factsOf(aTransfer({ state: 'paused' }))).toEqual(['1.0 MB of 4.0 MB', '1 of 4 files']);
});

it('says what was there already', () => {
  const done = aTransfer({
    state: 'done',
    files: { total: 1, done: 1, failed: 0 },
    bytes: { total: 4_000, hashed: 4_000, sent: 0, spared: 4_000 },
    commits: 1,
  });
  expect(factsOf(done)).toEqual(['4.0 kB', '1 file', '4.0 kB were there already', '1 commit']);
});

it('says what is kept when it ends for good', () => {
  expect(keptWords(aTransfer())).toContain('1 file already committed stays in sandy/questions');
  expect(keptWords(aTransfer({ files: { total: 4, done: 0, failed: 0 } }))).toContain('stays as it was');
});

it('names what is at work by what tells most', () => {
  expect(stateWords(aTransfer({ phases: ['hashing', 'uploading'] }))).toBe('Uploading');
  expect(stateWords(aTransfer({ phases: ['hashing'] }))).toBe('Hashing');
  expect(factsOf(aTransfer({ phases: ['hashing'] }))).toContain('3.0 MB hashed');
});
