import { expect, test } from '../src/test.ts';

test('the app opens, with its title, without an error and without asking anyone else', async ({ hubdesk }) => {
  const { page, problems, outsideRequests } = hubdesk;
  await expect(page).toHaveTitle(/Hubdesk/);
  // The first screen is there once the page has heard from the app.
  await expect(page.getByRole('main')).toBeVisible();
  await expect(page.getByRole('heading').first()).toBeVisible();
  expect(problems).toEqual([]);
  expect(outsideRequests).toEqual([]);
});
