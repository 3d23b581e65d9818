// The steps of journeys through datasets, done as a person would.
import { basename } from 'node:path';
import { expect, type Locator, type Page } from '@playwright/test';
import type { Launched } from './launched.ts';
import { goTo } from './steps.ts';

export type DraftTab = 'Check' | 'Rows' | 'Shape' | 'Tokens' | 'Split' | 'Upload';

/** To the home of datasets, from anywhere. */
export async function goToDatasets(page: Page): Promise<void> {
  await page.getByRole('heading').first().waitFor();
  await goTo(page, '/datasets');
  await expect(page.getByRole('heading', { level: 1, name: 'Datasets' })).toBeVisible();
}

/** Answers the question for files or a folder that `ask` brings up: the system's dialog, or the page's own. */
export async function choosing({ page, choosePaths }: Launched, path: string, ask: () => Promise<void>): Promise<void> {
  await choosePaths?.([path]);
  await ask();
  if (choosePaths) return;
  const dialog = page.getByRole('dialog', { name: /^Choose / });
  await dialog.getByRole('textbox', { name: 'Filter, or paste a path' }).fill(path);
  await dialog.getByRole('button', { name: 'Go there' }).click();
  // A file is chosen by going there; a folder is only gone into.
  const here = dialog.getByRole('button', { name: 'Choose this folder' });
  const trail = dialog.getByRole('navigation', { name: 'Where this folder is' });
  if (await here.isVisible()) {
    await expect(trail.locator('[aria-current]')).toHaveText(basename(path));
    await here.click();
  }
  await expect(dialog).toBeHidden();
}

/** Opens files or a folder of this computer as a draft. */
export async function openDraft(hubdesk: Launched, path: string, what: 'files' | 'folder' = 'files'): Promise<void> {
  const { page } = hubdesk;
  await goToDatasets(page);
  const name = what === 'files' ? 'Choose files' : 'Choose a folder';
  await choosing(hubdesk, path, () => page.getByRole('button', { name }).click());
  await expect(page.getByRole('heading', { level: 1, name: basename(path) })).toBeVisible();
}

export async function openTab(page: Page, name: DraftTab | 'Files' | 'Settings'): Promise<Locator> {
  const tab = page.getByRole('tab', { name: name === 'Files' ? /^Files/ : name, exact: name !== 'Files' });
  await tab.click();
  await expect(tab).toHaveAttribute('aria-selected', 'true');
  return page.getByRole('tabpanel', { name: name === 'Files' ? /^Files/ : name });
}

/** The large words of the verdict. */
export function verdict(page: Page): Locator {
  return page.getByRole('region', { name: 'Verdict' }).getByRole('heading');
}

/** Every row was read. */
export async function whenChecked(page: Page): Promise<void> {
  await expect(page.getByText(/^Checked(?: in |$)/)).toBeVisible();
}

/** Fills what the upload's form asks for and starts it; ends on the page of transfers. */
export async function upload(page: Page, { name, license = 'mit' }: { name: string; license?: string }): Promise<void> {
  const panel = await openTab(page, 'Upload');
  await panel.getByRole('textbox', { name: 'Name' }).fill(name);
  await panel.getByRole('combobox', { name: 'Licence' }).fill(license);
  await page
    .getByRole('option')
    .filter({ hasText: new RegExp(`${license}$`) })
    .first()
    .click();
  const send = panel.getByRole('button', { name: /^Upload \d+ files?, / });
  await expect(send).toBeEnabled();
  await send.click();
  await expect(page.getByRole('heading', { level: 1, name: 'Transfers' })).toBeVisible();
}

/** The transfer to or of a repository, on the page of transfers. */
export function transferOf(page: Page, repo: string): Locator {
  return page.getByRole('article', { name: new RegExp(repo.replace(/[/.]/g, '\\$&')) });
}

/** Lets files and folders of this computer go over the page, as from the system's own window. */
export async function dropOn(page: Page, paths: readonly string[]): Promise<void> {
  const browser = await page.context().newCDPSession(page);
  const data = { items: [], files: [...paths], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await browser.send('Input.dispatchDragEvent', { type, x: 400, y: 300, data });
  await browser.detach();
}
