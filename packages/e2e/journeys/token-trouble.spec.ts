import { connect, enterToken } from '../src/steps.ts';
import { expect, test } from '../src/test.ts';

const strange = [
  ['spaces around it', (token: string) => `   ${token}  `],
  ['a whole export line', (token: string) => `export HF_TOKEN="${token}"`],
  ['a byte order mark', (token: string) => `\ufeff${token}`],
] as const;
for (const [what, wrap] of strange) {
  test(`a token pasted with ${what} connects`, async ({ hubdesk, hub }) => {
    await connect(hubdesk.page, wrap(hub.token));
    await expect(hubdesk.page.getByTestId('connection-status')).toHaveAttribute('data-state', 'connected');
  });
}

test("another company's key is refused at once and sent nowhere", async ({ hubdesk, hub }) => {
  const { page } = hubdesk;
  await enterToken(page, 'sk-proj-abcdefghijklmnopqrstuvwxyz0123456789');
  await expect(page.getByTestId('provider-settings-panel')).toContainText(/OpenAI/);
  expect(hub.requests.filter(({ path }) => path.includes('whoami'))).toEqual([]);
});

test('ten megabytes of text in the token field get a sentence and freeze nothing', async ({ hubdesk }) => {
  const { page } = hubdesk;
  await enterToken(page, 'x'.repeat(10_000_000));
  await expect(page.getByTestId('provider-settings-panel')).toContainText(/longer than any token/);
});

const refusals = [
  [
    'rejects it',
    { status: 401, body: { error: 'Invalid username or password.' } },
    /does not (accept|know)|not accept|rejected/i,
  ],
  ['says it expired', { status: 401, body: { error: 'Access token expired' } }, /expired/i],
  ['asks for a pause', { status: 429, headers: { 'retry-after': '30' } }, /pause|wait|seconds/i],
  ['is a captive portal', { html: true as const }, /web page|network|sign in/i],
  ['answers broken JSON', { truncateJson: true }, /could not be read/i],
  ['sends it elsewhere', { redirectTo: 'http://127.0.0.1:9/' }, /elsewhere|redirect|network/i],
  ['is in trouble', { status: 503 }, /trouble|later|moment/i],
] as const;
for (const [what, fault, words] of refusals) {
  test(`a Hub that ${what} gets a sentence and a next step, and nothing is stored`, async ({ hubdesk, hub }) => {
    const { page } = hubdesk;
    await enterToken(page, hub.token);
    hub.fail('GET /api/whoami-v2', fault);
    await page.getByTestId('connect-button').click();
    await expect(page.getByTestId('provider-settings-panel')).toContainText(words);
    await expect(page.getByTestId('connection-status')).toHaveAttribute('data-state', 'disconnected');
    // What was typed is still there to try again with.
    await expect(page.getByTestId('api-key-input')).not.toHaveValue('');
  });
}

test('a Hub that says nothing can be given up on', async ({ hubdesk, hub }) => {
  const { page } = hubdesk;
  await enterToken(page, hub.token);
  hub.fail('GET /api/whoami-v2', { stall: true });
  await page.getByTestId('connect-button').click();
  await page.getByRole('button', { name: /^(Stop|Cancel)/ }).click();
  await expect(page.getByTestId('provider-settings-panel')).toContainText(/Nothing was stored/);
  await expect(page.getByTestId('connection-status')).toHaveAttribute('data-state', 'disconnected');
});

test('without a network the token may be kept as not yet verified', async ({ hubdesk, hub }) => {
  const { page } = hubdesk;
  await enterToken(page, hub.token);
  hub.fail('GET /api/whoami-v2', { reset: true });
  await page.getByTestId('connect-button').click();
  await page.getByRole('button', { name: /not yet verified|unverified|Keep it/i }).click();
  await expect(page.getByTestId('provider-settings-panel')).toContainText(/not (yet )?verified/i);
});

test('a fine-grained token shows what it may do and what is missing', async ({ hubdesk, hub }) => {
  const { page } = hubdesk;
  await connect(page, hub.tokens['fineGrainedNoInference'] ?? '');
  const list = page.getByRole('list', { name: 'What this token may do' });
  await expect(list.getByRole('listitem')).toHaveCount(6);
  await expect(list.getByRole('link', { name: /Allow it/ }).first()).toHaveAttribute('href', /settings\/tokens/);
});

test('the old token stays until the new one is proven, and disconnecting offers to revoke', async ({
  hubdesk,
  hub,
}) => {
  const { page } = hubdesk;
  await connect(page, hub.token);
  await page.getByRole('button', { name: 'Replace the token' }).click();
  await page.getByTestId('api-key-input').fill(`hf_${'wrong'.repeat(7)}`);
  await page.getByTestId('connect-button').click();
  await expect(page.getByTestId('provider-settings-panel')).toContainText(/not accept|rejected|does not know/i);
  await expect(page.getByTestId('connection-status')).toHaveAttribute('data-state', 'connected');

  await page.getByRole('button', { name: 'Keep the one there is' }).click();
  await page.getByTestId('disconnect-button').click();
  await page
    .getByRole('alertdialog')
    .or(page.getByRole('dialog'))
    .getByRole('button', { name: /^Disconnect/ })
    .click();
  await expect(page.getByText('The token is gone from this computer')).toBeVisible();
  await expect(page.getByRole('link', { name: /revoke|token page/i }).first()).toHaveAttribute(
    'href',
    /settings\/tokens/,
  );
});
