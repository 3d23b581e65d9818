import { expect, test } from 'vitest';
import { containerPaths } from './container-paths.ts';

const paths = containerPaths(
  new Map([
    ['/data', '/real/volume-0'],
    ['/data/inner', '/real/volume-1'],
    ['/tmp', '/real/tmp'],
  ]),
);

test.each([
  ['/data', '/real/volume-0'],
  ['/data/train.py', '/real/volume-0/train.py'],
  ['cp /data/a /data/inner/b', 'cp /real/volume-0/a /real/volume-1/b'],
  ['open("/data/x")', 'open("/real/volume-0/x")'],
  ['--out=/tmp/y', '--out=/real/tmp/y'],
  ['{"out":"/data"}', '{"out":"/real/volume-0"}'],
  ['x>/tmp/z;cat</tmp/z', 'x>/real/tmp/z;cat</real/tmp/z'],
  ['/database /data-2 /data.txt', '/database /data-2 /data.txt'],
  ['https://host/data hf://datasets/me/data ../data ~/data', 'https://host/data hf://datasets/me/data ../data ~/data'],
])('%s becomes %s', (given, wanted) => {
  expect(paths.toReal(given)).toBe(wanted);
});

test('in what a job says, real folders become the container’s again', () => {
  expect(paths.toContainer('File "/real/volume-1/a.py", line 1 in /real/tmp')).toBe(
    'File "/data/inner/a.py", line 1 in /tmp',
  );
});
