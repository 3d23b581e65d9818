import { expect, test } from '../src/test.ts';

test('a second start opens a window in the first and says so', async ({ hubdesk }) => {
  const second = await hubdesk.startAgain();
  expect(second.code).toBe(0);
  if (hubdesk.kind === 'local') {
    expect(second.output).toContain('Hubdesk is already running');
    expect(hubdesk.output().match(/Hubdesk is ready/g)).toHaveLength(2);
  }
  await hubdesk.page.reload();
  await expect(hubdesk.page.getByRole('main')).toBeVisible();
});
