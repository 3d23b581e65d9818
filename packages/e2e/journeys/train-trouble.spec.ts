import type { SandboxHub } from '@hubdesk/sandbox-hub';
import type { Page } from '@playwright/test';
import { connect } from '../src/steps.ts';
import { expect, test } from '../src/test.ts';
import {
  fillForm,
  goToRuns,
  jobsOf,
  launchRun,
  openForm,
  openRunTab,
  smallRun,
  station,
  trainingHub,
  whenInOrder,
} from '../src/train-steps.ts';

test.use({ hubOptions: trainingHub });

/** From the token to the page of a run. */
async function launched(page: Page, hub: SandboxHub, config: object): Promise<string> {
  await connect(page, hub.token);
  await fillForm(page, { ...smallRun, ...config });
  await whenInOrder(page);
  return launchRun(page, 'Train');
}

test('an answer that is lost on its way leads to one run that goes on, and not to two', async ({ hubdesk, hub }) => {
  const { page } = hubdesk;
  hub.fail('POST /api/jobs/*', { status: 500, afterEffect: true, times: 1 });
  const run = await launched(page, hub, { name: 'lost-answer', parameters: { max_steps: 5 } });
  await expect(page.getByRole('region', { name: 'Weights' })).toContainText('Verified', { timeout: 60_000 });
  const jobs = await jobsOf(hub);
  expect(jobs).toHaveLength(1);
  expect(jobs[0]?.labels['hubdesk-run']).toBe(run);
});

test('a limit stops a launch before it costs anything, and says so', async ({ hubdesk, hub }) => {
  const { page } = hubdesk;
  await connect(page, hub.token);
  await goToRuns(page);
  await page.getByRole('button', { name: 'Set limits' }).click();
  const limits = page.getByRole('dialog', { name: 'Limits on what runs may cost' });
  await limits.getByRole('textbox', { name: 'The most one run may cost' }).fill('0.10');
  await limits.getByRole('button', { name: 'Set the limits' }).click();
  await expect(limits).toBeHidden();
  await fillForm(page, { ...smallRun, name: 'too-dear', flavor: 'a100-large' });
  await expect(page.getByText(/beyond your limit for one run/)).toBeVisible();
  const bar = page.getByRole('complementary', { name: 'Launch' });
  await expect(bar.getByRole('status').filter({ hasText: 'and you let one cost at most $0.10' })).toBeVisible();
  await expect(bar.getByRole('button', { name: /^Train · / })).toBeDisabled();
  expect(hub.requests.filter(({ method, path }) => method === 'POST' && path === '/api/jobs/sandy')).toEqual([]);
});

test('a run is cancelled after a question that says what stays', async ({ hubdesk, hub }) => {
  const { page } = hubdesk;
  await launched(page, hub, { name: 'cancelled', parameters: { max_steps: 20_000 } });
  await expect(station(page, 'Train')).toContainText(/Step \d/, { timeout: 30_000 });
  await page.getByRole('button', { name: 'Cancel', exact: true }).click();
  const question = page.getByRole('dialog', { name: 'Cancel this run?' });
  await expect(question).toContainText('The minutes used so far are paid for.');
  await question.getByRole('button', { name: 'Cancel the run' }).click();
  await expect(page.getByText('Cancelled', { exact: true }).first()).toBeVisible();
  expect((await jobsOf(hub)).map(({ status }) => status.stage)).toEqual(['CANCELED']);
});

const outOfMemory = `import sys
print('@@HUBDESK {"t":1,"k":"error","code":"OOM","type":"OutOfMemoryError","message":"CUDA out of memory"}')
sys.exit(1)
`;

test('a run that ran out of memory says so, and one press sets up what may help', async ({ hubdesk, hub }) => {
  const { page } = hubdesk;
  await launched(page, hub, { name: 'too-big', script: outOfMemory, parameters: { per_device_train_batch_size: 8 } });
  const failure = page.getByRole('region', { name: 'What went wrong' });
  await expect(failure).toContainText('The memory was too small', { timeout: 60_000 });
  await expect(failure).toContainText('CUDA out of memory');
  const [first] = await failure.getByRole('listitem').all();
  const label = await first?.locator('span').first().textContent();
  await failure
    .getByRole('link', { name: /set up a run with this/ })
    .first()
    .click();
  await expect(page.getByText(`The settings of “too-big”, and: ${label}.`)).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Name of the run' })).toHaveValue('too-big-2');
});

