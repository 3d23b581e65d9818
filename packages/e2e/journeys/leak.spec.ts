import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SandboxHub } from '@hubdesk/sandbox-hub';
import type { Page } from '@playwright/test';
import { choosing, dropOn, goToDatasets, openTab, transferOf, upload, whenChecked } from '../src/dataset-steps.ts';
import type { Launched } from '../src/launched.ts';
import { asMessages, conversations, lines } from '../src/sample-conversations.ts';
import { deploy, openDeployForm, openSpace, openSpaceTab, whenDeployable, whenReady } from '../src/space-steps.ts';
import { ask, chooseModel, connect, enterToken, goTo } from '../src/steps.ts';
import { expect, test } from '../src/test.ts';
import { fillForm, launchRun, openRunTab, smallRun, trainingHub, whenInOrder } from '../src/train-steps.ts';

/** Every way a token might have been written down. */
function spellings(token: string): string[] {
  const bytes = Buffer.from(token);
  const base64 = [0, 1, 2].map((shift) =>
    Buffer.concat([Buffer.alloc(shift), bytes])
      .toString('base64')
      .slice(shift ? 4 : 0, -4),
  );
  return [token, token.slice(3, 23), encodeURIComponent(token), bytes.toString('hex'), ...base64];
}

function hits(where: string, text: string, token: string): string[] {
  return spellings(token)
    .filter((spelling) => text.includes(spelling))
    .map((spelling) => `${where} holds ${spelling === token ? 'the token' : 'it in another spelling'}`);
}

async function filesUnder(folder: string): Promise<[string, string][]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Promise.all(
    files.map(async (file): Promise<[string, string]> => [file, await readFile(file, 'latin1').catch(() => '')]),
  );
}

/** Arguments and environment of every process, as their owner can read them. */
async function processTexts(): Promise<[string, string][]> {
  const ids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name));
  const texts = ids.flatMap((id) =>
    ['cmdline', 'environ'].map(async (what): Promise<[string, string]> => [
      `${what} of process ${id}`,
      await readFile(`/proc/${id}/${what}`, 'latin1').catch(() => ''),
    ]),
  );
  return Promise.all(texts);
}

/** What the page gets over its socket, from now on. */
function listenTo(page: Page): string[] {
  const frames: string[] = [];
  page.on('websocket', (socket) => {
    socket.on('framereceived', ({ payload }) => frames.push(payload.toString()));
  });
  return frames;
}

/** Everywhere the token, or another secret, must not be: page, storage, frames, output, files, processes, requests. */
async function sweep(
  hubdesk: Launched,
  hub: SandboxHub,
  home: string,
  frames: readonly string[],
  token = hub.token,
): Promise<string[]> {
  const { page } = hubdesk;
  const found: string[] = [];
  found.push(...hits('the page', await page.content(), token));
  found.push(
    ...hits(
      "the page's storage",
      JSON.stringify(
        await page.evaluate(() => [{ ...sessionStorage }, { ...localStorage }, document.cookie, location.href]),
      ),
      token,
    ),
  );
  found.push(...hits('a frame to the page', frames.join('\n'), token));
  found.push(...hits("the app's output", hubdesk.output(), token));
  for (const [file, text] of await filesUnder(home)) found.push(...hits(file, text, token));
  for (const [where, text] of await processTexts()) found.push(...hits(where, text, token));
  const outside = hub.requests.filter(
    ({ headers, path }) =>
      path.includes(token) ||
      Object.entries(headers).some(([name, value]) => name !== 'authorization' && String(value).includes(token)),
  );
  found.push(...outside.map(({ path }) => `a request to ${path} carries it outside its header`));
  return found;
}

test('the token stands nowhere but in its store and the one outgoing header', async ({ hubdesk, hub, home }) => {
  const { page } = hubdesk;
  const frames = listenTo(page);
  await expect(page.getByRole('heading').first()).toBeVisible();
  await page.reload();
  const token = hub.token;

  // Every way through: refused, kept, used, failed while used.
  hub.fail('GET /api/whoami-v2', { status: 500, body: { error: `cannot serve ${token}` }, times: 1 });
  await enterToken(page, token);
  await page.getByTestId('connect-button').click();
  await expect(page.getByTestId('provider-settings-panel')).toContainText(/trouble|later|moment/i);
  await page.getByTestId('connect-button').click();
  await expect(page.getByTestId('api-key-display')).toBeVisible();
  const found: string[] = [];
  found.push(...hits('the page after connecting', await page.content(), token));

  await chooseModel(page, 'llama');
  await page.getByRole('link', { name: /Talk to it/ }).click();
  await ask(page, 'Hello');
  await expect(page.getByTestId('chat-stats').last()).toBeVisible();
  hub.fail('POST /v1/chat/completions', { status: 422, body: { error: `bad request from ${token}` }, times: 1 });
  await ask(page, 'Again');
  await expect(page.getByTestId('chat-input')).toBeEnabled();

  found.push(...(await sweep(hubdesk, hub, home, frames)));
  expect(found).toEqual([]);
  // The sweep is no use unless the token was really in play.
  expect(hub.requests.some(({ headers }) => headers['authorization'] === `Bearer ${token}`)).toBe(true);
});

