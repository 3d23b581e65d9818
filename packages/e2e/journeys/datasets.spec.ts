// From a file on disk to a dataset on the Hub, as a person goes.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { goToDatasets, openTab, transferOf, upload, verdict, whenChecked } from '../src/dataset-steps.ts';
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
    await expect(panel.getByRole('region', { name: 'What it becomes' })).toContainText('Left outat most 2');
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
