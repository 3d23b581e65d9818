// From a file on disk to a dataset on the Hub, as a person goes.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { goToDatasets, openDraft, openTab, transferOf, upload, verdict, whenChecked } from '../src/dataset-steps.ts';
import type { Locator } from '@playwright/test';
import { fileOf, filesOf, isPrivate } from '../src/hub-repo.ts';
import { asSharegpt, conversations, lines } from '../src/sample-conversations.ts';
import { connect } from '../src/steps.ts';
import { expect, test } from '../src/test.ts';

test('a ShareGPT file becomes a dataset on the Hub that will train', async ({ hubdesk, hub, home }) => {
  test.slow();
  const { page, problems, outsideRequests } = hubdesk;
  const rows = conversations(200).map(asSharegpt);
  const told = {
    conversations: [
      { from: 'human', value: 'tide '.repeat(300) },
      { from: 'gpt', value: 'Yes.' },
    ],
  };
  const long = [1, 2, 3].map((at) => ({
    conversations: [
      { from: 'human', value: `${at} ${told.conversations[0]?.value}` },
      { from: 'gpt', value: 'Yes.' },
    ],
  }));
  const broken = ['{"conversations": [{"from": "human"', '{"conversations": [}'];
  const folder = join(home, 'exports');
  const file = join(folder, 'support.jsonl');
  const text = lines([...rows.slice(0, 150), broken[0], ...rows.slice(150), ...long, broken[1]]);
  await mkdir(folder);
  await writeFile(file, text);
  await connect(page, hub.token);

  await test.step('choose the file', async () => {
    await goToDatasets(page);
    await hubdesk.choosePaths?.([file]);
    await page.getByRole('button', { name: 'Choose files' }).click();
    if (hubdesk.choosePaths) return;
    const dialog = page.getByRole('dialog', { name: 'Choose the files of a dataset' });
    await dialog.getByRole('option', { name: 'exports, folder' }).click();
    await dialog.getByRole('option', { name: 'support.jsonl' }).click();
    await expect(dialog.getByText('1 file marked')).toBeVisible();
    await dialog.getByRole('button', { name: 'Choose', exact: true }).click();
  });

  await test.step('see the verdict and map in one click', async () => {
    await expect(verdict(page)).toHaveText('SFT, once it is mapped');
    await whenChecked(page);
    await expect(page.getByRole('button', { name: /^SFT/ })).toContainText('needs mapping');
    await page.getByRole('button', { name: 'Map the rows' }).click();
    await expect(verdict(page)).toHaveText('Ready for SFT, but for 2 rows');
    await expect(page.getByRole('button', { name: /^SFT/ })).toContainText('ready');
  });

  await test.step('leave out the rows that stop the training', async () => {
    await page.getByRole('button', { name: 'Leave out 2 rows' }).click();
    await expect(verdict(page)).toHaveText('Ready for SFT');
  });

  await test.step('see what a model sees, and what a limit would cut', async () => {
    const panel = await openTab(page, 'Tokens');
    await panel.getByRole('combobox', { name: 'Model to train' }).fill('sandy/tiny-llama');
    await panel.getByRole('combobox', { name: 'Model to train' }).press('Enter');
    const row = panel.getByRole('region', { name: 'As the model sees it' });
    await expect(row.getByTitle(/^special token/).first()).toHaveText('<|system|>');
    await expect(row.getByTitle(/, learned$/).first()).toBeVisible();
    const length = panel.getByRole('textbox', { name: 'max_length' });
    await length.fill('256');
    await length.press('Enter');
    await expect(panel.getByRole('region', { name: 'What is cut' })).toContainText('3 rows lose their whole answer');
  });

  await test.step('split', async () => {
    const panel = await openTab(page, 'Split');
    const share = panel.getByRole('slider', { name: 'Taken from train' });
    await share.focus();
    for (let percent = 1; percent <= 10; percent += 1) await page.keyboard.press('ArrowRight');
    await expect(share).toHaveAttribute('aria-valuetext', '10 %');
    await expect(panel.getByRole('textbox', { name: 'Seed' })).toHaveValue('42');
    await expect(panel.getByRole('region', { name: 'What it becomes' })).toHaveText(
      'What it becomesTrain183Validation20Left out2',
    );
  });

  await test.step('upload', async () => {
    await upload(page, { name: 'support-talks' });
    const transfer = transferOf(page, 'sandy/support-talks');
    await expect(transfer).toContainText('On the Hub');
    await transfer.getByRole('link', { name: 'sandy/support-talks' }).click();
  });

  await test.step('its page shows the rows', async () => {
    await expect(page.getByRole('heading', { level: 1, name: 'sandy/support-talks' })).toBeVisible();
    await expect(page.getByText('Licence mit')).toBeVisible();
    const grid = page.getByRole('grid', { name: 'Rows of train' });
    await expect(grid.getByRole('gridcell').filter({ hasText: 'user: ' }).first()).toBeVisible();
    await expect(page.getByRole('combobox', { name: 'Split' })).toHaveText('train');
  });

  expect(await isPrivate(hub, 'sandy/support-talks')).toBe(true);
  const there = await filesOf(hub, 'sandy/support-talks');
  const paths = Object.keys(there ?? {}).toSorted();
  expect(paths).toEqual(['README.md', 'train.jsonl', 'validation.jsonl']);
  const card = (await fileOf(hub, 'sandy/support-talks', 'README.md')).toString();
  expect(card).toMatch(/^---\n/);
  expect(card).toContain('license: mit');
  expect(card).toMatch(/split: train\n\s+path: train\.jsonl/);
  expect(card).toMatch(/split: validation\n\s+path: validation\.jsonl/);
  const written = await Promise.all(
    paths
      .slice(1)
      .map(async (path) => (await fileOf(hub, 'sandy/support-talks', path)).toString().trimEnd().split('\n')),
  );
  const messages: { messages: { role: string }[] }[] = written.flat().map((line) => JSON.parse(line));
  expect(messages).toHaveLength(203);
  expect(written[1]?.length).toBe(20);
  expect(new Set(messages.flatMap((row) => row.messages.map(({ role }) => role)))).toEqual(
    new Set(['system', 'user', 'assistant']),
  );
  expect(await readFile(file, 'utf8')).toBe(text);
  expect(problems).toEqual([]);
  expect(outsideRequests).toEqual([]);
});

