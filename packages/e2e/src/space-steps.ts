// The steps of journeys through Spaces, done as a person would, and what the Hub
// itself says of its Spaces: the other side of every claim.
import type { SandboxHub } from '@hubdesk/sandbox-hub';
import { expect, type FrameLocator, type Locator, type Page } from '@playwright/test';
import type { Launched } from './launched.ts';
import { goTo } from './steps.ts';

/** An app as people write one, with the one line that ZeroGPU wants. */
const appText = `import os
import gradio as gr
import spaces

MODEL_ID = os.environ["MODEL_ID"]


@spaces.GPU
def chat(message, history):
    return message


gr.ChatInterface(chat, api_name="chat").launch()
`;

const readme = `---
title: Rock pool
emoji: 🦀
colorFrom: blue
colorTo: green
sdk: gradio
app_file: app.py
models:
- sandy/tiny-llama
---
`;

/** What the app is made of where nothing else is said. */
const appFiles = { 'README.md': readme, 'app.py': appText, 'requirements.txt': 'transformers\n' };

async function asked<Answer>(
  hub: SandboxHub,
  path: string,
  init: { method?: string; body?: string; token?: string } = {},
): Promise<Answer> {
  const { token = hub.token, ...rest } = init;
  const answer = await fetch(`${hub.url}${path}`, { ...rest, headers: { authorization: `Bearer ${token}` } });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  const body: Answer = await answer.json();
  return body;
}

/** Changes the Sandbox by its control API. */
export function control(hub: SandboxHub, path: string, body: object): Promise<unknown> {
  return asked(hub, `/__sandbox__/${path}`, {
    method: 'POST',
    body: JSON.stringify(body),
    token: hub.controlSecret,
  });
}

/** Keeps the next build of a Space from ending. */
export async function holdBuild(hub: SandboxHub, space: string): Promise<void> {
  await control(hub, `spaces/${space}`, { holdAt: 'BUILDING' });
}

/** Lets it be built again, to its end. */
export async function letBuild(hub: SandboxHub, space: string): Promise<void> {
  await control(hub, `spaces/${space}`, { holdAt: null });
  await asked(hub, `/api/spaces/${space}/restart?factory=true`, { method: 'POST' });
}

/** Files into a Space in one commit, as somebody else would send them. */
export async function commitTo(hub: SandboxHub, space: string, files: Record<string, string>): Promise<void> {
  const lines = [
    { key: 'header', value: { summary: 'From elsewhere' } },
    ...Object.entries(files).map(([path, content]) => ({ key: 'file', value: { path, content, encoding: 'utf-8' } })),
  ];
  await asked(hub, `/api/spaces/${space}/commit/main`, {
    method: 'POST',
    body: lines.map((line) => JSON.stringify(line)).join('\n'),
  });
}

/** A Space of `sandy` that was made elsewhere, on hardware that costs nothing. */
export async function putSpace(
  hub: SandboxHub,
  name: string,
  files: Record<string, string> = appFiles,
  sdk: 'gradio' | 'static' = 'gradio',
): Promise<string> {
  const variables = [{ key: 'MODEL_ID', value: 'sandy/tiny-llama' }];
  const wish = { type: 'space', name, sdk, ...(sdk === 'gradio' && { hardware: 'cpu-basic', variables }) };
  await asked(hub, '/api/repos/create', { method: 'POST', body: JSON.stringify(wish) });
  const space = `sandy/${name}`;
  await commitTo(hub, space, files);
  return space;
}

interface HubSpaceRuntime {
  stage: string;
  hardware: { current: string | null; requested: string | null };
}

/** The Spaces of an account, as the Hub has them. */
export async function spacesOf(hub: SandboxHub, account = 'sandy', token = hub.token): Promise<string[]> {
  const spaces = await asked<{ id: string }[]>(hub, `/api/spaces?author=${account}`, { token });
  return spaces.map(({ id }) => id);
}

export function runtimeOf(hub: SandboxHub, space: string, token = hub.token): Promise<HubSpaceRuntime> {
  return asked(hub, `/api/spaces/${space}/runtime`, { token });
}

/** Its variables with their values, as the Hub has them. */
export async function variablesOf(hub: SandboxHub, space: string): Promise<Record<string, string>> {
  const pairs = await asked<Record<string, { value: string }>>(hub, `/api/spaces/${space}/variables`);
  return Object.fromEntries(Object.entries(pairs).map(([key, { value }]) => [key, value]));
}

export async function spaceFileOf(hub: SandboxHub, space: string, path: string): Promise<string> {
  const answer = await fetch(`${hub.url}/spaces/${space}/resolve/main/${path}`, {
    headers: { authorization: `Bearer ${hub.token}` },
  });
  if (!answer.ok) throw new Error(`${path} of ${space}: ${answer.status}`);
  return answer.text();
}

