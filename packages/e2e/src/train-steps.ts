// The steps of journeys through training, done as a person would, and what the
// Hub itself says of its jobs and models: the other side of every claim.
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SandboxHub, SandboxHubOptions } from '@hubdesk/sandbox-hub';
import { expect, type Locator, type Page } from '@playwright/test';
import { goTo } from './steps.ts';

/** A Hub whose jobs start at once and are trained by the tiny trainer, whatever this machine has of the real one. */
export const trainingHub: SandboxHubOptions = {
  seed: 'demo',
  tokenPace: 'none',
  spaces: { python: 'none' },
  jobs: {
    schedulingMs: 0,
    tickMs: 200,
    metricsMs: 300,
    // A cache of their own has no training stack in it.
    host: {
      path: process.env['PATH'] ?? '',
      cache: join(tmpdir(), 'hubdesk-jobs-without-training'),
      network: {},
      realTraining: false,
    },
  },
};

/** The seed's smallest model and dataset on a processor, for the configuration as text. */
export const smallRun = {
  model: 'sandy/tiny-llama',
  dataset: { id: 'sandy/small-questions', config: null, train: 'train', evaluation: null },
  tuning: 'full',
  flavor: 'cpu-basic',
  timeoutSeconds: 1_800,
};

/** Takes seconds on an idle machine: long enough for what is done in the middle of it. */
export const manySteps = 150;

export async function goToRuns(page: Page): Promise<void> {
  await page.getByRole('heading').first().waitFor();
  await goTo(page, '/train');
  await expect(page.getByRole('heading', { level: 1, name: 'Train' })).toBeVisible();
}

export async function openForm(page: Page): Promise<void> {
  await page.getByRole('heading').first().waitFor();
  await goTo(page, '/train/new');
  await expect(page.getByRole('region', { name: 'Check' })).toBeVisible();
}

/** A model by its whole name, as for one that nobody hosts. */
export async function nameModel(page: Page, model: string): Promise<void> {
  const input = page.getByRole('combobox', { name: 'Model', exact: true });
  await input.fill(model);
  await input.press('Enter');
  await expect(page.getByRole('combobox', { name: 'Dataset', exact: true })).toBeVisible();
}

/** Types a part of a dataset's name and takes what is suggested. */
export async function chooseDataset(page: Page, typed: string, dataset: string): Promise<void> {
  const input = page.getByRole('combobox', { name: 'Dataset', exact: true });
  await input.fill(typed);
  await page.getByRole('option', { name: dataset }).first().click();
  await expect(input).toHaveValue(dataset);
}

/** Opens all parameters, in one of the ways to see them. */
export async function openParameters(page: Page, view: 'Form' | 'JSON' | 'YAML' | 'Script'): Promise<Locator> {
  const all = page.getByRole('button', { name: /^All parameters/ });
  if ((await all.getAttribute('aria-expanded')) !== 'true') await all.click();
  await page.getByRole('tab', { name: view }).click();
  return page.getByRole('tabpanel', { name: view });
}

/** The form, filled from text: what is left out stays as the form had it. */
export async function fillForm(page: Page, config: object): Promise<void> {
  await openForm(page);
  const panel = await openParameters(page, 'JSON');
  await panel.getByRole('textbox', { name: 'The configuration as JSON' }).fill(JSON.stringify(config));
}

/** Every check was made of what the form has now, and none stops the launch. */
export async function whenInOrder(page: Page): Promise<void> {
  const said = page.getByRole('region', { name: 'Check' }).getByRole('status');
  const inOrder = said.filter({ hasText: /^(Everything is in order|\w+ things? to look at)/ });
  await expect(inOrder).toBeAttached({ timeout: 30_000 });
}

/** Presses the button that spends, and ends on the page of the run; gives its id. */
export async function launchRun(page: Page, kind: 'Train' | 'Smoke run'): Promise<string> {
  await page
    .getByRole('complementary', { name: 'Launch' })
    .getByRole('button', { name: new RegExp(`^${kind} · `) })
    .click();
  await expect(page.getByRole('tablist', { name: 'Parts of the run' })).toBeVisible({ timeout: 30_000 });
  return /\/train\/run\/([^?]+)/.exec(page.url())?.[1] ?? '';
}

export async function openRunTab(page: Page, name: 'Overview' | 'Charts' | 'Log' | 'Settings'): Promise<Locator> {
  const tab = page.getByRole('tab', { name: new RegExp(`^${name}`) });
  await tab.click();
  await expect(tab).toHaveAttribute('aria-selected', 'true');
  return page.getByRole('tabpanel', { name: new RegExp(`^${name}`) });
}

/** One station of the timeline, by its words. */
export function station(page: Page, words: string): Locator {
  return page.getByRole('list', { name: 'Timeline' }).getByRole('listitem').filter({ hasText: words });
}

interface HubJob {
  id: string;
  status: { stage: string };
  labels: Record<string, string>;
}

async function asOwner<Answer>(hub: SandboxHub, path: string): Promise<Answer> {
  const answer = await fetch(`${hub.url}${path}`, { headers: { authorization: `Bearer ${hub.token}` } });
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  const body: Answer = await answer.json();
  return body;
}

/** The account's jobs, as the Hub has them. */
export function jobsOf(hub: SandboxHub): Promise<HubJob[]> {
  return asOwner(hub, '/api/jobs/sandy');
}

/** Paths of a model's files, as the Hub has them. */
export async function modelFilesOf(hub: SandboxHub, model: string): Promise<string[]> {
  const { siblings } = await asOwner<{ siblings: { rfilename: string }[] }>(hub, `/api/models/${model}`);
  return siblings.map(({ rfilename }) => rfilename);
}
