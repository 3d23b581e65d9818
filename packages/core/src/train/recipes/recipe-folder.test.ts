import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { exampleConfig } from '@hubdesk/shared/contract/example-run';
import { beforeEach, describe, expect, it } from 'vitest';
import { scratchFolder } from '../../files/scratch-folder.ts';
import { testClock, type TestClock } from '../../ports/clock.ts';
import { openRecipeFolder, type RecipeFolder } from './recipe-folder.ts';

let clock: TestClock;
let folder: string;
let recipes: RecipeFolder;
beforeEach(async () => {
  clock = testClock(Date.parse('2026-11-20T12:00:00Z'));
  folder = join(await scratchFolder(), 'recipes');
  recipes = openRecipeFolder({ folder, clock });
});

const config = exampleConfig;
const save = (name: string, replace = false) => recipes.save({ name, config, replace });
const names = async () => (await recipes.list()).map(({ name }) => name);
const onlyFile = async () => join(folder, (await readdir(folder))[0] ?? '');

describe('kept configurations', () => {
  it('are none before the first, and then newest first', async () => {
    expect(await names()).toEqual([]);
    await save('first');
    clock.advance(1_000);
    await save('second');
    expect(await recipes.list()).toEqual([
      { name: 'second', savedAt: '2026-11-20T12:00:01.000Z', config },
      { name: 'first', savedAt: '2026-11-20T12:00:00.000Z', config },
    ]);
  });

  it('have any text for a name', async () => {
    const odd = ['../../etc/passwd', 'draft', 'Ünï ☕', 'CON', '.', 'a/b\\c:d*?"<>|', 'x'.repeat(100)];
    for (const name of odd) await save(name);
    expect((await names()).toSorted()).toEqual(odd.toSorted());
    expect((await readdir(folder)).every((file) => /^recipe-[0-9a-f]{32}\.json$/.test(file))).toBe(true);
    for (const name of odd) await recipes.remove(name);
    expect(await names()).toEqual([]);
  });

  it('are written over only by whoever says so, also when two windows save at once', async () => {
    await save('mine');
    await expect(save('Mine')).rejects.toMatchObject({ code: 'CONFLICT', data: { what: 'Mine' } });
    expect(await save('MINE', true)).toMatchObject({ name: 'MINE' });
    expect(await names()).toEqual(['MINE']);
    const both = await Promise.allSettled([save('other'), save('other')]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  });

  it.each([
    ['broken off', '{"version":1,"na'],
    ['of a later Hubdesk', JSON.stringify({ version: 2, name: 'mine', recipe: {} })],
    [
      'with a configuration that is none',
      JSON.stringify({ version: 1, name: 'mine', savedAt: '', config: { version: 1 } }),
    ],
  ])('that are %s are passed over and left alone', async (_what, text) => {
    await save('mine');
    const file = await onlyFile();
    await writeFile(file, text);
    await save('other');
    expect(await names()).toEqual(['other']);
    await expect(save('mine', true)).rejects.toMatchObject({ code: 'CONFLICT' });
    await expect(recipes.remove('mine')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await readFile(file, 'utf8')).toBe(text);
  });

  it('are not shown twice for a copy of their file, nor for a folder in its place', async () => {
    await save('mine');
    await writeFile(join(folder, `recipe-${'0'.repeat(32)}.json`), await readFile(await onlyFile()));
    await mkdir(join(folder, `recipe-${'1'.repeat(32)}.json`));
    await writeFile(join(folder, 'notes.json'), '{}');
    expect(await names()).toEqual(['mine']);
  });

  it('that are not there cannot be thrown away', async () => {
    await expect(recipes.remove('no-such-recipe')).rejects.toMatchObject({
      code: 'NOT_FOUND',
      data: { what: 'no-such-recipe' },
    });
  });

  it('say that they could not be saved', async () => {
    await writeFile(folder, 'a file in its place');
    await expect(save('mine')).rejects.toMatchObject({ code: 'STORAGE_FAILED' });
  });
});

describe('the draft', () => {
  it('is remembered, forgotten, and no recipe', async () => {
    expect(await recipes.draft()).toBeNull();
    await recipes.keepDraft(null);
    await recipes.keepDraft(config);
    await recipes.keepDraft({ ...config, name: 'newer' });
    expect(await openRecipeFolder({ folder, clock }).draft()).toEqual({ ...config, name: 'newer' });
    expect(await names()).toEqual([]);
    await recipes.keepDraft(null);
    expect(await recipes.draft()).toBeNull();
  });

  it('of a later Hubdesk is none, and stays as a copy', async () => {
    await recipes.keepDraft(config);
    const foreign = JSON.stringify({ version: 2, draft: 'precious' });
    await writeFile(join(folder, 'draft.json'), foreign);
    expect(await recipes.draft()).toBeNull();
    await recipes.keepDraft(config);
    await recipes.keepDraft(config);
    const copies = (await readdir(folder)).filter((name) => name.startsWith('draft.json.backup-'));
    expect(copies).toHaveLength(1);
    expect(await readFile(join(folder, copies[0] ?? ''), 'utf8')).toBe(foreign);
  });
});
