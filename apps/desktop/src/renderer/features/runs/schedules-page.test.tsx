// The page of schedules against a host of the test's own.
import { QueryClientProvider } from '@tanstack/react-query';
import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  RouterProvider,
} from '@tanstack/react-router';
import { cleanup, render, screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { exampleConfig } from '@hubdesk/shared/contract/example-run';
import type { Schedule } from '@hubdesk/shared/contract/schedules';
import { attach } from '../../api/client.ts';
import { setConnection } from '../../api/connection.ts';
import { createQueryClient } from '../../api/query-client.ts';
import { refusal, stubLink } from '../../api/stub-link.fixture.ts';
import { aFinishedRun } from './a-run.fixture.ts';
import { SchedulesPage } from './schedules-page.tsx';

const weekly: Schedule = {
  id: 's1',
  namespace: 'sandy',
  name: 'weekly-support',
  schedule: '@daily',
  suspended: false,
  suspendReason: null,
  concurrent: false,
  nextRunAt: '2099-01-04T00:00:00.000Z',
  lastJob: { id: 'j1', at: '2026-11-15T00:00:00.000Z' },
  flavor: 'a10g-small',
  timeoutSeconds: 3_600,
  worstUsd: 2,
  config: exampleConfig,
  createdAt: '2026-11-01T00:00:00.000Z',
};

let asked: [string, unknown][];
let listed: Schedule[];

// A busy machine draws late, and how late is not measured here.
beforeEach(() => {
  asked = [];
  listed = [weekly];
  setConnection({ phase: 'open' });
  const note = (name: string) => (input: unknown) => {
    asked.push([name, input]);
    return name === 'runNow' ? { job: 'j2' } : weekly;
  };
  attach(
    stubLink({
      'schedules.list': () => listed,
      'runs.list': () => [aFinishedRun()],
      'schedules.suspend': note('suspend'),
      'schedules.resume': note('resume'),
      'schedules.reschedule': note('reschedule'),
      'schedules.remove': note('remove'),
      'schedules.runNow': () => {
        throw refusal('CONFLICT', { what: 'the last run of weekly-support' });
      },
    }),
  );
});
afterEach(cleanup);

function show() {
  const root = createRootRoute();
  const at = (path: string, component: () => React.ReactNode) =>
    createRoute({ getParentRoute: () => root, path, component });
  const router = createRouter({
    routeTree: root.addChildren([
      at('/train/schedules', SchedulesPage),
      at('/train', () => <p>all runs</p>),
      at('/train/new', () => <p>the form</p>),
      at('/train/run/$run', () => <p>the page of a run</p>),
    ]),
    history: createMemoryHistory({ initialEntries: ['/train/schedules'] }),
  });
  render(
    <QueryClientProvider client={createQueryClient()}>
      <RouterProvider router={router as never} />
    </QueryClientProvider>,
  );
  return userEvent.setup();
}

const row = async () => within(await screen.findByRole('article', { name: 'weekly-support' }));

it('says when it is next, what it costs at most a run and a month, and which run was the last', async () => {
  const person = show();
  const schedule = await row();
  expect(schedule.getByText('Every day at 00:00 UTC')).toBeTruthy();
  expect(schedule.getByText(/by your clock/)).toBeTruthy();
  expect(schedule.getByText('$2.00 a run')).toBeTruthy();
  expect(schedule.getByText('$60.00 a month')).toBeTruthy();
  await person.click(await schedule.findByRole('link', { name: 'see that run' }));
  expect(await screen.findByText('the page of a run')).toBeTruthy();
});

it('suspends with one press, and says why the Hub has suspended one', async () => {
  listed = [weekly, { ...weekly, id: 's2', name: 'broke', suspended: true, suspendReason: 'No credits.' }];
  const person = show();
  await person.click((await row()).getByRole('button', { name: 'Suspend' }));
  expect(asked).toEqual([['suspend', { namespace: 'sandy', schedule: 's1' }]]);
  const broke = within(screen.getByRole('article', { name: 'broke' }));
  expect(broke.getByText('The Hub suspended it: No credits.')).toBeTruthy();
  await person.click(broke.getByRole('button', { name: 'Resume' }));
  expect(asked.at(-1)).toEqual(['resume', { namespace: 'sandy', schedule: 's2' }]);
});

it('takes other times only where they are times, and says what they would cost', async () => {
  const person = show();
  await person.click((await row()).getByRole('button', { name: 'More for weekly-support' }));
  await person.click(await screen.findByRole('menuitem', { name: 'Change the times' }));
  const dialog = within(await screen.findByRole('dialog'));
  await person.click(dialog.getByRole('combobox', { name: 'When' }));
  await person.click(await screen.findByRole('option', { name: /times of my own/ }));
  const field = await dialog.findByRole('textbox', { name: 'Times' });
  await person.clear(field);
  await person.type(field, '0 6');
  await person.click(dialog.getByRole('button', { name: 'Change the times' }));
  expect(dialog.getByText(/These are not five fields/)).toBeTruthy();
  expect(asked).toEqual([]);
  await person.type(field, ' 1 * *');
  expect(dialog.getByText(/At most \$\d\.00 a month/)).toBeTruthy();
  await person.click(dialog.getByRole('button', { name: 'Change the times' }));
  await waitFor(() =>
    expect(asked).toEqual([['reschedule', { namespace: 'sandy', schedule: 's1', when: '0 6 1 * *' }]]),
  );
});

it('says where it happened why a run could not be started now', async () => {
  const person = show();
  await person.click((await row()).getByRole('button', { name: 'More for weekly-support' }));
  await person.click(await screen.findByRole('menuitem', { name: 'Run now' }));
  const question = within(await screen.findByRole('dialog'));
  expect(question.getByText(/at most \$2.00/)).toBeTruthy();
  await person.click(question.getByRole('button', { name: 'Run it now' }));
  expect((await question.findByRole('alert')).textContent).toContain('The last run of weekly-support');
});

it('deletes only after a question', async () => {
  const person = show();
  await person.click((await row()).getByRole('button', { name: 'More for weekly-support' }));
  await person.click(await screen.findByRole('menuitem', { name: 'Delete' }));
  expect(asked).toEqual([]);
  await person.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Delete the schedule' }));
  expect(asked).toEqual([['remove', { namespace: 'sandy', schedule: 's1' }]]);
});

it('says what schedules are for while there is none', async () => {
  listed = [];
  show();
  expect(await screen.findByRole('heading', { name: 'Nothing is scheduled' })).toBeTruthy();
});
