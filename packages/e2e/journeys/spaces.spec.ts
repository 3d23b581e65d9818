// From a model that was trained to one that answers in a Space, and everything
// that is done with a Space afterwards: in the page, and as the Hub then has it.
import {
  askSpace,
  commitsOfSpace,
  deploy,
  deployBar,
  frameOf,
  goToSpaces,
  letAppsShow,
  openSpace,
  openSpaceTab,
  putSpace,
  rowOf,
  runtimeOf,
  spaceFileOf,
  spacesOf,
  stageOf,
  step,
  variablesOf,
  whenDeployable,
  whenReady,
} from '../src/space-steps.ts';
import { connect } from '../src/steps.ts';
import { expect, test } from '../src/test.ts';
import { fillForm, launchRun, smallRun, trainingHub, whenInOrder } from '../src/train-steps.ts';

test.use({ hubOptions: trainingHub });

test('what was trained is deployed with one press, is asked, answers, and can be looked at', async ({
  hubdesk,
  hub,
}) => {
  test.slow();
  const { page, problems } = hubdesk;
  await letAppsShow(hubdesk);
  await connect(page, hub.token);
  await fillForm(page, { ...smallRun, name: 'tide-talk', parameters: { max_steps: 4 } });
  await whenInOrder(page);
  await launchRun(page, 'Train');
  const weights = page.getByRole('region', { name: 'Weights' });
  await expect(weights).toContainText('Verified', { timeout: 60_000 });
  await weights.getByRole('link', { name: 'Deploy it' }).click();

  // Everything is filled in; nothing is on the Hub before the press.
  const bar = deployBar(page);
  await expect(bar).toContainText('Free');
  await whenDeployable(page);
  await expect(page.getByRole('radio', { name: /^ZeroGPU Space/ })).toBeChecked();
  const files = page.getByRole('list', { name: 'Files that are pushed' });
  await expect(files.getByRole('listitem')).toHaveText([/README\.md/, /app\.py/, /requirements\.txt/]);
  const before = await spacesOf(hub);
  const model =
    (await bar
      .getByText(/^sandy\//)
      .last()
      .textContent()) ?? '';
  await deploy(page);
  const ready = await whenReady(page);
  for (const words of ['Create the Space', 'Push the files', 'Build', 'Start', 'Ask it a question', 'Ready'])
    await expect(step(page, words)).toContainText('done');
  await expect(step(page, 'Push the files')).toContainText('3 files');

  // A real answer: the words of the model that was trained, and not of the one that speaks for all others.
  const question = page.getByRole('region', { name: 'Ask it', exact: true });
  await expect(question).toContainText('What can you help me with?');
  await expect(question).toContainText(/Answered in/);
  await expect(question).not.toContainText(/Sandbox/);
  expect((await spacesOf(hub)).filter((id) => !before.includes(id))).toEqual([model]);
  expect((await runtimeOf(hub, model)).hardware.requested).toBe('zero-a10g');

  await ready.getByRole('link', { name: 'Look after it' }).click();
  await expect(stageOf(page)).toContainText('Running');
  const answer = await askSpace(page, 'Where do the crabs live?');
  await expect(answer).toContainText('Where do the crabs live?');
  await expect(answer).not.toContainText(/Sandbox/);
  await expect(page.getByRole('heading', { name: 'A private app shows on the Hub only' })).toBeVisible();
  const settings = await openSpaceTab(page, 'Settings');
  await settings.getByRole('radio', { name: /^Public/ }).click();
  await page.getByRole('button', { name: 'Make it public' }).click();
  await expect(settings.getByRole('radio', { name: /^Public/ })).toBeChecked();
  await openSpaceTab(page, 'App');
  const app = frameOf(page);
  // Only what is pressed gets the focus in there; a made-up press may come to a frame that is just being drawn.
  await expect(async () => {
    await app.getByRole('textbox', { name: 'Message' }).click();
    await app.getByRole('textbox', { name: 'Message' }).fill('Hello from the frame');
    await app.getByRole('button', { name: 'Send' }).click();
    await expect(app.getByRole('listitem').last()).toHaveText(/\w{3}/, { timeout: 5_000 });
  }).toPass({ timeout: 40_000 });

  const logs = await openSpaceTab(page, 'Logs');
  await expect(logs.getByRole('region', { name: 'Log of the app' })).toContainText(model);
  await logs.getByRole('radio', { name: 'Build' }).click();
  await expect(logs.getByRole('region', { name: 'Log of the build' })).toContainText('Build');
  await goToSpaces(page);
  await expect(rowOf(page, model)).toContainText('Running');
  await expect(rowOf(page, model)).toContainText('ZeroGPU');
  expect(problems).toEqual([]);
});

test('a Space is looked after: what the page does to it, the Hub has', async ({ hubdesk, hub }) => {
  test.slow();
  const { page, problems } = hubdesk;
  const space = await putSpace(hub, 'rock-pool');
  await connect(page, hub.token);
  await openSpace(page, space);
  await expect(stageOf(page)).toContainText('Running');

  // Variables and secrets: a value goes in and does not come back.
  const settings = await openSpaceTab(page, 'Settings');
  await settings.getByRole('button', { name: 'Add a variable' }).click();
  const variable = page.getByRole('dialog', { name: 'A new variable' });
  await variable.getByRole('textbox', { name: 'Name' }).fill('TIDE');
  await variable.getByRole('textbox', { name: 'Value' }).fill('low');
  await variable.getByRole('button', { name: 'Add the variable' }).click();
  await expect(settings.getByRole('list', { name: 'Variables' })).toContainText('TIDE');
  expect(await variablesOf(hub, space)).toMatchObject({ TIDE: 'low' });
  await settings.getByRole('button', { name: 'Add a secret' }).click();
  const secret = page.getByRole('dialog', { name: 'A new secret' });
  await secret.getByRole('textbox', { name: 'Name' }).fill('POOL_KEY');
  await secret.getByRole('textbox', { name: 'Value' }).fill('a value for nobody');
  await secret.getByRole('button', { name: 'Add the secret' }).click();
  await expect(settings.getByRole('list', { name: 'Secrets' })).toContainText('POOL_KEY');
  await settings.getByRole('button', { name: 'Replace POOL_KEY' }).click();
  const other = page.getByRole('dialog', { name: 'Another value for POOL_KEY' });
  await expect(other.getByRole('textbox', { name: 'Value' })).toHaveValue('');
  await other.getByRole('button', { name: 'Leave it' }).click();
  expect(await page.content()).not.toContain('a value for nobody');

  // Another model: its variable and its card, and no line of its code.
  const model = settings.getByRole('combobox', { name: 'Model' });
  await model.fill('meta-llama/Llama-3.1-8B-Instruct');
  await model.press('Tab');
  await settings.getByRole('button', { name: 'Swap and restart' }).click();
  await expect(page.getByText(/It answers with meta-llama\/Llama-3\.1-8B-Instruct/).first()).toBeVisible();
  expect(await variablesOf(hub, space)).toMatchObject({ MODEL_ID: 'meta-llama/Llama-3.1-8B-Instruct' });
  expect(await spaceFileOf(hub, space, 'README.md')).toContain('meta-llama/Llama-3.1-8B-Instruct');

  // A file, changed in one commit.
  const files = await openSpaceTab(page, 'Files');
  await files.getByRole('treeitem', { name: /^requirements\.txt/ }).click();
  await files.getByRole('button', { name: 'Edit' }).click();
  await files.getByRole('textbox', { name: 'requirements.txt' }).fill('transformers\npeft\n');
  await files.getByRole('textbox', { name: 'What changes' }).fill('Know adapters');
  await files.getByRole('button', { name: 'Save as one commit' }).click();
  await expect(page.getByText('requirements.txt is saved. The Space starts again').first()).toBeVisible();
  expect(await spaceFileOf(hub, space, 'requirements.txt')).toBe('transformers\npeft\n');
  await files.getByRole('button', { name: 'History of the files' }).click();
  await expect(files.getByRole('listitem').filter({ hasText: 'Know adapters' })).toContainText('sandy');
  expect((await commitsOfSpace(hub, space))[0]).toBe('Know adapters');

  // Down and up again.
  await openSpaceTab(page, 'App');
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  await page
    .getByRole('dialog', { name: `Pause ${space}?` })
    .getByRole('button', { name: 'Pause' })
    .click();
  await expect(stageOf(page)).toContainText('Paused');
  expect((await runtimeOf(hub, space)).stage).toBe('PAUSED');
  await goToSpaces(page);
  await expect(rowOf(page, space)).toContainText('Paused');
  await rowOf(page, space).getByRole('link').click();
  await page.getByRole('region', { name: 'The app' }).getByRole('button', { name: 'Start it' }).click();
  await expect(stageOf(page)).toContainText('Running', { timeout: 30_000 });
  expect((await runtimeOf(hub, space)).stage).toBe('RUNNING');
  const answer = await askSpace(page, 'Which model are you?');
  await expect(answer).toContainText(/Sandbox/);
  await page.getByRole('button', { name: 'Restart', exact: true }).click();
  await expect(page.getByText('It starts again').first()).toBeVisible();

  // Who sees it, what it is called, and its end.
  await openSpaceTab(page, 'Settings');
  await settings.getByRole('radio', { name: /^Private/ }).click();
  await page.getByRole('button', { name: 'Make it private' }).click();
  await expect(settings.getByRole('radio', { name: /^Private/ })).toBeChecked();
  const name = settings.getByRole('region', { name: 'Name', exact: true });
  await name.getByRole('textbox', { name: 'Name' }).fill('tide-pool');
  await expect(name.getByText('sandy/tide-pool is free.')).toBeVisible();
  await name.getByRole('button', { name: 'Rename' }).click();
  await expect(page).toHaveURL(/\/spaces\/hub\/sandy\/tide-pool/);
  await goToSpaces(page);
  await expect(rowOf(page, 'sandy/tide-pool')).toContainText('Private');
  await expect(rowOf(page, space)).toHaveCount(0);
  await rowOf(page, 'sandy/tide-pool').getByRole('link').click();
  await page.getByRole('button', { name: 'More for sandy/tide-pool' }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  const question = page.getByRole('dialog', { name: 'Delete sandy/tide-pool?' });
  await expect(question.getByRole('button', { name: 'Delete for good' })).toBeDisabled();
  await question.getByRole('textbox').fill('sandy/tide-pool');
  await question.getByRole('button', { name: 'Delete for good' }).click();
  await expect(page.getByText('sandy/tide-pool is deleted').first()).toBeVisible();
  await expect(page.getByRole('list', { name: 'Spaces' })).toBeVisible();
  await expect(rowOf(page, 'sandy/tide-pool')).toHaveCount(0);
  expect(await spacesOf(hub)).not.toContain('sandy/tide-pool');
  expect(problems).toEqual([]);
});
