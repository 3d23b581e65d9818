import { spawnSync } from 'node:child_process';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { scratchFolder } from './scratch-folder.ts';
import { sweepStaleTemps } from './sweep-stale-temps.ts';
import { tempNameFor, tempOwner } from './temp-name.ts';

test('a temporary file names the process that made it, and other names are nobody’s', () => {
  expect(tempOwner(tempNameFor('settings.json'))).toBe(process.pid);
  for (const name of ['settings.json', '.settings.json.tmp', '.a.12.xyz.hubdesk-tmp', '.hubdesk-tmp']) {
    expect(tempOwner(name)).toBeNull();
  }
});

test('leftovers of writers that are gone are removed; a living writer’s and everything else stay', async () => {
  const dir = await scratchFolder();
  const { pid: gone } = spawnSync('true');
  const leftover = `.a.json.${gone}.0123456789abcdef.hubdesk-tmp`;
  const living = `.a.json.${process.ppid}.0123456789abcdef.hubdesk-tmp`;
  for (const name of [leftover, living, 'a.json', '.a.json.swp']) await writeFile(join(dir, name), '');
  expect(await sweepStaleTemps(dir)).toEqual([leftover]);
  expect((await readdir(dir)).sort()).toEqual([living, '.a.json.swp', 'a.json'].sort());
});

test('a folder that is not there has nothing to sweep', async () => {
  expect(await sweepStaleTemps(join(await scratchFolder(), 'none'))).toEqual([]);
});
