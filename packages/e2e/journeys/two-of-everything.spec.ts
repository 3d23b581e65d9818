import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { connect } from '../src/steps.ts';
import { expect, test } from '../src/test.ts';

async function settingsFile(home: string): Promise<string> {
  const entries = await readdir(home, { recursive: true, withFileTypes: true });
  const found = entries.find((entry) => entry.name === 'settings.json');
  if (!found) throw new Error('There is no settings file yet');
  return join(found.parentPath, found.name);
}

test('a second start asks the first to show itself, and ends', async ({ hubdesk }) => {
  const second = await hubdesk.startAgain();
  expect(second.code).toBe(0);
  await expect(hubdesk.page.getByRole('main')).toBeVisible();
});

test('a damaged settings file is kept aside, the last good one used, and the person told', async ({ launch, hub, home }) => {
  const first = await launch();
  await connect(first.page, hub.token);
  await first.close();
  const file = await settingsFile(home);
  await writeFile(file, '{"version":1,"providers":{"hugg');

  const second = await launch();
  await expect(second.page.getByText(/settings/i).filter({ hasText: /damaged|could not be read|unreadable|recovered/i }).first()).toBeVisible();
  const kept = (await readdir(join(file, '..'))).filter((name) => name.startsWith('settings.corrupt-'));
  expect(kept).toHaveLength(1);
  await second.page.getByRole('button', { name: /dismiss|close|got it|put .*away/i }).first().click();
});

test('a settings file of nothing but noise still starts the app', async ({ launch, home }) => {
  const first = await launch();
  await first.page.keyboard.press('ControlOrMeta+k');
  await first.close();
  const folder = join(home, 'settings');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'settings.json'), Buffer.alloc(1_000_000, 0xff));
  const second = await launch();
  await expect(second.page.getByRole('heading').first()).toBeVisible();
});

test('two windows see the same: what one changes, the other shows', async ({ hubdesk, hub, context }) => {
  test.skip(hubdesk.kind === 'desktop', 'The desktop app has one window');
  const { page } = hubdesk;
  // By then the page has its bearer.
  await expect(page.getByRole('link', { name: /Connect a Hugging Face account/ })).toBeVisible();
  const bearer = await page.evaluate(() => ({ ...sessionStorage }));
  const other = await context.newPage();
  await other.addInitScript((kept) => {
    for (const [key, value] of Object.entries(kept)) sessionStorage.setItem(key, String(value));
  }, bearer);
  await other.goto(new URL(page.url()).origin);
  await expect(other.getByRole('heading').first()).toBeVisible();
  await connect(page, hub.token);
  await expect(other.getByText('sandy').first()).toBeVisible();
});
