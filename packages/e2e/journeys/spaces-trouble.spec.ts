// What goes wrong with Spaces: plans that forbid, names that are taken, builds
// that fail, answers that are lost, and input that nobody should have given.
import { mkdir, open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { choosing } from '../src/dataset-steps.ts';
import {
  askSpace,
  commitTo,
  control,
  deploy,
  deployBar,
  deployButton,
  editPushedFile,
  failureOn,
  goToSpaces,
  holdBuild,
  letBuild,
  nameSpace,
  openDeployForm,
  openSpace,
  openSpaceTab,
  putSpace,
  rowOf,
  runtimeOf,
  spaceFileOf,
  spacesOf,
  stageOf,
  step,
  whenDeployable,
  whenReady,
} from '../src/space-steps.ts';
import { connect, keepTokensInFile } from '../src/steps.ts';
import { expect, test } from '../src/test.ts';
import { jobsOf, trainingHub } from '../src/train-steps.ts';

test.use({ hubOptions: trainingHub });

const model = 'sandy/tiny-llama';

test('a free account sees before the click what it cannot have, deploys to ZeroGPU, and is offered another name', async ({
  hubdesk,
  hub,
}) => {
  const { page } = hubdesk;
  const token = hub.tokens['noCredits'] ?? '';
  await connect(page, token);
  await openDeployForm(page, model);
  const kinds = page.getByRole('radiogroup', { name: 'Way to deploy' });
  await expect(kinds.getByRole('radio', { name: /^Space on a processor/ })).toBeDisabled();
  await expect(kinds).toContainText('An app on a processor is part of PRO, and this is a free account');
  await expect(kinds).toContainText('It takes credits, and only the Hub knows whether your account has any.');
  await expect(kinds.getByRole('radio', { name: /^ZeroGPU Space/ })).toBeChecked();
  await whenDeployable(page);
  await deploy(page);
  await whenReady(page);
  const space = 'riley/tiny-llama';
  expect((await runtimeOf(hub, space, token)).hardware.requested).toBe('zero-a10g');
  // Asked for afterwards it would be refused: a free account has it from the first call, or not at all.
  const posts = hub.requests.filter(({ method }) => method === 'POST').map(({ path }) => path);
  expect(posts.filter((path) => path === '/api/repos/create')).toHaveLength(1);
  expect(posts.filter((path) => path.includes('/hardware'))).toEqual([]);

  await openDeployForm(page, model);
  const look = page.getByRole('region', { name: 'Name and look' });
  // A free name is proposed; of a taken one that somebody types, it is said.
  await expect(look).toContainText('riley/tiny-llama-2 is free.');
  await nameSpace(page, 'tiny-llama');
  await look.getByRole('button', { name: 'Take tiny-llama-2' }).click();
  await expect(look).toContainText('riley/tiny-llama-2 is free.');
  await whenDeployable(page);
});

test('a build that fails is named by its line, mended with one press, and goes on until it answers', async ({
  hubdesk,
  hub,
}) => {
  const { page, problems } = hubdesk;
  await connect(page, hub.token);
  await openDeployForm(page, model);
  await nameSpace(page, 'broken-build');
  const title = `"]}\\n---\\n<img src=x onerror="document.title='owned'"> {{ 7*7 }} ' """ #`;
  await page.getByRole('textbox', { name: 'Title' }).fill(title);
  await editPushedFile(page, 'requirements.txt', 'transformers\nno-such-package-of-ours\n');
  await whenDeployable(page);
  await deploy(page);
  const failure = failureOn(page);
  await expect(failure).toContainText('no-such-package-of-ours', { timeout: 60_000 });
  await expect(failure).toContainText('Could not find a version that satisfies the requirement');
  await expect(step(page, 'Build')).toContainText('failed here');
  await failure.getByRole('button', { name: /^Take no-such-package-of-ours out of requirements\.txt: / }).click();
  await whenReady(page);
  expect(await spaceFileOf(hub, 'sandy/broken-build', 'requirements.txt')).not.toContain('no-such-package');

  // What it is called is text everywhere, and the head of its README.md is what it was.
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
  await openSpace(page, 'sandy/broken-build');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
  await expect(page.locator('main img')).toHaveCount(0);
  await goToSpaces(page);
  await expect(rowOf(page, 'sandy/broken-build')).toContainText(title);
  await expect(page).not.toHaveTitle(/owned/);
  expect(problems).toEqual([]);
});

test('a lost answer and an app that is closed midway lead to one Space, which gets ready', async ({ launch, hub }) => {
  test.slow();
  const first = await launch();
  await connect(first.page, hub.token);
  await keepTokensInFile(first.page);
  hub.fail('POST /api/repos/create', { afterEffect: true, reset: true, times: 1 });
  // Time enough to keep its build from ending.
  hub.fail('POST /api/spaces/*/commit/*', { delayMs: 2_000, times: 1 });
  await openDeployForm(first.page, model);
  await nameSpace(first.page, 'long-build');
  await whenDeployable(first.page);
  const before = await spacesOf(hub);
  const deployment = await deploy(first.page);
  const space = 'sandy/long-build';
  await expect.poll(() => spacesOf(hub), { timeout: 30_000 }).toContain(space);
  await holdBuild(hub, space);
  await expect(step(first.page, 'Build')).toContainText('now', { timeout: 30_000 });
  await first.kill();

  const { page } = await launch();
  await goToSpaces(page);
  const going = page.getByRole('region', { name: 'Deployments' });
  await expect(going.getByRole('article').getByText('Building')).toHaveCount(1, { timeout: 30_000 });
  await going.getByRole('link', { name: /^Open: / }).click();
  await expect(page).toHaveURL(new RegExp(deployment));
  await letBuild(hub, space);
  await whenReady(page);
  expect((await spacesOf(hub)).filter((id) => !before.includes(id))).toEqual([space]);
});

test.describe('of a Hub whose clock is two hours behind', () => {
  test.use({ hubOptions: { ...trainingHub, now: () => Date.now() - 2 * 3_600_000 } });

  test('each stage is told for what it is, also one that nobody knows, and a file is not lost to a race', async ({
    hubdesk,
    hub,
  }) => {
    const { page } = hubdesk;
    const space = await putSpace(hub, 'stages');
    await connect(page, hub.token);
    await openSpace(page, space);
    await expect(stageOf(page)).toContainText('Running');

    // Somebody else commits between the opening and the saving of a file.
    const files = await openSpaceTab(page, 'Files');
    await files.getByRole('treeitem', { name: /^app\.py/ }).click();
    await files.getByRole('button', { name: 'Edit' }).click();
    const editor = files.getByRole('textbox', { name: 'app.py' });
    await editor.fill('print("mine")\n');
    await commitTo(hub, space, { 'app.py': 'print("theirs")\n' });
    await files.getByRole('button', { name: 'Save as one commit' }).click();
    const race = files.getByRole('alert').filter({ hasText: 'Somebody saved something since you began' });
    await expect(race).toBeVisible();
    await expect(editor).toHaveValue('print("mine")\n');
    expect(await spaceFileOf(hub, space, 'app.py')).toBe('print("theirs")\n');
    await race.getByRole('button', { name: 'Show the difference' }).click();
    await expect(race).toContainText('theirs');
    await race.getByRole('button', { name: 'Save mine over it' }).click();
    await expect(race).toBeHidden();
    expect(await spaceFileOf(hub, space, 'app.py')).toBe('print("mine")\n');

    await openSpaceTab(page, 'App');
    await control(hub, `spaces/${space}`, {
      stage: 'RUNTIME_ERROR',
      errorMessage: 'Memory limit exceeded (16Gi)',
    });
    await expect(stageOf(page)).toContainText('Crashed');
    await expect(failureOn(page)).toContainText(/memory/i);
    await control(hub, `spaces/${space}`, { stage: 'DREAMING_<b>' });
    await expect(stageOf(page)).toContainText('DREAMING_<b>');
    await expect(stageOf(page)).toContainText('does not know');

    await holdBuild(hub, space);
    await commitTo(hub, space, { 'app.py': 'print("again")\n' });
    await expect(stageOf(page)).toContainText('Building');
    await page.reload();
    await expect(failureOn(page)).toContainText(/It has been building for 1\d\d minutes/, { timeout: 30_000 });
    await expect(
      failureOn(page)
        .getByRole('button', { name: /Restart it$/ })
        .first(),
    ).toBeEnabled();
  });
});

test('whose plan has lapsed can look, pause and delete, and is told of the rest', async ({ hubdesk, hub }) => {
  const { page } = hubdesk;
  const space = await putSpace(hub, 'lapsed');
  await control(hub, 'plan', { name: 'sandy', plan: 'free' });
  await connect(page, hub.token);
  await openSpace(page, space);
  await expect(stageOf(page)).toContainText('Running');
  await askSpace(page, 'Are you still there?');
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Pause' }).click();
  await expect(stageOf(page)).toContainText('Paused');
  const start = page.getByRole('button', { name: 'Start it' }).first();
  await expect(start).toHaveAttribute('aria-disabled', 'true');
  const logs = await openSpaceTab(page, 'Logs');
  await expect(logs).toContainText(/\w/);
  const settings = await openSpaceTab(page, 'Settings');
  await settings.getByRole('button', { name: 'Delete this Space' }).click();
  const question = page.getByRole('dialog', { name: `Delete ${space}?` });
  await question.getByRole('textbox').fill(space);
  await question.getByRole('button', { name: 'Delete for good' }).click();
  await expect(page.getByText(`${space} is deleted`).first()).toBeVisible();
  expect(await spacesOf(hub)).not.toContain(space);
});

test('folders that are no app and a head that is no YAML are refused before anything is made', async ({
  hubdesk,
  hub,
  home,
}) => {
  const { page } = hubdesk;
  const crowd = join(home, 'crowd');
  await mkdir(crowd);
  await Promise.all(Array.from({ length: 10_000 }, (_, at) => writeFile(join(crowd, `${at}.txt`), '')));
  const heavy = join(home, 'heavy');
  await mkdir(heavy);
  await writeFile(join(heavy, 'app.py'), 'print("hello")\n');
  const file = await open(join(heavy, 'weights.bin'), 'w');
  await file.truncate(6 * 1024 ** 3);
  await file.close();

  await connect(page, hub.token);
  await openDeployForm(page, model);
  await nameSpace(page, 'bad-input');
  await editPushedFile(page, 'README.md', '---\ntitle: [unclosed\nsdk: gradio\n---\n');
  const check = page.getByRole('region', { name: 'Check' });
  const press = deployButton(page);
  await expect(check).toContainText('The Hub does not take the head of README.md', { timeout: 30_000 });
  await expect(press).toBeDisabled();

  await page.getByRole('radio', { name: 'Your own folder' }).click();
  await choosing(hubdesk, crowd, () => page.getByRole('button', { name: 'Choose a folder' }).click());
  await expect(check).toContainText('There are more than 2,000 files in this folder', { timeout: 30_000 });
  await expect(press).toBeDisabled();
  await choosing(hubdesk, heavy, () => page.getByRole('button', { name: 'Choose another' }).click());
  await expect(check).toContainText('weights.bin has 6.0 GB', { timeout: 30_000 });
  await expect(press).toBeDisabled();
  expect(hub.requests.filter(({ method, path }) => method === 'POST' && path === '/api/repos/create')).toEqual([]);
});

test('a model served on a job answers, is listed, is stopped, and costs nothing after', async ({ hubdesk, hub }) => {
  const { page } = hubdesk;
  await connect(page, hub.token);
  await openDeployForm(page, model);
  await page.getByRole('radio', { name: /^Server on a job/ }).click();
  await nameSpace(page, 'served');
  await whenDeployable(page);
  await expect(deployBar(page)).toContainText('Costs at most');
  await deploy(page);
  await whenReady(page);
  const part = page.getByRole('region', { name: 'Ask it', exact: true });
  await part.getByRole('textbox').fill('And once more?');
  await part.getByRole('button', { name: 'Ask', exact: true }).click();
  await expect(part.getByText(/^Answered/)).toHaveCount(2, { timeout: 30_000 });
  await goToSpaces(page);
  const served = page.getByRole('region', { name: 'Deployments' }).getByRole('article');
  await expect(served).toContainText('Serving');
  await expect(served).toContainText('Cost so far');
  expect((await jobsOf(hub)).map(({ status }) => status.stage)).toEqual(['RUNNING']);
  await served.getByRole('link', { name: /^Open: / }).click();
  await page.getByRole('button', { name: 'Stop serving' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Stop serving' }).click();
  await expect(page.getByText('You stopped it')).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText('costs nothing more')).toBeVisible();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('served');
  expect((await jobsOf(hub)).map(({ status }) => status.stage)).toEqual(['CANCELED']);
  await goToSpaces(page);
  await expect(served).toHaveCount(0);
});
