// Uploads and downloads that are cut, paused, refused or killed, and what a
// person sees of it; the Hub says at the end what really is there.
import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { choosing, goToDatasets, openDraft, openTab, transferOf, upload, whenChecked } from '../src/dataset-steps.ts';
import { commitsOf, fileOf, filesOf } from '../src/hub-repo.ts';
import type { Launched } from '../src/launched.ts';
import { asMessages, conversations, lines } from '../src/sample-conversations.ts';
import { connect, goTo, keepTokensInFile } from '../src/steps.ts';
import { expect, test } from '../src/test.ts';

/** Larger than what goes into a commit itself, so that it travels to the store of large files. */
async function largeFolder(home: string): Promise<{ folder: string; files: Record<string, Buffer> }> {
  const folder = join(home, 'harvest');
  await mkdir(folder);
  const talks = conversations(40_000).map(asMessages);
  const files = {
    'train.jsonl': Buffer.from(lines(talks.slice(600))),
    'validation.jsonl': Buffer.from(lines(talks.slice(0, 600))),
  };
  for (const [path, bytes] of Object.entries(files)) await writeFile(join(folder, path), bytes);
  expect(files['train.jsonl'].length).toBeGreaterThan(10_000_000);
  return { folder, files };
}

async function expectThere(hub: Launched['hub'], dataset: string, files: Record<string, Buffer>): Promise<void> {
  const sizes = Object.fromEntries(Object.entries(files).map(([path, { length }]) => [path, length]));
  expect(await filesOf(hub, dataset)).toEqual({ ...sizes, 'README.md': expect.any(Number) });
  for (const [path, bytes] of Object.entries(files))
    expect(sha256(await fileOf(hub, dataset, path))).toBe(sha256(bytes));
}

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

async function openTransfers(page: Page): Promise<void> {
  await page.getByRole('heading').first().waitFor();
  await goTo(page, '/transfers');
  await expect(page.getByRole('heading', { level: 1, name: 'Transfers' })).toBeVisible();
}

test('an upload whose app is killed in the middle ends by itself after the next start', async ({
  launch,
  hub,
  home,
}) => {
  test.slow();
  const { folder, files } = await largeFolder(home);
  const first = await launch();
  await connect(first.page, hub.token);
  await keepTokensInFile(first.page);
  await openDraft(first, folder, 'folder');
  await whenChecked(first.page);
  // The store takes the bytes and says nothing: the upload is in its middle for as long as the app lives.
  const undo = hub.fail('POST /xet/v1/xorbs/*', { stall: true, afterEffect: true });
  const undoLfs = hub.fail('PUT /lfs/upload/*', { stall: true, afterEffect: true });
  await upload(first.page, { name: 'harvest' });
  await expect(transferOf(first.page, 'sandy/harvest')).toContainText('Uploading');
  const bytesAsked = () => hub.requests.filter(({ path }) => /xorbs|lfs\/upload/.test(path)).length;
  await expect.poll(bytesAsked).toBeGreaterThan(0);
  await first.kill();
  undo();
  undoLfs();
  expect(Object.keys((await filesOf(hub, 'sandy/harvest')) ?? {})).not.toContain('train.jsonl');

  const second = await launch();
  await openTransfers(second.page);
  const transfer = transferOf(second.page, 'sandy/harvest');
  await expect(transfer).toContainText('On the Hub', { timeout: 60_000 });
  await expectThere(hub, 'sandy/harvest', files);
  // Nothing was committed twice.
  const ours = (await commitsOf(hub, 'sandy/harvest')).filter((title) => title.startsWith('Upload'));
  expect(ours.length).toBeLessThanOrEqual(2);
});

