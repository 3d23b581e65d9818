import { ask, chooseModel, connect, keepTokensInFile } from '../src/steps.ts';
import { expect, test } from '../src/test.ts';

test('a person connects an account, picks a warm model and talks to it', async ({ hubdesk, hub }) => {
  const { page, problems, outsideRequests } = hubdesk;
  await connect(page, hub.token);
  const panel = page.getByTestId('provider-settings-panel');
  await expect(page.getByTestId('connection-status')).toHaveAttribute('data-state', 'connected');
  await expect(panel).toContainText('sandy');
  await expect(panel).toContainText('Pro');
  await expect(page.getByTestId('api-key-display')).not.toContainText(hub.token.slice(0, 8));

  await chooseModel(page, 'llama 8b instruct');
  await page.getByRole('link', { name: /Talk to it/ }).click();
  await ask(page, 'What is a dataset?');
  const answer = page.getByTestId('chat-message-assistant').last();
  await expect(answer).toContainText(/Sandbox/);
  await expect(page.getByTestId('chat-stats').last()).toContainText(/token/);

  await page.getByRole('link', { name: 'Settings', exact: true }).click();
  await expect(page.getByTestId('provider-card-huggingface')).toContainText(/Ready/i);
  expect(problems).toEqual([]);
  expect(outsideRequests).toEqual([]);
});

test('what was chosen is still there after the app was closed and opened again', async ({ launch, hub }) => {
  const first = await launch();
  await connect(first.page, hub.token);
  await keepTokensInFile(first.page);
  await chooseModel(first.page, 'qwen');
  const chosen = await first.page
    .getByRole('option', { selected: true })
    .locator('[data-model]')
    .getAttribute('data-model');
  await first.close();
  const second = await launch();
  await second.page.getByRole('link', { name: 'Settings', exact: true }).click();
  await expect(second.page.getByTestId('provider-card-huggingface')).toContainText(/Ready/i);
  await second.page.getByTestId('provider-card-huggingface').click();
  await expect(second.page.getByTestId('model-selector')).toContainText(chosen ?? 'a model');
});

test('the whole journey goes by keyboard alone', async ({ hubdesk, hub }) => {
  const { page } = hubdesk;
  const reach = async (name: RegExp, role: 'link' | 'button') => {
    const target = page.getByRole(role, { name }).first();
    await target.waitFor();
    for (let presses = 0; presses < 60; presses += 1) {
      if (await target.evaluate((element) => element === document.activeElement)) return;
      await page.keyboard.press('Tab');
    }
    throw new Error(`Tab never reaches ${name}`);
  };
  await reach(/Connect a Hugging Face account/, 'link');
  await page.keyboard.press('Enter');
  const field = page.getByTestId('api-key-input');
  await field.waitFor();
  for (
    let presses = 0;
    presses < 60 && !(await field.evaluate((element) => element === document.activeElement));
    presses += 1
  )
    await page.keyboard.press('Tab');
  await page.keyboard.insertText(hub.token);
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('api-key-display')).toBeVisible();

  await reach(/^Models$/, 'link');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Models' })).toBeVisible();
  await page.keyboard.press('/');
  await expect(page.getByRole('searchbox')).toBeFocused();
  await page.keyboard.type('mistral');
  await expect(page.getByRole('option').first()).toContainText(/mistral/i);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await reach(/Use this model/, 'button');
  await page.keyboard.press('Enter');
  await reach(/Talk to it/, 'link');
  await page.keyboard.press('Enter');
  // Letters typed anywhere on the page are meant for the composer.
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  await page.keyboard.type('Hello there');
  await expect(page.getByTestId('chat-input')).toHaveValue('Hello there');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('chat-message-assistant').last()).toContainText(/Sandbox/);
});