test('it stands nowhere after uploads and downloads either: no journal, drop or draft holds it', async ({
  hubdesk,
  hub,
  home,
}) => {
  test.slow();
  const { page } = hubdesk;
  const { token } = hub;
  const frames = listenTo(page);
  await expect(page.getByRole('heading').first()).toBeVisible();
  await page.reload();
  await connect(page, token);
  const file = join(home, 'talks.jsonl');
  await writeFile(file, lines(conversations(300).map(asMessages)));
  await goToDatasets(page);
  await dropOn(page, [file]);
  await whenChecked(page);
  const tokens = await openTab(page, 'Tokens');
  await tokens.getByRole('combobox', { name: 'Model to train' }).fill('sandy/tiny-llama');
  await tokens.getByRole('combobox', { name: 'Model to train' }).press('Enter');
  await expect(tokens.getByTitle(/, learned$/).first()).toBeVisible();
  const kept = (await readdir(home, { recursive: true })).filter((name) => /drops|drafts/.test(name));
  expect(kept).not.toEqual([]);

  // One that is done, and one whose journal says why it stopped.
  await upload(page, { name: 'talks' });
  await expect(transferOf(page, 'sandy/talks')).toContainText('On the Hub');
  await goToDatasets(page);
  await page.getByRole('link', { name: /^talks\.jsonl/ }).click();
  hub.fail('POST /api/datasets/*/commit/*', { status: 403, body: { error: `${token} may not write here` } });
  await upload(page, { name: 'more-talks' });
  await expect(transferOf(page, 'sandy/more-talks')).toContainText('Stopped');

  const folder = join(home, 'down');
  await mkdir(folder);
  await goTo(page, '/datasets/hub/sandy/pool-sightings');
  await choosing(hubdesk, folder, () => page.getByRole('button', { name: 'Download', exact: true }).click());
  await goTo(page, '/transfers');
  await expect(page.getByRole('article').filter({ hasText: folder })).toContainText('Downloaded');

  expect(await sweep(hubdesk, hub, home, frames)).toEqual([]);
  const written = await readdir(home, { recursive: true });
  expect(written.filter((name) => /transfers\/.*journal$/.test(name)).length).toBeGreaterThan(1);
  expect(
    hub.requests
      .filter(({ path }) => path.includes('/commit/'))
      .every(({ headers }) => headers['authorization'] === `Bearer ${token}`),
  ).toBe(true);
});

test.describe('a run', () => {
  test.use({ hubOptions: trainingHub });

  test('with a secret leaves no trace of it, nor of the token, though its log prints both', async ({
    hubdesk,
    hub,
    home,
  }) => {
    test.slow();
    const { page } = hubdesk;
    const canary = 'canary-Zq7wPn4tXc9vBk2mLd8rGh5s';
    const frames = listenTo(page);
    await expect(page.getByRole('heading').first()).toBeVisible();
    await page.reload();
    await connect(page, hub.token);
    const script = 'import os\nprint("It was given", os.environ["MY_KEY"], os.environ["HF_TOKEN"])\n';
    await fillForm(page, { ...smallRun, name: 'whisper', script, secrets: ['MY_KEY'] });
    const secrets = page.getByRole('button', { name: /^Secrets, variables/ });
    if ((await secrets.getAttribute('aria-expanded')) !== 'true') await secrets.click();
    await page.getByLabel('Value of MY_KEY').fill(canary);
    await whenInOrder(page);
    await launchRun(page, 'Train');
    const log = await openRunTab(page, 'Log');
    await expect(log.getByText('It was given [secret] [secret]')).toBeVisible({ timeout: 60_000 });
    // Before that its process is there, and has them by right.
    await expect(page.getByText('Finished without weights').first()).toBeVisible({ timeout: 30_000 });

    expect(await sweep(hubdesk, hub, home, frames)).toEqual([]);
    expect(await sweep(hubdesk, hub, home, frames, canary)).toEqual([]);
    expect((await readdir(home, { recursive: true })).filter((name) => /runs\//.test(name))).not.toEqual([]);
  });
});

test.describe('a deployment', () => {
  test.use({ hubOptions: trainingHub });

  test('with secrets of many lines leaves no trace of them, nor of the token', async ({ hubdesk, hub, home }) => {
    test.slow();
    const { page } = hubdesk;
    const canary = 'canary-Tq5sNe8xRb3vKj7wMf2yLd6c';
    const later = 'canary-Hw4pZk9nGt6cXs2vQm8bJr5f';
    const lines = (secret: string) => `-----BEGIN KEY-----\n${secret}\n-----END KEY-----\n`;
    const frames = listenTo(page);
    await expect(page.getByRole('heading').first()).toBeVisible();
    await page.reload();
    await connect(page, hub.token);
    await openDeployForm(page, 'sandy/tiny-llama');
    const access = page.getByRole('region', { name: 'Access' });
    await access.getByRole('button', { name: /^Access, variables and secrets/ }).click();
    await access.getByRole('button', { name: 'Add a secret' }).click();
    await access.getByRole('textbox', { name: 'Name of the secret' }).fill('POOL_KEY');
    await access.getByRole('textbox', { name: 'Value of POOL_KEY' }).fill(lines(canary));
    await whenDeployable(page);
    await deploy(page);
    await whenReady(page);

    const space = 'sandy/tiny-llama';
    await openSpace(page, space);
    const settings = await openSpaceTab(page, 'Settings');
    await expect(settings.getByRole('list', { name: 'Secrets' })).toContainText('POOL_KEY');
    await settings.getByRole('button', { name: 'Replace POOL_KEY' }).click();
    const dialog = page.getByRole('dialog', { name: 'Another value for POOL_KEY' });
    await dialog.getByRole('textbox', { name: 'Value' }).fill(lines(later));
    await dialog.getByRole('button', { name: 'Replace it' }).click();
    await expect(dialog).toBeHidden();

    for (const secret of [hub.token, canary, later])
      expect(await sweep(hubdesk, hub, home, frames, secret)).toEqual([]);
    expect((await readdir(home, { recursive: true })).filter((name) => /deployments\//.test(name))).not.toEqual([]);
  });
});
