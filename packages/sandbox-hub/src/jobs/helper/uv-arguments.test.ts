import { expect, test } from 'vitest';
import { readUvRun } from './uv-arguments.ts';

test.each([
  ['run.py', { with: [], target: { kind: 'script', path: 'run.py' }, args: [] }],
  [
    '--with a --with b[x,y]>=1,c run.py --with d',
    { with: ['a', 'b[x,y]>=1', 'c'], target: { kind: 'script', path: 'run.py' }, args: ['--with', 'd'] },
  ],
  ['--with=a -p 3.12 -q - x', { with: ['a'], python: '3.12', target: { kind: 'script', path: '-' }, args: ['x'] }],
  ['https://host/train y', { with: [], target: { kind: 'script', path: 'https://host/train' }, args: ['y'] }],
  ['python -c print(1)', { with: [], target: { kind: 'command', name: 'python' }, args: ['-c', 'print(1)'] }],
  ['-m pytest -x', { with: [], target: { kind: 'module', name: 'pytest' }, args: ['-x'] }],
  ['--script tool arg', { with: [], target: { kind: 'script', path: 'tool' }, args: ['arg'] }],
  ['--color never -- run.py', { with: [], target: { kind: 'script', path: 'run.py' }, args: [] }],
])('uv run %s', (words, wanted) => {
  expect(readUvRun(words.split(' '))).toEqual(wanted);
});

test.each(['--frobnicate run.py', '--with a', ''])('"%s" is refused', (words) => {
  expect(() => readUvRun(words.split(' ').filter(Boolean))).toThrow(/real uv/);
});
