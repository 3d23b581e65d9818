import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { dropOn, goToDatasets, openDraft, openTab, upload, verdict, whenChecked } from '../src/dataset-steps.ts';
import { asMessages, asSharegpt, conversations, lines } from '../src/sample-conversations.ts';
import {
  askSpace,
  deploy,
  editPushedFile,
  failureOn,
  goToSpaces,
  holdBuild,
  letBuild,
  openDeployForm,
  openSpace,
  openSpaceTab,
  putSpace,
  rowOf,
  step,
  whenDeployable,
  whenReady,
} from '../src/space-steps.ts';
import { ask, chooseModel, connect, goTo } from '../src/steps.ts';
import { expect, test } from '../src/test.ts';
import {
  fillForm,
  goToRuns,
  launchRun,
  openForm,
  openParameters,
  openRunTab,
  smallRun,
  trainingHub,
  whenInOrder,
} from '../src/train-steps.ts';

/** `within`: where a list is open that is all there is for that moment. */
async function faults(page: Page, within = 'html'): Promise<string[]> {
  // A colour half-way through a transition is no finding.
  await page.evaluate(() =>
    Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => {}))),
  );
  // What is right is not told of, and no second page is opened for each look: the pages have no frames of ours.
  const axe = new AxeBuilder({ page }).include(within).options({ resultTypes: ['violations'] });
  const { violations } = await axe.setLegacyMode().analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`));
}

// Each colour and each width once: the pages are many.
const looks = [
  { colorScheme: 'light', width: 1440 },
  { colorScheme: 'dark', width: 800 },
] as const;
for (const { colorScheme, width } of looks)
  test.describe(`${colorScheme}, ${width} wide`, () => {
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

    // These pages are many and the parts they are made of are the same: each in one look.
    const isLight = colorScheme === 'light';
    const [ofDatasets, ofTraining, ofSpaces] = isLight ? [test, test.skip, test] : [test.skip, test, test.skip];
    ofDatasets(
      `axe finds nothing on the pages of datasets, ${colorScheme}, ${width} wide`,
      async ({ hubdesk, hub, home }) => {
        test.slow();
        const { page } = hubdesk;
        const found: Record<string, string[]> = {};
        const file = join(home, 'talks.jsonl');
        const rows: unknown[] = conversations(120).map(asSharegpt);
        await writeFile(
          file,
          lines([...rows, '{"conversations": [', rows[3], asMessages([{ role: 'user', content: 'Hello' }])]),
        );
        // A notice may come or go at any time; half-way it is no finding.
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        await page.setViewportSize({ width, height: 860 });
        await connect(page, hub.token);
        await goToDatasets(page);
        await expect(page.getByRole('link', { name: /tide-pool-chats/ })).toBeVisible();
        found['home, nothing open'] = await faults(page);
        if (hubdesk.choosePaths === null) {
          await page.getByRole('button', { name: 'Choose files' }).click();
          const dialog = page.getByRole('dialog', { name: 'Choose the files of a dataset' });
          await expect(dialog.getByRole('option', { name: 'talks.jsonl' })).toBeVisible();
          found['chooser'] = await faults(page);
          await dialog.getByRole('button', { name: 'Cancel' }).click();
        }
        await openDraft(hubdesk, file);
        await whenChecked(page);
        found['draft, to be mapped'] = await faults(page);
        await page.getByRole('button', { name: 'Map the rows' }).click();
        await expect(verdict(page)).toHaveText(/^Ready for SFT, but/);
        found['draft, mapped'] = await faults(page);
        if (width < 1200) {
          const panel = await openTab(page, 'Rows');
          await panel.getByRole('row').nth(1).click();
          found['draft, rows'] = await faults(page);
        }
        await goTo(page, `${new URL(page.url()).hash.slice(1).split('?')[0]}?row=120`);
        const row = page.getByRole('region', { name: 'The open row' });
        if (width >= 1200) {
          await row.getByRole('radio', { name: 'JSON' }).click();
          await expect(row.getByRole('textbox', { name: 'The row as JSON' })).toBeVisible();
          found['draft, a row as JSON'] = await faults(page);
        }
        // A row that can be read, for the tokens.
        await goTo(page, `${new URL(page.url()).hash.slice(1).split('?')[0]}?row=0`);
        const shape = await openTab(page, 'Shape');
        await expect(shape.getByText(/rows of a sample fit/)).toBeVisible();
        found['draft, shape'] = await faults(page);
        const tokens = await openTab(page, 'Tokens');
        await tokens.getByRole('combobox', { name: 'Model to train' }).fill('sandy/tiny-llama');
        await tokens.getByRole('combobox', { name: 'Model to train' }).press('Enter');
        await tokens.getByRole('textbox', { name: 'max_length' }).fill('40');
        await tokens.getByRole('textbox', { name: 'max_length' }).press('Enter');
        await expect(tokens.getByRole('region', { name: 'What is cut' })).toContainText('lose their whole answer');
        await expect(tokens.getByTitle(/, learned$/).first()).toBeVisible();
        found['draft, tokens'] = await faults(page);
        await openTab(page, 'Split');
        found['draft, split'] = await faults(page);
        const form = await openTab(page, 'Upload');
        await expect(form.getByText('The name is free')).toBeVisible();
        found['draft, upload'] = await faults(page);
        await form.getByRole('combobox', { name: 'Licence' }).fill('apache');
        await expect(page.getByRole('option').first()).toBeVisible();
        found['draft, licences'] = [
          ...(await faults(page, '[role=listbox]')),
          ...(await faults(page, '[role=combobox]')),
        ];
        await page.keyboard.press('Escape');

        hub.fail('POST /api/datasets/*/commit/*', { stall: true, times: 1 });
        await upload(page, { name: 'talks' });
        await expect(page.getByRole('article')).toContainText('Committing');
        found['transfers, one under way'] = await faults(page);
        await page.getByRole('button', { name: 'Cancel' }).click();
        await expect(page.getByRole('dialog', { name: 'Cancel this upload?' })).toBeVisible();
        found['transfers, cancelling'] = await faults(page);
        await page.getByRole('button', { name: 'Cancel the upload' }).click();
        await expect(page.getByRole('article')).toContainText('Cancelled');
        found['transfers, one over'] = await faults(page);

        await goToDatasets(page);
        await dropOn(page, [file]);
        await whenChecked(page);
        await goToDatasets(page);
        await expect(page.getByRole('link', { name: /^talks\.jsonl/ })).toHaveCount(2);
        found['home, with drafts'] = await faults(page);
        await goTo(page, '/datasets/hub/sandy/tide-pool-chats');
        await page.getByRole('grid').getByRole('row').nth(2).click();
        await expect(page.getByRole('button', { name: 'Close the row' })).toBeVisible();
        found['dataset, rows'] = await faults(page);
        const files = await openTab(page, 'Files');
        await files.getByRole('treeitem', { name: /README/ }).click();
        found['dataset, files'] = await faults(page);
        const settings = await openTab(page, 'Settings');
        found['dataset, settings'] = await faults(page);
        await settings.getByRole('button', { name: 'Delete this dataset' }).click();
        await expect(page.getByRole('dialog', { name: /^Delete sandy/ })).toBeVisible();
        found['dataset, deleting'] = await faults(page);
        expect(Object.fromEntries(Object.entries(found).filter(([, list]) => list.length > 0))).toEqual({});
      },
    );

    test.describe('Spaces', () => {
      test.use({ hubOptions: trainingHub });

      ofSpaces(`axe finds nothing on the pages of Spaces, ${colorScheme}, ${width} wide`, async ({ hubdesk, hub }) => {
        test.slow();
        const { page } = hubdesk;
        const found: Record<string, string[]> = {};
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        await page.setViewportSize({ width, height: 860 });
        const space = await putSpace(hub, 'rock-pool');
        await holdBuild(hub, space);
        await connect(page, hub.token);
        await openDeployForm(page, 'sandy/tiny-llama');
        await whenDeployable(page);
        found['form'] = await faults(page);
        await editPushedFile(page, 'requirements.txt', 'no-such-package\n');
        // Hundreds of coloured words in the other files: only what is new.
        found['form, a file in one’s own hands'] = await faults(page, '[aria-labelledby=part-files]');
        await whenDeployable(page);
        await deploy(page);
        await expect(failureOn(page)).toBeVisible({ timeout: 30_000 });
        found['deployment, failed'] = await faults(page);
        await holdBuild(hub, 'sandy/tiny-llama');
        await failureOn(page)
          .getByRole('button', { name: /^Take no-such-package out/ })
          .click();
        await expect(step(page, 'Build')).toContainText('now');
        await expect(failureOn(page)).toBeHidden();
        found['deployment, working'] = await faults(page);
        await letBuild(hub, 'sandy/tiny-llama');
        await whenReady(page);
        found['deployment, ready'] = await faults(page);

        await openSpace(page, 'sandy/tiny-llama');
        await askSpace(page, 'Hello');
        found['Space, app'] = await faults(page);
        const logs = await openSpaceTab(page, 'Logs');
        await expect(logs.getByRole('button', { name: /^Open line / }).first()).toBeVisible();
        found['Space, log'] = await faults(page);
        await logs.getByRole('radio', { name: 'Events' }).click();
        found['Space, events'] = await faults(page, '[role=tabpanel]');
        const files = await openSpaceTab(page, 'Files');
        await expect(files.getByRole('heading', { name: 'History' })).toBeVisible();
        await files.getByRole('treeitem', { name: /^requirements/ }).click();
        await files.getByRole('button', { name: 'Edit' }).click();
        found['Space, a file'] = await faults(page);
        await files.getByRole('button', { name: 'Close' }).click();
        const settings = await openSpaceTab(page, 'Settings');
        await expect(settings.getByRole('list', { name: 'Variables' })).toBeVisible();
        found['Space, settings'] = await faults(page);
        await settings.getByRole('button', { name: 'Add a secret' }).click();
        found['Space, a new secret'] = await faults(page, '[role=dialog]');
        await page.keyboard.press('Escape');
        await openSpace(page, 'sandy/net-mender');
        await expect(failureOn(page)).toBeVisible();
        found['Space, failed'] = await faults(page);
        await goToSpaces(page);
        await expect(rowOf(page, space)).toBeVisible();
        found['home'] = await faults(page);
        expect(Object.fromEntries(Object.entries(found).filter(([, list]) => list.length > 0))).toEqual({});
      });
    });

    test.describe('training', () => {
      test.use({ hubOptions: trainingHub });

      ofTraining(
        `axe finds nothing on the pages of training, ${colorScheme}, ${width} wide`,
        async ({ hubdesk, hub }) => {
          test.slow();
          const { page } = hubdesk;
          const found: Record<string, string[]> = {};
          await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
          await page.setViewportSize({ width, height: 860 });
          await connect(page, hub.token);
          await goToRuns(page);
          await expect(page.getByRole('region', { name: 'How training works' })).toBeVisible();
          found['home, no runs'] = await faults(page);
          await page.getByRole('button', { name: 'Set limits' }).click();
          await expect(page.getByRole('dialog', { name: 'Limits on what runs may cost' })).toBeVisible();
          found['limits'] = await faults(page);
          await page.keyboard.press('Escape');

          await openForm(page);
          found['form, empty'] = await faults(page);
          await fillForm(page, { ...smallRun, name: 'curves', parameters: { max_steps: 12, logging_steps: 1 } });
          await whenInOrder(page);
          const json = page.getByRole('textbox', { name: 'The configuration as JSON' });
          const right = await json.inputValue();
          await json.fill('{');
          await expect(json).toHaveAttribute('aria-invalid', 'true');
          found['form, broken JSON'] = await faults(page);
          await json.fill(right);
          await openParameters(page, 'Script');
          await expect(page.getByRole('group', { name: 'The generated script' })).toBeVisible();
          // Hundreds of coloured words: only what is new.
          found['form, script'] = await faults(page, '[role=tabpanel]');
          await openParameters(page, 'Form');
          await page.getByRole('button', { name: /^Secrets, variables/ }).click();
          await page.getByRole('button', { name: 'Add a variable' }).click();
          await whenInOrder(page);
          found['form, all parameters'] = await faults(page);

          await launchRun(page, 'Train');
          await expect(page.getByRole('region', { name: 'Weights' })).toContainText('Verified', { timeout: 60_000 });
          found['run, overview'] = await faults(page);
          const charts = await openRunTab(page, 'Charts');
          await expect(charts.getByRole('slider').first()).toBeVisible();
          found['run, charts'] = await faults(page);
          const log = await openRunTab(page, 'Log');
          await expect(log.getByRole('button', { name: /^Open line / }).first()).toBeVisible();
          found['run, log'] = await faults(page);
          await openRunTab(page, 'Settings');
          found['run, settings'] = await faults(page);

          const script = 'raise SystemExit(1)\n';
          await fillForm(page, { ...smallRun, name: 'fails', script });
          await whenInOrder(page);
          await launchRun(page, 'Train');
          await expect(page.getByRole('region', { name: 'What went wrong' })).toBeVisible({ timeout: 60_000 });
          found['run, failed'] = await faults(page);

          await goToRuns(page);
          for (const box of await page.getByRole('checkbox', { name: /^Compare / }).all()) await box.click();
          await expect(page.getByRole('group', { name: 'Chosen runs' })).toContainText('2 runs chosen');
          found['home, with runs'] = await faults(page);
          await page.getByRole('link', { name: 'Compare', exact: true }).click();
          await expect(page.getByRole('slider').first()).toBeVisible();
          found['compare'] = await faults(page);
          await goTo(page, '/train/schedules');
          await expect(page.getByRole('link', { name: 'Set up a run' })).toBeVisible();
          found['schedules, none'] = await faults(page);
          expect(Object.fromEntries(Object.entries(found).filter(([, list]) => list.length > 0))).toEqual({});
        },
      );
    });
  });