test('a draft is read, mended and mapped by keyboard alone', async ({ hubdesk, home }) => {
  test.slow();
  const { page } = hubdesk;
  const file = join(home, 'talks.jsonl');
  await writeFile(file, lines([...conversations(50).map(asSharegpt), '{"conversations": [']));
  await openDraft(hubdesk, file);
  await whenChecked(page);
  const keyboard = page.keyboard;
  /** Tab, until it has the focus. */
  const reach = async (target: Locator) => {
    await target.waitFor();
    for (let presses = 0; presses < 80; presses += 1) {
      if (await target.evaluate((element) => element === document.activeElement)) return;
      await keyboard.press('Tab');
    }
    throw new Error(`Tab never reaches ${target}`);
  };

  await reach(page.getByRole('button', { name: 'Map the rows' }));
  await keyboard.press('Enter');
  await expect(verdict(page)).toHaveText('Ready for SFT, but for 1 row');
  await reach(page.getByRole('button', { name: /^line 51/ }));
  await keyboard.press('Enter');
  const row = page.getByRole('region', { name: 'The open row' });
  await expect(row.getByRole('heading', { name: 'Line 51' })).toBeVisible();
  await reach(row.getByRole('button', { name: 'Leave it out' }));
  await keyboard.press('Enter');
  await expect(row.getByRole('button', { name: 'Take it back in' })).toBeFocused();
  await expect(verdict(page)).toHaveText('Ready for SFT');
  await keyboard.press('Escape');
  await expect(row).toBeHidden();
  // The table has the focus then; its arrows go through the rows.
  const grid = page.getByRole('grid', { name: 'Rows' });
  await expect(grid).toBeFocused();
  await keyboard.press('Home');
  await keyboard.press('ArrowDown');
  await keyboard.press('Enter');
  await expect(row.getByRole('heading', { name: 'Line 2' })).toBeVisible();
  await keyboard.press('ArrowDown');
  await expect(row.getByRole('heading', { name: 'Line 3' })).toBeVisible();

  await reach(page.getByRole('tab', { name: 'Check' }));
  for (const name of ['Shape', 'Tokens', 'Split', 'Upload']) {
    await keyboard.press('ArrowRight');
    await expect(page.getByRole('tab', { name })).toBeFocused();
    await expect(page.getByRole('tabpanel', { name })).toBeVisible();
  }
  await keyboard.press('ArrowLeft');
  await reach(page.getByRole('slider', { name: 'Taken from train' }));
  for (let percent = 0; percent < 5; percent += 1) await keyboard.press('ArrowRight');
  await expect(page.getByRole('slider', { name: 'Taken from train' })).toHaveAttribute('aria-valuetext', '5 %');
  await expect(page.getByRole('region', { name: 'What it becomes' })).toContainText(/Validation(up to )?[23]/);
  await reach(page.getByRole('link', { name: 'Datasets' }).last());
  await keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Datasets' })).toBeFocused();
});
