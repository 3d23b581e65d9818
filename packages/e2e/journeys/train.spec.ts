import { connect, keepTokensInFile } from '../src/steps.ts';
import { expect, test } from '../src/test.ts';
import {
  chooseDataset,
  goToRuns,
  jobsOf,
  launchRun,
  manySteps,
  modelFilesOf,
  nameModel,
  openForm,
  openParameters,
  openRunTab,
  station,
  trainingHub,
  whenInOrder,
} from '../src/train-steps.ts';

test.use({ hubOptions: trainingHub });

test('a person trains a model: checked, tried, launched, left alone, found again, and its weights are there', async ({
  launch,
  hub,
}) => {
  test.slow();
  const first = await launch();
  const { page } = first;
  await connect(page, hub.token);
  await keepTokensInFile(page);

  // Set up, and looked at before anything is spent.
  await openForm(page);
  await nameModel(page, 'sandy/tiny-llama');
  await chooseDataset(page, 'small', 'sandy/small-questions');
  await page.getByRole('textbox', { name: 'Name of the run' }).fill('first-try');
  const parameters = await openParameters(page, 'Form');
  await parameters.getByRole('textbox', { name: 'Most steps' }).fill(String(manySteps));
  await whenInOrder(page);
  await expect(page.getByRole('region', { name: 'Check' }).getByText('stops the launch')).toHaveCount(0);
  expect(await jobsOf(hub)).toEqual([]);

  // Tried first.
  const tried = await launchRun(page, 'Smoke run');
  await expect(page.getByText('Completed', { exact: true }).first()).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText('Smoke run').first()).toBeVisible();
  expect(await jobsOf(hub)).toHaveLength(1);

  // Launched, and left alone in the middle of it.
  await openForm(page);
  await expect(page.getByRole('combobox', { name: 'Model', exact: true })).toHaveValue('sandy/tiny-llama');
  await expect(page.getByText('A smoke run of exactly this has passed.')).toBeVisible();
  await whenInOrder(page);
  const run = await launchRun(page, 'Train');
  expect(run).not.toBe(tried);
  await expect(station(page, 'Load the model')).toContainText('done', { timeout: 30_000 });
  await expect(station(page, 'Train')).toContainText(/Step \d/);
  await first.close();
  expect((await jobsOf(hub)).filter(({ status }) => status.stage === 'RUNNING')).toHaveLength(1);

  // Found again by itself, with all that it told meanwhile.
  const second = await launch();
  await goToRuns(second.page);
  await second.page.getByRole('link', { name: 'first-try' }).first().click();
  await expect(station(second.page, 'Train')).toContainText(/Step \d/);
  const log = await openRunTab(second.page, 'Log');
  await expect(log.getByText(/"k":"step"/).last()).toBeVisible();
  const charts = await openRunTab(second.page, 'Charts');
  await expect(charts.getByRole('slider', { name: /^Loss/ })).toHaveAttribute('aria-valuetext', /step .*\d/i);
  await openRunTab(second.page, 'Overview');
  const weights = second.page.getByRole('region', { name: 'Weights' });
  await expect(weights).toContainText('Verified: 1 file', { timeout: 120_000 });
  await expect(weights).toContainText('model.safetensors');
  await expect(station(second.page, 'Verify the weights')).toContainText('done');
  expect(await modelFilesOf(hub, 'sandy/first-try')).toContain('model.safetensors');
  const jobs = await jobsOf(hub);
  expect(jobs).toHaveLength(2);
  expect(jobs.filter(({ labels }) => labels['hubdesk-run'] === run)).toHaveLength(1);
  expect([...first.problems, ...second.problems]).toEqual([]);
  expect([...first.outsideRequests, ...second.outsideRequests]).toEqual([]);
});
