import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { ask, chooseModel, connect, goTo } from '../src/steps.ts';
import { expect, test } from '../src/test.ts';

async function faults(page: Page): Promise<string[]> {
  // A colour half-way through a transition is no finding.
  await page.evaluate(() => Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => {}))));
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`));
}

const looks = [
  { colorScheme: 'light', width: 1440 },
  { colorScheme: 'dark', width: 1440 },
  { colorScheme: 'light', width: 800 },
  { colorScheme: 'dark', width: 800 },
] as const;
for (const { colorScheme, width } of looks) {
  test(`axe finds nothing on any page, ${colorScheme}, ${width} wide`, async ({ hubdesk, hub }) => {
    test.slow();
    const { page } = hubdesk;
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 860 });
    await expect(page.getByRole('heading').first()).toBeVisible();
    const found: Record<string, string[]> = {};
    found['welcome'] = await faults(page);
    await connect(page, hub.tokens['fineGrainedNoInference'] ?? '');
    found['connected'] = await faults(page);
    await goTo(page, '/settings/security');
    await expect(page.getByRole('heading', { level: 1, name: 'Security' })).toBeVisible();
    found['security'] = await faults(page);
    await goTo(page, '/settings/general');
    await expect(page.getByRole('heading', { level: 1, name: 'General' })).toBeVisible();
    found['appearance'] = await faults(page);
    await goTo(page, '/models');
    await expect(page.getByRole('option').first()).toBeVisible();
    found['models'] = await faults(page);
    await page.getByRole('option').first().click();
    await expect(page.getByRole('button', { name: 'Use this model' })).toBeVisible();
    found['details'] = await faults(page);
    await goTo(page, '/chat');
    await expect(page.getByRole('heading', { level: 1, name: 'Chat' })).toBeVisible();
    found['chat, nothing chosen'] = await faults(page);
    await goTo(page, '/models');
    await chooseModel(page, 'llama');
    await goTo(page, '/chat');
    await ask(page, 'Hello');
    await expect(page.getByRole('alert').or(page.getByTestId('chat-stats')).first()).toBeVisible();
    found['chat'] = await faults(page);
    expect(Object.fromEntries(Object.entries(found).filter(([, list]) => list.length > 0))).toEqual({});
  });
}
