// The steps journeys share, done as a person would: by what is on the screen.
import { expect, type Page } from '@playwright/test';

/** From anywhere to the Hugging Face panel, with the token in its field. */
export async function enterToken(page: Page, token: string): Promise<void> {
  const welcome = page.getByRole('link', { name: /Connect a Hugging Face account/ });
  const settings = page.getByRole('link', { name: 'Settings', exact: true });
  await welcome.or(settings).first().click();
  const panel = page.getByTestId('provider-settings-panel');
  // In a narrow window the panel takes the grid's place.
  await page.getByTestId('provider-grid').or(panel).locator('visible=true').first().waitFor();
  if (!(await panel.isVisible())) await page.getByTestId('provider-card-huggingface').click();
  await page.getByTestId('api-key-input').fill(token);
}

export async function connect(page: Page, token: string): Promise<void> {
  await enterToken(page, token);
  await page.getByTestId('connect-button').click();
  await expect(page.getByTestId('api-key-display')).toBeVisible();
}

/** Searches the list for a model, opens it and takes it. */
export async function chooseModel(page: Page, search: string): Promise<void> {
  await page.getByRole('link', { name: 'Models', exact: true }).click();
  await page.getByRole('searchbox').fill(search);
  await page.getByRole('option').first().click();
  await page.getByRole('button', { name: 'Use this model' }).click();
  await expect(page.getByText('This is the model you talk to')).toBeVisible();
}

/** Where there is no keychain, a token outlives the app only in an encrypted file. */
export async function keepTokensInFile(page: Page): Promise<void> {
  await goTo(page, '/settings/security');
  const other = page.getByRole('button', { name: /^(Choose another place|Keep them elsewhere|Change)/ });
  const place = page.getByRole('radio', { name: 'An encrypted file with a key beside it' });
  await other.or(place).first().waitFor();
  if (!(await place.isVisible())) await other.click();
  await place.click();
  await page.getByRole('button', { name: 'Keep tokens there' }).click();
  await expect(page.getByText(/Tokens are kept here now/)).toBeVisible();
}

export async function ask(page: Page, question: string): Promise<void> {
  await page.getByTestId('chat-input').fill(question);
  await page.getByTestId('chat-send').click();
  await expect(page.getByTestId('chat-message-user').last()).toContainText(question);
}

/** As following a bookmark within the app would. */
export async function goTo(page: Page, path: string): Promise<void> {
  await page.evaluate((hash) => {
    location.hash = hash;
  }, path);
}