test('an upload is paused, goes on, and another is cancelled', async ({ hubdesk, hub, home }) => {
  test.slow();
  const { page } = hubdesk;
  await connect(page, hub.token);
  const file = join(home, 'pausing.jsonl');
  await writeFile(file, lines(conversations(500).map(asMessages)));
  await openDraft(hubdesk, file);
  await whenChecked(page);

  const undo = hub.fail('POST /api/datasets/*/commit/*', { stall: true });
  await upload(page, { name: 'pausing' });
  const transfer = transferOf(page, 'sandy/pausing');
  await expect(transfer).toContainText('Committing');
  await transfer.getByRole('button', { name: 'Pause' }).click();
  await expect(transfer).toContainText('Paused');
  // Where the navigation is, too.
  await expect(page.getByRole('link', { name: /^Transfers/ })).toContainText('1 paused');
  expect(await filesOf(hub, 'sandy/pausing')).toEqual({});
  undo();
  await transfer.getByRole('button', { name: 'Resume' }).click();
  await expect(transfer).toContainText('On the Hub');
  expect(Object.keys((await filesOf(hub, 'sandy/pausing')) ?? {})).toContain('README.md');

  await goToDatasets(page);
  await page.getByRole('link', { name: /^pausing\.jsonl/ }).click();
  hub.fail('POST /api/datasets/*/commit/*', { stall: true });
  await upload(page, { name: 'never' });
  const other = transferOf(page, 'sandy/never');
  await expect(other).toContainText('Committing');
  await other.getByRole('button', { name: 'Cancel' }).click();
  const asked = page.getByRole('dialog', { name: 'Cancel this upload?' });
  await expect(asked).toContainText('Nothing was committed yet, so sandy/never stays as it was.');
  await asked.getByRole('button', { name: 'Cancel the upload' }).click();
  await expect(other).toContainText('Cancelled');
  expect(await filesOf(hub, 'sandy/never')).toEqual({});
  await other.getByRole('button', { name: 'Take from the list' }).click();
  await expect(other).toBeHidden();
});

test('a token that is revoked half-way stops the upload with its next step, and a new one goes on', async ({
  hubdesk,
  hub,
  home,
}) => {
  test.slow();
  const { page } = hubdesk;
  await connect(page, hub.token);
  const file = join(home, 'revoked.jsonl');
  const text = lines(conversations(500).map(asMessages));
  await writeFile(file, text);
  await openDraft(hubdesk, file);
  await whenChecked(page);

  const revoked = { status: 401, body: { error: 'Invalid credentials in Authorization header' } };
  const undo = hub.fail('POST /api/datasets/*/commit/*', revoked);
  await upload(page, { name: 'revoked' });
  const transfer = transferOf(page, 'sandy/revoked');
  await expect(transfer).toContainText('Stopped');
  const why = transfer.getByRole('alert');
  await expect(why).toContainText('Hugging Face does not know this token');
  await why.getByRole('link', { name: 'Replace the token' }).click();
  undo();
  const panel = page.getByTestId('provider-settings-panel');
  await panel.getByRole('button', { name: 'Replace the token' }).click();
  await page.getByTestId('api-key-input').fill(hub.tokens['fineGrained'] ?? '');
  await page.getByTestId('connect-button').click();
  await expect(panel).toContainText('desk');
  await openTransfers(page);
  await transfer.getByRole('button', { name: 'Resume' }).click();
  await expect(transfer).toContainText('On the Hub');
  expect((await fileOf(hub, 'sandy/revoked', 'revoked.jsonl')).toString()).toBe(text);
});

test('one file of a dataset, and all of it, come down byte by byte', async ({ hubdesk, hub, home }) => {
  test.slow();
  const { page, problems } = hubdesk;
  await connect(page, hub.token);
  const one = join(home, 'one');
  const all = join(home, 'all');
  for (const folder of [one, all]) await mkdir(folder);
  await goTo(page, '/datasets/hub/sandy/tide-pool-chats');
  await expect(page.getByRole('heading', { level: 1, name: 'sandy/tide-pool-chats' })).toBeVisible();
  const tab = await openTab(page, 'Files');
  const tree = tab.getByRole('tree', { name: 'Files' });
  await tree.getByRole('treeitem', { name: /README\.md/ }).click();
  await choosing(hubdesk, one, () => tab.getByRole('button', { name: 'Download what is marked' }).click());
  await expect(page.getByText('tide-pool-chats is downloaded')).toBeVisible();
  expect(await readFile(join(one, 'tide-pool-chats', 'README.md'))).toEqual(
    await fileOf(hub, 'sandy/tide-pool-chats', 'README.md'),
  );

  await tab.getByRole('button', { name: 'Mark none' }).click();
  await choosing(hubdesk, all, () => tab.getByRole('button', { name: 'Download all' }).click());
  await openTransfers(page);
  await expect(page.getByRole('article').filter({ hasText: all })).toContainText('Downloaded');
  const there = Object.keys((await filesOf(hub, 'sandy/tide-pool-chats')) ?? {});
  expect(there).toHaveLength(3);
  for (const path of there) {
    expect(await readFile(join(all, 'tide-pool-chats', path)), path).toEqual(
      await fileOf(hub, 'sandy/tide-pool-chats', path),
    );
  }
  expect(problems).toEqual([]);
});
