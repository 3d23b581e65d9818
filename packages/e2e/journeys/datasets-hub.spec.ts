// Datasets that are on the Hub: found, looked at, renamed, hidden, deleted.
import { goToDatasets, openTab, verdict, whenChecked } from '../src/dataset-steps.ts';
import { filesOf, isPrivate } from '../src/hub-repo.ts';
import { connect, goTo } from '../src/steps.ts';
import { expect, test } from '../src/test.ts';

test('a dataset is found by the beginning of its name, opened, and its rows are read', async ({ hubdesk, hub }) => {
  const { page, problems } = hubdesk;
  await connect(page, hub.token);
  await goToDatasets(page);
  await page.getByRole('radio', { name: 'Everybody’s' }).click();
  await page.getByRole('searchbox', { name: 'Search datasets' }).fill('sandy/tide');
  const list = page.getByRole('region', { name: 'On the Hub' });
  await list.getByRole('link', { name: /sandy\/tide-pool-chats/ }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'sandy/tide-pool-chats' })).toBeVisible();
  await expect(page.getByText('Licence cc-by-4.0')).toBeVisible();
  const grid = page.getByRole('grid', { name: 'Rows of train' });
  await expect(grid.getByRole('gridcell').filter({ hasText: 'train-0' }).first()).toBeVisible();
  await expect(page.getByText('From the Hub’s viewer')).toBeVisible();
  await page.getByRole('combobox', { name: 'Split' }).click();
  await page.getByRole('option', { name: /^test/ }).click();
  await expect(page.getByRole('grid', { name: 'Rows of test' }).getByText('test-0').first()).toBeVisible();

  await page.getByRole('button', { name: 'Check it for training' }).click();
  await whenChecked(page);
  await expect(verdict(page)).toHaveText(/^Ready for SFT/);
  expect(problems).toEqual([]);
});

test('a private dataset that the viewer does not serve is read by ourselves', async ({ hubdesk, hub }) => {
  const { page } = hubdesk;
  hub.fail('GET */is-valid', { status: 500 });
  hub.fail('GET */splits', { status: 501 });
  hub.fail('GET */rows', { status: 501 });
  hub.fail('GET */first-rows', { status: 501 });
  await connect(page, hub.token);
  await goTo(page, '/datasets/hub/sandy/pool-sightings');
  await expect(page.getByRole('grid').getByText('limpet').first()).toBeVisible();
  await expect(page.getByText('Hubdesk reads the files itself')).toBeVisible();
});

test('a dataset is renamed, made private and deleted, each as the Hub then says', async ({ hubdesk, hub }) => {
  const { page } = hubdesk;
  await connect(page, hub.token);
  await goTo(page, '/datasets/hub/sandy/tide-pool-chats');
  await expect(page.getByRole('heading', { level: 1, name: 'sandy/tide-pool-chats' })).toBeVisible();
  let tab = await openTab(page, 'Settings');
  const name = tab.getByRole('textbox', { name: 'Name' });
  await name.fill('small-questions');
  await expect(tab).toContainText('Another dataset of yours has this name.');
  await expect(tab.getByRole('button', { name: 'Rename' })).toBeDisabled();
  await name.fill('shore-chats');
  await expect(tab).toContainText('sandy/shore-chats is free.');
  await tab.getByRole('button', { name: 'Rename' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'sandy/shore-chats' })).toBeVisible();
  expect(Object.keys((await filesOf(hub, 'sandy/shore-chats')) ?? {})).toContain('data/train.jsonl');

  tab = page.getByRole('tabpanel', { name: 'Settings' });
  await tab.getByRole('button', { name: 'Make it private' }).click();
  await page
    .getByRole('dialog', { name: 'Make sandy/shore-chats private?' })
    .getByRole('button', { name: 'Make it private' })
    .click();
  await expect(tab.getByRole('button', { name: 'Make it public' })).toBeVisible();
  expect(await isPrivate(hub, 'sandy/shore-chats')).toBe(true);

  await tab.getByRole('button', { name: 'Delete this dataset' }).click();
  const asked = page.getByRole('dialog', { name: 'Delete sandy/shore-chats?' });
  const remove = asked.getByRole('button', { name: 'Delete for good' });
  await expect(remove).toBeDisabled();
  await asked.getByRole('textbox').fill('sandy/shore-chat');
  await expect(remove).toBeDisabled();
  await asked.getByRole('textbox').fill('sandy/shore-chats');
  await remove.click();
  await expect(page.getByRole('heading', { level: 1, name: 'Datasets' })).toBeVisible();
  await expect(
    page.getByRole('region', { name: 'On the Hub' }).getByRole('link', { name: /pool-sightings/ }),
  ).toBeVisible();
  await expect(page.getByRole('link', { name: /shore-chats/ })).toBeHidden();
  expect(await isPrivate(hub, 'sandy/shore-chats')).toBeNull();
});

test('a name that is taken is said before anything is sent, and files join a dataset of one’s own', async ({
  hubdesk,
  hub,
}) => {
  const { page } = hubdesk;
  await connect(page, hub.token);
  await goTo(page, '/datasets/hub/sandy/small-questions');
  await page.getByRole('button', { name: 'Check it for training' }).click();
  await whenChecked(page);
  const panel = await openTab(page, 'Upload');
  await panel.getByRole('textbox', { name: 'Name' }).fill('pool-sightings');
  await expect(panel).toContainText('It is there and yours');
  await panel.getByRole('textbox', { name: 'Name' }).fill('-not a name-');
  await expect(panel.getByRole('button', { name: /^Upload/ })).toBeDisabled();
});
