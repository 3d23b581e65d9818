import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BrowserContext, Page } from '@playwright/test';
import { goToDatasets, openDraft, transferOf, upload, verdict, whenChecked } from '../src/dataset-steps.ts';
import { asSharegpt, conversations, lines } from '../src/sample-conversations.ts';
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

test('a damaged settings file is kept aside, the last good one used, and the person told', async ({
  launch,
  hub,
  home,
}) => {
  const first = await launch();
  await connect(first.page, hub.token);
  await first.close();
  const file = await settingsFile(home);
  await writeFile(file, '{"version":1,"providers":{"hugg');

  const second = await launch();
  await expect(
    second.page
      .getByText(/settings/i)
      .filter({ hasText: /damaged|could not be read|unreadable|recovered/i })
      .first(),
  ).toBeVisible();
  const kept = (await readdir(join(file, '..'))).filter((name) => name.startsWith('settings.corrupt-'));
  expect(kept).toHaveLength(1);
  await second.page
    .getByRole('button', { name: /dismiss|close|got it|put .*away/i })
    .first()
    .click();
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

async function secondWindow(page: Page, context: BrowserContext): Promise<Page> {
  // By then the page has its bearer.
  await expect(page.getByRole('link', { name: /Connect a Hugging Face account/ })).toBeVisible();
  const bearer = await page.evaluate(() => ({ ...sessionStorage }));
  const other = await context.newPage();
  await other.addInitScript((kept) => {
    for (const [key, value] of Object.entries(kept)) sessionStorage.setItem(key, String(value));
  }, bearer);
  await other.goto(new URL(page.url()).origin);
  await expect(other.getByRole('heading').first()).toBeVisible();
  return other;
}

test('two windows see the same: what one changes, the other shows', async ({ hubdesk, hub, context }) => {
  const { page } = hubdesk;
  const other = await secondWindow(page, context);
  await connect(page, hub.token);
  await expect(other.getByText('sandy').first()).toBeVisible();
});

test('a dataset that is prepared in one window is the same in the other, to its upload and its end', async ({
  hubdesk,
  hub,
  home,
  context,
}) => {
  test.slow();
  const { page } = hubdesk;
  const other = await secondWindow(page, context);
  await connect(page, hub.token);
  await goToDatasets(other);
  await expect(other.getByText('Nothing is open now.')).toBeVisible();

  const file = join(home, 'talks.jsonl');
  await writeFile(file, lines([...conversations(60).map(asSharegpt), '{"conversations": [']));
  await openDraft(hubdesk, file);
  await whenChecked(page);
  await other.getByRole('link', { name: /^talks\.jsonl/ }).click();
  await expect(verdict(other)).toHaveText('SFT, once it is mapped');

  await page.getByRole('button', { name: 'Map the rows' }).click();
  await expect(verdict(other)).toHaveText('Ready for SFT, but for 1 row');
  await other.getByRole('button', { name: 'Leave out 1 row' }).click();
  await expect(verdict(page)).toHaveText('Ready for SFT');

  const undo = hub.fail('POST /api/datasets/*/commit/*', { stall: true });
  await upload(page, { name: 'talks' });
  await expect(transferOf(page, 'sandy/talks')).toContainText('Committing');
  await other.getByRole('link', { name: /^Transfers/ }).click();
  await transferOf(other, 'sandy/talks').getByRole('button', { name: 'Pause' }).click();
  await expect(transferOf(page, 'sandy/talks')).toContainText('Paused');
  undo();
  await transferOf(page, 'sandy/talks').getByRole('button', { name: 'Resume' }).click();
  await expect(transferOf(other, 'sandy/talks')).toContainText('On the Hub');

  await goToDatasets(other);
  await other.getByRole('button', { name: 'Close talks.jsonl' }).click();
  await other.getByRole('dialog', { name: 'Close talks.jsonl?' }).getByRole('button', { name: 'Close it' }).click();
  await goToDatasets(page);
  await expect(page.getByText('Nothing is open now.')).toBeVisible();
});
