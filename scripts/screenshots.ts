// Makes the README's pictures: the real app against the Sandbox Hub, in a real
// Chromium. Run it after a change of looks and commit what it made.
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSandboxHub } from '@hubdesk/sandbox-hub';
import type { Page } from '@playwright/test';
import { launchChromium } from '../packages/e2e/src/chromium.ts';
import { launchLocal } from '../packages/e2e/src/launch-local.ts';
import { ask, chooseModel, connect, goTo } from '../packages/e2e/src/steps.ts';

const pictures = join(import.meta.dirname, '../docs/pictures');
const home = await mkdtemp(join(tmpdir(), 'hubdesk-pictures-'));
await mkdir(pictures, { recursive: true });
const hub = await startSandboxHub({ seed: 'demo', tokenPace: 'none' });
const browser = await launchChromium();
const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
const app = await launchLocal(context, { hub, home });
const { page } = app;

async function picture(name: string, colorScheme: 'light' | 'dark' = 'light'): Promise<void> {
  await page.emulateMedia({ colorScheme });
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

await app.close();
await browser.close();
await hub.close();
await rm(home, { recursive: true, force: true });