const strangeLines = `print('\\x1b]0;owned\\x07\\x1b[2J\\x1b[31mred\\x1b[0m \\x1b]8;;https://evil.example\\x07link\\x1b]8;;\\x07')
print('<img src=x onerror="document.title=1"><script>alert(1)</script>')
`;

test('what a log holds is text: no markup comes alive, no terminal is steered', async ({ hubdesk, hub }) => {
  const { page, problems, outsideRequests } = hubdesk;
  await launched(page, hub, { name: 'strange-log', script: strangeLines });
  await expect(page.getByText('Finished without weights').or(page.getByText('Completed')).first()).toBeVisible({
    timeout: 60_000,
  });
  const log = await openRunTab(page, 'Log');
  await expect(log.getByText('<img src=x onerror="document.title=1"><script>alert(1)</script>')).toBeVisible();
  await expect(log.getByText(/red link/)).toBeVisible();
  await expect(log.locator('img, script, a')).toHaveCount(0);
  // oxlint-disable-next-line no-control-regex -- control characters are what must not be there
  expect(await log.innerText()).not.toMatch(/[\u0000-\u0008\u001b\u007f-\u009f]/);
  await expect(page).not.toHaveTitle(/^1$|owned/);
  expect(problems).toEqual([]);
  expect(outsideRequests).toEqual([]);
});

test('a token that is revoked while a run goes on is said with what to do, and a new one goes on', async ({
  hubdesk,
  hub,
}) => {
  const { page } = hubdesk;
  const run = await launched(page, hub, { name: 'revoked', parameters: { max_steps: 20_000 } });
  await expect(station(page, 'Train')).toContainText(/Step \d/, { timeout: 30_000 });
  const undo = hub.fail('GET /api/jobs/*', {
    status: 401,
    body: { error: 'Invalid credentials in Authorization header' },
  });
  const why = page.getByRole('alert').filter({ hasText: 'Hugging Face does not know this token' });
  await expect(why).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText('The run goes on at the Hub all the same')).toBeVisible();
  await why.getByRole('link', { name: 'Replace the token' }).click();
  undo();
  const panel = page.getByTestId('provider-settings-panel');
  await panel.getByRole('button', { name: 'Replace the token' }).click();
  await page.getByTestId('api-key-input').fill(hub.tokens['fineGrained'] ?? '');
  await page.getByTestId('connect-button').click();
  await expect(panel).toContainText('desk');
  await goToRuns(page);
  await page.getByRole('link', { name: 'revoked' }).first().click();
  expect(page.url()).toContain(run);
  const bar = page.getByRole('progressbar', { name: 'Training' });
  const words = (await bar.getAttribute('aria-valuetext')) ?? '';
  await expect(bar).not.toHaveAttribute('aria-valuetext', words, { timeout: 30_000 });
  await expect(why).toBeHidden();
});

test('two windows show one run: what one does, the other sees', async ({ hubdesk, hub, context }) => {
  const { page } = hubdesk;
  await launched(page, hub, { name: 'shared', parameters: { max_steps: 20_000 } });
  const kept = await page.evaluate(() => ({ ...sessionStorage }));
  const other = await context.newPage();
  await other.addInitScript((items) => {
    for (const [key, value] of Object.entries(items)) sessionStorage.setItem(key, String(value));
  }, kept);
  await other.goto(page.url());
  await expect(station(other, 'Train')).toContainText(/Step \d/, { timeout: 30_000 });
  await other.getByRole('button', { name: 'Cancel', exact: true }).click();
  await other.getByRole('dialog').getByRole('button', { name: 'Cancel the run' }).click();
  await expect(page.getByText('Cancelled', { exact: true }).first()).toBeVisible();
  await openForm(other);
  await goToRuns(other);
  await expect(other.getByRole('row').filter({ hasText: 'shared' })).toHaveCount(1);
});
