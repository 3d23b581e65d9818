// Makes the README's pictures: the real app against the Sandbox Hub, in a real
// Chromium. Run it after a change of looks and commit what it made.
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSandboxHub } from '@hubdesk/sandbox-hub';
import type { Page } from '@playwright/test';
import { launchChromium } from '../packages/e2e/src/chromium.ts';
import { launchLocal } from '../packages/e2e/src/launch-local.ts';
import {
  choosing,
  goToDatasets,
  openDraft,
  openTab,
  transferOf,
  upload,
  whenChecked,
} from '../packages/e2e/src/dataset-steps.ts';
import { asMessages, asSharegpt, conversations, lines } from '../packages/e2e/src/sample-conversations.ts';
import {
  deployBar,
  goToSpaces,
  letAppsShow,
  openSpace,
  whenDeployable,
  whenReady,
} from '../packages/e2e/src/space-steps.ts';
import { ask, chooseModel, connect, goTo } from '../packages/e2e/src/steps.ts';
import {
  chooseDataset,
  launchRun,
  nameModel,
  openForm,
  trainingHub,
  whenInOrder,
} from '../packages/e2e/src/train-steps.ts';

const pictures = join(import.meta.dirname, '../docs/pictures');
// Paths stand in the pictures, so they are the same on every run.
const home = join(tmpdir(), 'home', 'sandy');
await rm(home, { recursive: true, force: true });
await mkdir(home, { recursive: true });
await mkdir(pictures, { recursive: true });
const hub = await startSandboxHub(trainingHub);
const browser = await launchChromium();
const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
const app = await launchLocal(context, { hub, home });
const { page } = app;

/** What a small shop might have on its disk: conversations with a handful of problems, a few more, and a table. */
async function makeExports(folder: string): Promise<void> {
  const talks = conversations(640).map(asSharegpt);
  const telling = (turns: [string, string][]) => ({ conversations: turns.map(([from, value]) => ({ from, value })) });
  const history = Array.from(
    { length: 9 },
    (_, at) => `On day ${at + 1} I wrote to you about order 20417 and nobody answered.`,
  );
  // Told at such length that a limit leaves nothing of the answer.
  const long = (at: number) =>
    telling([
      ['human', `${history.slice(0, 4 + (at % 6)).join(' ')} My order is ${10_482 + at * 37}. What now?`],
      ['gpt', 'I am sorry. A new parcel leaves today, and this order is free.'],
    ]);
  const odd: Record<number, unknown> = {
    88: talks[40],
    211: '{"conversations": [{"from": "human", "value": "Is the blue kettle there again?"}, {"from": "gpt", "value": "Next Thur',
    303: telling([
      ['human', 'Could you send me a copy of the warranty?'],
      ['gpt', ''],
    ]),
    402: telling([
      ['human', 'My mail is lina.berg@example.com, please write there.'],
      ['gpt', 'Done. It is on its way to your mailbox.'],
    ]),
    480: telling([['human', 'Is anybody there?']]),
    555: talks[120],
  };
  await mkdir(folder);
  await writeFile(
    join(folder, 'support-2026.jsonl'),
    lines(talks.map((row, at) => odd[at] ?? (at % 45 === 7 ? long(at) : row))),
  );
  await writeFile(join(folder, 'kettle-questions.jsonl'), lines(conversations(84).map(asMessages)));
  const returns = conversations(58).map(
    ([first], at) => `${at + 1},"${first?.content ?? ''}",${at % 4 === 0 ? 'refund' : 'exchange'}`,
  );
  await writeFile(join(folder, 'returns.csv'), `id,message,outcome\n${returns.join('\n')}\n`);
}

async function picture(name: string, colorScheme: 'light' | 'dark' = 'light'): Promise<void> {
  await page.emulateMedia({ colorScheme });
  // Notices go by themselves.
  await page.waitForFunction(() => document.querySelector('[aria-label="Put away"]') === null);
  await page.mouse.move(0, 0);
  await settled(page);
  await page.screenshot({ path: join(pictures, `${name}.png`) });
  console.log(`docs/pictures/${name}.png`);
}

/** Fonts are there, nothing moves and nothing loads. */
async function settled(shown: Page): Promise<void> {
  await shown.evaluate(async () => {
    await document.fonts.ready;
    await Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => {})));
  });
  await shown.locator('[aria-busy="true"]').first().waitFor({ state: 'detached' });
}

