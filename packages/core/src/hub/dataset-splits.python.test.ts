// The splits read from names are those that the `datasets` library reads.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { datasetsEnvironment } from '../../../sandbox-hub/conformance/python-environment.ts';
import { splitsOf } from './dataset-splits.ts';

const environment = await datasetsEnvironment();
const python = 'python' in environment ? environment.python : null;

/** Null for a folder whose splits are of different kinds, which `datasets` refuses. */
function ask(folders: string[][]): Promise<(Record<string, string[]> | null)[]> {
  return new Promise((resolve, reject) => {
    const child = execFile(
      python ?? '',
      [join(import.meta.dirname, 'splits_of_names.py')],
      { env: { PATH: process.env['PATH'], HF_HUB_OFFLINE: '1' }, maxBuffer: 64 * 1024 * 1024 },
      (error, stdout, stderr) => (error ? reject(new Error(stderr.slice(-2_000))) : resolve(JSON.parse(stdout))),
    );
    child.stdin?.end(JSON.stringify(folders));
  });
}

/** The same choices in every run. */
function choices(seed: number) {
  let state = seed;
  const next = (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  return { next, one: <T>(list: readonly T[]) => list[next(list.length)] as T };
}

const words = [
  'train',
  'training',
  'val',
  'valid',
  'validation',
  'dev',
  'test',
  'testing',
  'eval',
  'evaluation',
  'data',
  'a',
  'Train',
  'trained',
  'latest',
];
const joints = ['', '-', '_', '.', ' ', '1', 'x'];
const endings = ['.jsonl', '.json', '.csv', '.parquet', '.txt', '.jsonl.gz'];
const known = [
  'README.md',
  'metadata.json',
  'config.json',
  'dataset_infos.json',
  '.hidden.csv',
  'data/train-00000-of-00002.parquet',
  'data/mine-00001-of-00002.parquet',
  '__init__/x.csv',
];

function someFolders(count: number): string[][] {
  const { next, one } = choices(20_261_121);
  const name = () => one(words) + one(joints) + (next(3) === 0 ? one(words) : '') + one(joints);
  return Array.from({ length: count }, () => {
    const ending = one(endings);
    const files = Array.from({ length: 1 + next(6) }, () => {
      if (next(6) === 0) return one(known);
      const folders = Array.from({ length: next(3) }, () =>
        `d${name()}`.replace(/^d(?=[a-zA-Z])/, next(2) === 0 ? '' : 'd').trim(),
      );
      return [
        ...folders.filter((each) => !/^[. ]/.test(each)),
        name().trim() + (next(5) === 0 ? one(endings) : ending),
      ].join('/');
    });
    // A name cannot be both a file and a folder.
    return [...new Set(files)].filter((path, _, all) => !all.some((other) => other.startsWith(`${path}/`)));
  });
}

describe.skipIf(python === null)(
  `splits by name${'missing' in environment ? ` (SKIPPED: ${environment.missing})` : ''}`,
  () => {
    it('are those of the datasets library', { timeout: 300_000 }, async () => {
      const folders = someFolders(250);
      const expected = await ask(folders);
      const differing = folders.flatMap((files, index) => {
        const theirs = expected[index];
        if (theirs === null || theirs === undefined) return [];
        const ours = Object.fromEntries(splitsOf(files, '').map(({ split, paths }) => [split, paths]));
        return JSON.stringify(sorted(ours)) === JSON.stringify(sorted(theirs)) ? [] : [{ files, ours, theirs }];
      });
      expect(differing.slice(0, 3)).toEqual([]);
      expect(expected.filter((each) => each !== null && Object.keys(each).length > 1).length).toBeGreaterThan(50);
    });
  },
);

function sorted(splits: Record<string, string[]>): [string, string[]][] {
  return Object.entries(splits)
    .filter(([, paths]) => paths.length > 0)
    .map(([split, paths]): [string, string[]] => [split, paths.toSorted()])
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
}