/** Titles of its commits, newest first. */
export async function commitsOfSpace(hub: SandboxHub, space: string): Promise<string[]> {
  const commits = await asked<{ title: string }[]>(hub, `/api/spaces/${space}/commits/main`);
  return commits.map(({ title }) => title);
}

/** Journeys keep the browser from talking to anybody; the apps of the Sandbox are on the network. */
export async function letAppsShow({ page, kind }: Launched): Promise<void> {
  if (kind === 'local') await page.context().route(/^http:\/\/127\.0\.0\.1:/, (route) => route.continue());
}

export async function goToSpaces(page: Page): Promise<void> {
  await page.getByRole('heading').first().waitFor();
  await goTo(page, '/spaces');
  await expect(page.getByRole('heading', { level: 1, name: 'Spaces' })).toBeVisible();
}

/** The line of a Space in the list. */
export function rowOf(page: Page, space: string): Locator {
  return page.getByRole('list', { name: 'Spaces' }).getByRole('listitem').filter({ hasText: space });
}

/** The form for one model, with all that follows from it filled in. */
export async function openDeployForm(page: Page, model: string): Promise<void> {
  await page.getByRole('heading').first().waitFor();
  await goTo(page, `/spaces/new?model=${encodeURIComponent(model)}`);
  await expect(page.getByRole('heading', { level: 1, name: 'Deploy a model' })).toBeVisible();
}

export function deployBar(page: Page): Locator {
  return page.getByRole('complementary', { name: 'Deploy' });
}

export function deployButton(page: Page): Locator {
  return deployBar(page).getByRole('button', { name: 'Deploy', exact: true });
}

/** Every check was made of what the form has now, and none stops the deployment. */
export async function whenDeployable(page: Page): Promise<void> {
  const said = page.getByRole('region', { name: 'Check' }).getByRole('status');
  const inOrder = said.filter({ hasText: /^(Everything is in order|\w+ things? to look at)/ });
  await expect(inOrder).toBeAttached({ timeout: 30_000 });
}

export async function nameSpace(page: Page, name: string): Promise<void> {
  await page.getByRole('textbox', { name: /^Name of the (Space|job)$/ }).fill(name);
}

/** Takes one of the files that are pushed into one's own hands, and writes it anew. */
export async function editPushedFile(page: Page, path: string, text: string): Promise<void> {
  const files = page.getByRole('region', { name: 'Files' });
  await files.getByRole('list', { name: 'Files that are pushed' }).getByRole('button', { name: path }).click();
  await files.getByRole('button', { name: 'Edit' }).click();
  await files.getByRole('textbox', { name: path }).fill(text);
}

/** Presses the button, and ends on the page of the deployment; gives its id. */
export async function deploy(page: Page): Promise<string> {
  await deployButton(page).click();
  await expect(page.getByRole('list', { name: 'Steps' })).toBeVisible({ timeout: 30_000 });
  return /\/spaces\/deployment\/([^?]+)/.exec(page.url())?.[1] ?? '';
}

/** One of the steps of a deployment, by its words. */
export function step(page: Page, words: string): Locator {
  const steps = page.getByRole('list', { name: 'Steps' }).getByRole('listitem');
  return steps.filter({ hasText: new RegExp(`^${words}`) });
}

/** It was asked, and has answered. */
export async function whenReady(page: Page): Promise<Locator> {
  const card = page.getByRole('region', { name: 'Ready' });
  await expect(card).toBeVisible({ timeout: 60_000 });
  return card;
}

export function failureOn(page: Page): Locator {
  return page.getByRole('region', { name: 'What went wrong' });
}

/** The page of a Space, once it shows how the Space is. */
export async function openSpace(page: Page, space: string): Promise<void> {
  await page.getByRole('heading').first().waitFor();
  await goTo(page, `/spaces/hub/${space}`);
  await expect(page.getByRole('tablist', { name: 'Parts of the Space' })).toBeVisible();
}

export async function openSpaceTab(page: Page, name: 'App' | 'Logs' | 'Files' | 'Settings'): Promise<Locator> {
  const tab = page.getByRole('tablist', { name: 'Parts of the Space' }).getByRole('tab', { name });
  await tab.click();
  await expect(tab).toHaveAttribute('aria-selected', 'true');
  return page.getByRole('tabpanel', { name });
}

/** How the Space is, in the words under its name. */
export function stageOf(page: Page): Locator {
  return page.locator('main header p').last();
}

export function frameOf(page: Page): FrameLocator {
  return page.getByRole('region', { name: 'The app' }).frameLocator('iframe');
}

/** Asks the running app, and gives the whole answer once it is there. */
export async function askSpace(page: Page, question: string): Promise<Locator> {
  const part = page.getByRole('region', { name: 'Ask it' });
  await part.getByRole('textbox').fill(question);
  await part.getByRole('button', { name: 'Ask', exact: true }).click();
  await expect(part.getByText(/^Answered/).last()).toBeVisible({ timeout: 30_000 });
  return part;
}