await page.getByRole('heading').first().waitFor();
await picture('welcome');
await connect(page, hub.tokens['fineGrained'] ?? hub.token);
await picture('account');
await goTo(page, '/models');
await page.getByRole('option').first().waitFor();
await picture('models');
await chooseModel(page, 'llama 3.1 8b');
await picture('model-details', 'dark');
await goTo(page, '/chat');
await ask(page, 'What should a good dataset card say?');
await page.getByTestId('chat-stats').last().waitFor();
await picture('chat');

await makeExports(join(home, 'exports'));
for (const name of ['returns.csv', 'kettle-questions.jsonl', 'support-2026.jsonl']) {
  await openDraft(app, join(home, 'exports', name));
  await whenChecked(page);
}
await page.getByRole('button', { name: 'Map the rows' }).click();
await page.getByRole('button', { name: /^line 212/ }).click();
await page.getByRole('region', { name: 'The open row' }).getByText('Not JSON', { exact: true }).waitFor();
await picture('draft-verdict');
await page.getByRole('button', { name: 'Close the row' }).click();
await page.getByRole('button', { name: /^Leave out \d+ rows?$/ }).click();
await page.getByRole('button', { name: 'Upload it' }).waitFor();
await goToDatasets(page);
await page.getByRole('link', { name: /^support-2026/ }).waitFor();
await picture('datasets');

await page.getByRole('link', { name: /^support-2026/ }).click();
const tokens = await openTab(page, 'Tokens');
await tokens.getByRole('combobox', { name: 'Model to train' }).fill('sandy/tiny-llama');
await tokens.getByRole('combobox', { name: 'Model to train' }).press('Enter');
await tokens.getByRole('textbox', { name: 'max_length' }).fill('160');
await tokens.getByRole('textbox', { name: 'max_length' }).press('Enter');
await tokens.getByText(/whole answer$/).waitFor();
await tokens
  .getByTitle(/, learned$/)
  .first()
  .waitFor();
// From what a limit costs down to the tokens themselves.
await page.setViewportSize({ width: 1440, height: 1320 });
await picture('draft-tokens', 'dark');
await page.setViewportSize({ width: 1440, height: 900 });

await goTo(page, '/datasets/hub/sandy/tide-pool-chats');
await choosing(app, join(home, 'exports'), () => page.getByRole('button', { name: 'Download', exact: true }).click());
for (const { draft, name, pause } of [
  { draft: 'kettle-questions.jsonl', name: 'kettle-questions', pause: null },
  { draft: 'support-2026.jsonl', name: 'support-2026', pause: 'POST /api/datasets/*/commit/*' },
]) {
  await goToDatasets(page);
  await page.getByRole('link', { name: new RegExp(`^${draft}`) }).click();
  await whenChecked(page);
  if (pause !== null) hub.fail(pause, { stall: true });
  await upload(page, { name });
  await transferOf(page, `sandy/${name}`)
    .getByText(pause === null ? 'On the Hub' : 'Committing')
    .first()
    .waitFor();
}
await transferOf(page, 'sandy/support-2026')
  .getByRole('button', { name: /files$/ })
  .click();
await picture('transfers');

await openForm(page);
await nameModel(page, 'sandy/tiny-llama');
await chooseDataset(page, 'small', 'sandy/small-questions');
await whenInOrder(page);
await picture('train-form');
await launchRun(page, 'Train');
await page.getByText('Verified').first().waitFor({ timeout: 120_000 });
await picture('run', 'dark');

await letAppsShow(app);
await page.getByRole('link', { name: 'Deploy it' }).click();
await whenDeployable(page);
await picture('deploy-form');
await deployBar(page).getByRole('button', { name: 'Deploy' }).click();
await whenReady(page);
await picture('deployment', 'dark');
await openSpace(page, 'sandy/harbour-helper-chat');
await page.frameLocator('iframe').getByRole('textbox').first().waitFor();
await picture('space');
await goToSpaces(page);
await page.getByRole('list', { name: 'Spaces' }).getByRole('listitem').first().waitFor();
await picture('spaces', 'dark');

await app.kill();
await browser.close();
await hub.close();
await rm(home, { recursive: true, force: true });
