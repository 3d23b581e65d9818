// What is dropped on the window arrives by its bytes, and is judged before it is all there.
import { mkdir, open, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { dropOn, goToDatasets, verdict, whenChecked } from '../src/dataset-steps.ts';
import { asMessages, asSharegpt, conversations, lines } from '../src/sample-conversations.ts';
import { expect, test } from '../src/test.ts';

test('a dropped file shows its first verdict', async ({ hubdesk, home }) => {
  const { page, problems } = hubdesk;
  const file = join(home, 'talks.jsonl');
  await writeFile(file, lines(conversations(300).map(asMessages)));
  await goToDatasets(page);
  await dropOn(page, [file]);
  await expect(page.getByRole('heading', { level: 1, name: 'talks.jsonl' })).toBeVisible();
  await expect(verdict(page)).toHaveText('Ready for SFT');
  await whenChecked(page);
  await expect(page.getByText('300 rows').first()).toBeVisible();
  // All is there, so there is no news of it any more.
  await expect(page.getByRole('region', { name: 'What was dropped' })).toBeHidden();
  expect(problems).toEqual([]);
});

test('a dropped folder arrives with its folders, and its names make the splits', async ({ hubdesk, home }) => {
  const { page } = hubdesk;
  const folder = join(home, 'shop');
  await mkdir(join(folder, 'more'), { recursive: true });
  const talks = conversations(90).map(asMessages);
  await writeFile(join(folder, 'train.jsonl'), lines(talks.slice(0, 40)));
  await writeFile(join(folder, 'validation.jsonl'), lines(talks.slice(40, 50)));
  await writeFile(join(folder, 'more', 'train-2.jsonl'), lines(talks.slice(50)));
  await goToDatasets(page);
  await dropOn(page, [folder]);
  await expect(page.getByRole('heading', { level: 1, name: 'shop' })).toBeVisible();
  await whenChecked(page);
  await expect(page.getByText('90 rows').first()).toBeVisible();
  await expect(page.getByText('3 files').first()).toBeVisible();
  await page.getByRole('tab', { name: 'Split' }).click();
  for (const [path, split] of [
    ['train.jsonl', 'Train'],
    ['validation.jsonl', 'Validation'],
    ['more/train-2.jsonl', 'Train'],
  ] as const) {
    await expect(page.getByRole('combobox', { name: new RegExp(`^Split of (shop/)?${path}$`) })).toHaveText(split);
  }
});

test('several files dropped together are one dataset', async ({ hubdesk, home }) => {
  const { page } = hubdesk;
  const talks = conversations(60).map(asSharegpt);
  const files = [join(home, 'may.jsonl'), join(home, 'june.jsonl')];
  for (const [at, file] of files.entries()) await writeFile(file, lines(talks.slice(at * 30, at * 30 + 30)));
  await goToDatasets(page);
  await dropOn(page, files);
  await expect(verdict(page)).toHaveText('SFT, once it is mapped');
  await whenChecked(page);
  await expect(page.getByText('60 rows').first()).toBeVisible();
  await expect(page.getByText('2 files').first()).toBeVisible();
});

test('a drop that is stopped leaves nothing behind', async ({ hubdesk, home }) => {
  const { page } = hubdesk;
  const file = join(home, 'large.jsonl');
  const rows = lines(conversations(300).map(asMessages));
  const handle = await open(file, 'w');
  await handle.write(rows);
  // Large enough to be on its way for a while; it takes no room on the disk.
  await handle.truncate(3_000_000_000);
  await handle.close();
  await goToDatasets(page);
  await dropOn(page, [file]);
  const news = page.getByRole('region', { name: 'What was dropped' });
  await expect(news).toContainText('large.jsonl');
  await expect(verdict(page)).toBeVisible();
  await news.getByRole('button', { name: 'Stop' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Datasets' })).toBeVisible();
  await expect(news).toBeHidden();
  await expect(page.getByText('Nothing is open now.')).toBeVisible();
  await expect.poll(() => bytesBeside(home, 'large.jsonl')).toBeLessThan(1_000_000);
});

/** Of everything under the home folder but one file of it. */
async function bytesBeside(home: string, name: string): Promise<number> {
  const entries = await readdir(home, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && join(entry.parentPath, entry.name) !== join(home, name));
  const sizes = await Promise.all(
    files.map(({ parentPath, name: each }) =>
      stat(join(parentPath, each)).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
