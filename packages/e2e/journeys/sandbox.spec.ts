import { connect } from '../src/steps.ts';
import { expect, test } from '../src/test.ts';

test('one click on the welcome starts the Sandbox, marks it, and leaving it goes back', async ({ hubdesk, hub }) => {
  const { page, problems } = hubdesk;
  await page.getByRole('button', { name: /Try the Sandbox/ }).click();
  await expect(page.getByText(/Sandbox — nothing here is real/)).toBeVisible();
  await expect(page.getByRole('option').first()).toBeVisible();
  // The Sandbox is a Hub of its own: the other one is not asked.
  expect(hub.requests.filter(({ path }) => path.includes('whoami'))).toEqual([]);
  await page.getByRole('button', { name: 'Leave' }).click();
  await expect(page.getByText(/nothing here is real/)).toBeHidden();
  await expect(page.getByRole('link', { name: /Connect a Hugging Face account/ })).toBeVisible();
  expect(problems).toEqual([]);
});

test('the Sandbox leaves a connected account alone', async ({ hubdesk, hub }) => {
  const { page } = hubdesk;
  await connect(page, hub.tokens['fineGrained'] ?? '');
  await page.keyboard.press('ControlOrMeta+k');
  await page.getByRole('combobox').fill('try the sandbox');
  await page.keyboard.press('Enter');
  await expect(page.getByText(/nothing here is real/)).toBeVisible();
  await page.getByRole('button', { name: 'Leave' }).click();
  await expect(page.getByText(/nothing here is real/)).toBeHidden();
  await page.getByRole('link', { name: 'Settings', exact: true }).click();
  await expect(page.getByTestId('provider-card-huggingface')).toContainText(/Connected/i);
});
