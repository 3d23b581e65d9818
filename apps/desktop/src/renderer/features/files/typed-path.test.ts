import { expect, it } from 'vitest';
import { folderOf, isPath } from './typed-path.ts';

it('takes for a path what no file is called by', () => {
  expect(['/', '/home/sandy', ' /tmp', 'C:\\Users', 'd:/data', '\\\\server\\share'].every(isPath)).toBe(true);
  expect(['', 'train', 'train.jsonl', 'a/b', '~', 'c:'].some(isPath)).toBe(false);
});

it('knows the folder a path lies in', () => {
  expect(folderOf('/home/sandy/train.jsonl')).toBe('/home/sandy');
  expect(folderOf('/home/sandy/')).toBe('/home');
  expect(folderOf('/train.jsonl')).toBe('/');
  expect(folderOf('C:\\Users\\sandy')).toBe('C:\\Users');
  expect(folderOf('C:\\train.jsonl')).toBe('C:\\');
  expect(folderOf('/')).toBeNull();
});
