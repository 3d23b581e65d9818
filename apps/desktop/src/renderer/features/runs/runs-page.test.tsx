// The home of training, the strip in the shell and what is told, against a host
// of the test's own.
import { QueryClientProvider } from '@tanstack/react-query';
import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  Outlet,
  RouterProvider,
} from '@tanstack/react-router';
import { cleanup, render, screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Budget } from '@hubdesk/shared/contract/budget';
import { exampleConfig } from '@hubdesk/shared/contract/example-run';
import type { Run } from '@hubdesk/shared/train/run';
import { attach } from '../../api/client.ts';
import { setConnection } from '../../api/connection.ts';
import { createQueryClient } from '../../api/query-client.ts';
import { refusal, stubLink } from '../../api/stub-link.fixture.ts';
import { goingOn } from '../../ui/going-on.ts';
import { ToastRegion } from '../../ui/toast.tsx';
import { aFinishedRun, aRun } from './a-run.fixture.ts';
import { ComparePage } from './compare-page.tsx';
import { NotificationSwitch } from './notification-switch.tsx';
import { liveRuns } from './run-feed.ts';
import { RunTray } from './run-tray.tsx';
import { LimitsProvider } from './limits-provider.tsx';
import { RunsPage } from './runs-page.tsx';
import { parseCompareSearch, parseRunsSearch } from './runs-search.ts';

/** What `runs.follow` says, word by word. */
class Follow {
  readonly #waiting: (readonly Run[] | 'cut')[] = [];
  #wake = () => {};
  opened = 0;
  say(...words: (readonly Run[] | 'cut')[]) {
    this.#waiting.push(...words);
    this.#wake();
  }
  async *items(signal: AbortSignal | undefined) {
    this.opened += 1;
    for (;;) {
      const word = this.#waiting.shift();
      if (word === 'cut') throw new Error('the wire was cut');
      if (word) yield { runs: word };
      else
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
          signal?.addEventListener('abort', () => resolve());
        });
      if (signal?.aborted) return;
    }
  }
}

/** The page's notifications, as a browser has them. */
class NotificationDouble extends EventTarget {
  static permission: NotificationPermission = 'default';
  static answer: NotificationPermission = 'granted';
  static shown: { title: string; tag: string | undefined; double: NotificationDouble }[] = [];
  static async requestPermission() {
    NotificationDouble.permission = NotificationDouble.answer;
    return NotificationDouble.permission;
  }
  constructor(title: string, options: NotificationOptions) {
    super();
    NotificationDouble.shown.push({ title, tag: options.tag, double: this });
  }
  close() {}
}

let follow: Follow;
let asked: [string, unknown][];
let listed: Run[];
let budget: Budget;
let notifications: boolean;

const old = aFinishedRun({ id: 'old', name: 'first-try', createdAt: '2025-01-01T00:00:00.000Z', costUsd: 1.5 });
const failed = aRun({
  id: 'failed',
  name: 'second-try',
  state: 'failed',
  createdAt: '2025-02-01T00:00:00.000Z',
  failure: { kind: 'out-of-memory', sentence: 'Too little memory.', said: null, remedies: [] },
});

beforeEach(() => {
  follow = new Follow();
  asked = [];
  listed = [];
  notifications = false;
  budget = { runUsd: null, monthUsd: 20, spentUsd: 3.2, openUsd: 1.1, spentFrom: 'hub' };
  NotificationDouble.permission = 'default';
  NotificationDouble.answer = 'granted';
  NotificationDouble.shown = [];
  vi.stubGlobal('Notification', NotificationDouble);
  liveRuns.setState([], true);
  setConnection({ phase: 'open' });
  const note =
    (name: string, answer?: (input: unknown) => unknown) =>
    (input: unknown): unknown => {
      asked.push([name, input]);
      return answer?.(input);
    };
  attach(
    stubLink({
      'runs.list': () => listed,
      'runs.follow': (_input, signal) => follow.items(signal),
      'runs.points': async function* () {
        yield { from: 0, step: [1, 2], time: [1, 2], values: { loss: [2, 1] } };
      },
      'runs.cancel': note('cancel'),
      'runs.annotate': note('annotate'),
      'runs.launch': note('launch', () => aRun({ id: 'again' })),
      'runs.forget': note('forget', () => void (listed = [])),
      'hardware.list': () => [
        {
          name: 'cpu-basic',
          label: 'CPU basic',
          cpu: '',
          memory: '',
          disk: null,
          accelerator: null,
          usdPerMinute: 0.01,
        },
      ],
      'budget.get': () => budget,
      'budget.set': note('budget', () => budget),
      'preferences.get': () => ({ notifications }),
      'preferences.set': note('preferences', (input) => input),
    }),
  );
});

// A busy machine draws late, and how late is not measured here.
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

function show(at = '/train') {
  const root = createRootRoute();
  const shell = createRoute({
    getParentRoute: () => root,
    id: 'shell',
    component: () => (
      <>
        <RunTray />
        <Outlet />
        <ToastRegion />
      </>
    ),
  });
  const place = (path: string, component: () => React.ReactNode) =>
    createRoute({ getParentRoute: () => shell, path, component });
  const router = createRouter({
    routeTree: root.addChildren([
      shell.addChildren([
        createRoute({
          getParentRoute: () => shell,
          path: '/train',
          validateSearch: parseRunsSearch,
          component: RunsPage,
        }),
        createRoute({
          getParentRoute: () => shell,
          path: '/train/compare',
          validateSearch: parseCompareSearch,
          component: ComparePage,
        }),
        place('/train/run/$run', () => <p>the page of a run</p>),
        place('/train/new', () => <p>the form</p>),
        place('/switch', () => <NotificationSwitch />),
      ]),
    ]),
    history: createMemoryHistory({ initialEntries: [at] }),
  });
  render(
    <QueryClientProvider client={createQueryClient()}>
      <LimitsProvider>
        <RouterProvider router={router as never} />
      </LimitsProvider>
    </QueryClientProvider>,
  );
  return { person: userEvent.setup(), router };
}

const rows = () => screen.getAllByRole('row').slice(1);

it('explains training in three steps while there is no run', async () => {
  show();
  expect(await screen.findByRole('heading', { name: 'Teach a model something of yours' })).toBeTruthy();
  expect(screen.getAllByRole('listitem').map((step) => within(step).getByRole('heading').textContent)).toEqual([
    'Examples',
    'A model',
    'A run',
  ]);
});

it('shows what goes on as a card and in the strip, and what was in the table', async () => {
  listed = [aRun(), old, failed];
  show();
  follow.say([aRun()]);
  const card = within(await screen.findByRole('article', { name: 'small-questions' }));
  expect(card.getByRole('progressbar').getAttribute('aria-valuenow')).toBe('42');
  expect(card.getByText('step 42 of 100')).toBeTruthy();
  expect(card.getByText('$0.12 in the end')).toBeTruthy();
  const strip = within(await screen.findByRole('list', { name: 'Runs that go on' }));
  expect(strip.getByRole('link').textContent).toContain('2 min left');
  expect(rows().map((row) => within(row).getByRole('link').textContent)).toEqual(['second-try', 'first-try']);
  expect(within(rows()[0] ?? document.body).getByText('Out of memory')).toBeTruthy();
});

it('sorts by what is pressed, the other way round at the second press', async () => {
  listed = [old, failed];
  const { person, router } = show();
  await person.click(await screen.findByRole('button', { name: 'Cost' }));
  await waitFor(() =>
    expect(screen.getByRole('columnheader', { name: 'Cost' }).getAttribute('aria-sort')).toBe('ascending'),
  );
  expect(rows().map((row) => within(row).getByRole('link').textContent)).toEqual(['second-try', 'first-try']);
  await person.click(screen.getByRole('button', { name: 'Cost' }));
  await waitFor(() => expect(router.state.location.search).toEqual({ sort: 'cost', reverse: true }));
  expect(rows().map((row) => within(row).getByRole('link').textContent)).toEqual(['first-try', 'second-try']);
});

it('finds by words, and says so where nothing fits', async () => {
  listed = [old, failed];
  const { person } = show();
  await person.type(await screen.findByRole('searchbox', { name: 'Search runs' }), 'second');
  expect(rows()).toHaveLength(1);
  await person.type(screen.getByRole('searchbox'), 'x');
  expect(await screen.findByRole('heading', { name: 'No run fits' })).toBeTruthy();
  await person.click(screen.getByRole('button', { name: 'Show all runs' }));
  await waitFor(() => expect(rows()).toHaveLength(2));
});

it('compares the runs that are ticked: what differs, and which did best', async () => {
  const better = aFinishedRun({ id: 'better', name: 'third-try', latest: { loss: 0.9 }, costUsd: 3 });
  listed = [old, better];
  const { person } = show();
  await person.click(await screen.findByRole('checkbox', { name: 'Compare first-try' }));
  expect(screen.queryByRole('link', { name: 'Compare' })).toBeNull();
  await person.click(screen.getByRole('checkbox', { name: 'Compare third-try' }));
  await person.click(screen.getByRole('link', { name: 'Compare' }));
  const table = within(await screen.findByRole('table'));
  expect(within(table.getByRole('row', { name: /^Loss/ })).getByText('0.9').textContent).toContain('(best)');
  expect(within(table.getByRole('row', { name: /^Cost/ })).getByText('$1.50').textContent).toContain('(best)');
  expect(table.queryByRole('row', { name: /^Model/ })).toBeNull();
  await person.click(screen.getByRole('switch', { name: 'Show what is alike too' }));
  expect(table.getByRole('row', { name: /^Model/ })).toBeTruthy();
});

it('says before it begins a run again what that costs at most, and begins one for two presses', async () => {
  listed = [old];
  const { person } = show();
  await person.click(await screen.findByRole('button', { name: 'More for first-try' }));
  await person.click(await screen.findByRole('menuitem', { name: 'Retry' }));
  const question = within(await screen.findByRole('dialog'));
  await person.dblClick(await question.findByRole('button', { name: 'Run it again for at most $0.10' }));
  expect(await screen.findByText('the page of a run')).toBeTruthy();
  expect(new Set(asked.map(([, input]) => (input as { run: string }).run)).size).toBe(1);
  expect(asked[0]).toEqual(['launch', expect.objectContaining({ kind: 'train', config: exampleConfig })]);
});

it('leads to the form where a run had secrets, whose values nobody has kept', async () => {
  listed = [{ ...old, config: { ...exampleConfig, secrets: ['WANDB_API_KEY'] } }];
  const { person, router } = show();
  await person.click(await screen.findByRole('button', { name: 'More for first-try' }));
  await person.click(await screen.findByRole('menuitem', { name: 'Retry' }));
  expect(await screen.findByText('the form')).toBeTruthy();
  expect(router.state.location.search).toEqual({ from: 'old' });
});

it('offers to resume only where a checkpoint was kept', async () => {
  listed = [old, { ...failed, checkpoints: [100, 200], artifacts: { bucket: 'sandy/jobs-artifacts', folder: 'x' } }];
  const { person, router } = show();
  await person.click(await screen.findByRole('button', { name: 'More for first-try' }));
  await screen.findByRole('menuitem', { name: 'Retry' });
  expect(screen.queryByRole('menuitem', { name: /Resume/ })).toBeNull();
  await person.keyboard('{Escape}');
  await person.click(screen.getByRole('button', { name: 'More for second-try' }));
  await person.click(await screen.findByRole('menuitem', { name: 'Resume from step 200' }));
  expect(router.state.location.search).toEqual({ resume: 'failed' });
});

it('takes a run out of the history only after a question', async () => {
  listed = [old];
  const { person } = show();
  await person.click(await screen.findByRole('button', { name: 'More for first-try' }));
  await person.click(await screen.findByRole('menuitem', { name: 'Forget' }));
  expect(asked).toEqual([]);
  const question = within(await screen.findByRole('dialog'));
  expect(question.getByText(/weights on the Hub stay/)).toBeTruthy();
  await person.click(question.getByRole('button', { name: 'Forget it' }));
  await waitFor(() => expect(asked).toEqual([['forget', { run: 'old' }]]));
});

it('asks before a run is cancelled, and says what is kept', async () => {
  listed = [aRun({ checkpoints: [40] })];
  const { person } = show();
  const card = within(await screen.findByRole('article', { name: 'small-questions' }));
  await person.click(card.getByRole('button', { name: 'Cancel' }));
  const question = within(await screen.findByRole('dialog'));
  expect(question.getByText(/checkpoint of step 40 is kept/)).toBeTruthy();
  await person.click(question.getByRole('button', { name: 'Cancel the run' }));
  expect(asked).toEqual([['cancel', { run: 'r1' }]]);
});

it('says what the month has cost, and sets limits in dollars', async () => {
  const { person } = show();
  expect(await screen.findByText(/and up to \$1.10 for what goes on/)).toBeTruthy();
  await person.click(screen.getByRole('button', { name: 'Change limits' }));
  const dialog = within(await screen.findByRole('dialog'));
  await person.type(dialog.getByRole('textbox', { name: 'The most one run may cost' }), 'five');
  await person.click(dialog.getByRole('button', { name: 'Set the limits' }));
  expect(dialog.getByText(/Write an amount/)).toBeTruthy();
  expect(asked).toEqual([]);
  await person.clear(dialog.getByRole('textbox', { name: 'The most one run may cost' }));
  await person.type(dialog.getByRole('textbox', { name: 'The most one run may cost' }), '5');
  await person.click(dialog.getByRole('button', { name: 'Set the limits' }));
  await waitFor(() => expect(asked).toEqual([['budget', { runUsd: 5, monthUsd: 20 }]]));
});

it('says in the corner that a run has ended, also when that was while the wire was cut', async () => {
  listed = [aRun()];
  const { person } = show();
  follow.say([aRun()]);
  await screen.findByRole('list', { name: 'Runs that go on' });
  listed = [aFinishedRun()];
  follow.say('cut');
  await waitFor(() => expect(follow.opened).toBe(2), { timeout: 8_000 });
  follow.say([]);
  await screen.findByText('small-questions has finished');
  expect(NotificationDouble.shown).toEqual([]);
  await person.click(screen.getByRole('button', { name: 'Open' }));
  expect(await screen.findByText('the page of a run')).toBeTruthy();
});

it('titles the window after a run that goes on, and leaves it to the page of the run to tell how', async () => {
  const { router } = show();
  follow.say([aRun({ state: 'scheduling', progress: null })]);
  await screen.findByRole('list', { name: 'Runs that go on' });
  expect(goingOn.getState().runs).toBe('Waiting for hardware · small-questions');
  const told = () => screen.queryAllByRole('status').map(({ textContent }) => textContent);
  follow.say([aRun()]);
  await waitFor(() => expect(told()).toContain('small-questions: 25 percent'));
  await router.navigate({ to: `/train/run/${aRun().id}` as never });
  await screen.findByText('the page of a run');
  follow.say([aRun({ state: 'scheduling', progress: null })]);
  await waitFor(() => expect(goingOn.getState().runs).toBe('Waiting for hardware · small-questions'));
  expect(told().filter((text) => text?.includes('small-questions'))).toEqual([]);
});

it('lets the system say it where the person has asked for that, once for all windows, and leads to the run', async () => {
  notifications = true;
  NotificationDouble.permission = 'granted';
  listed = [aRun({ state: 'scheduling' })];
  show();
  await screen.findByRole('article');
  await waitFor(() => expect(follow.opened).toBe(1));
  follow.say([aRun()]);
  await waitFor(() =>
    expect(NotificationDouble.shown.map(({ title, tag }) => [title, tag])).toEqual([
      ['small-questions has started', 'r1 running'],
    ]),
  );
  expect(screen.queryByText('small-questions has started')).toBeNull();
  NotificationDouble.shown[0]?.double.dispatchEvent(new Event('click'));
  expect(await screen.findByText('the page of a run')).toBeTruthy();
});

it('lets the system say that the limits have stopped a launch', async () => {
  notifications = true;
  NotificationDouble.permission = 'granted';
  listed = [old];
  attach(
    stubLink({
      'runs.list': () => listed,
      'preferences.get': () => ({ notifications }),
      'hardware.list': () => [],
      'runs.launch': () => {
        throw refusal('INVALID_INPUT', { field: 'budget', reason: 'Too much.' });
      },
    }),
  );
  const { person } = show();
  await person.click(await screen.findByRole('button', { name: 'More for first-try' }));
  await person.click(await screen.findByRole('menuitem', { name: 'Retry' }));
  const question = within(await screen.findByRole('dialog'));
  await person.click(question.getByRole('button', { name: 'Run it again' }));
  expect((await question.findByRole('alert')).textContent).toContain('Too much.');
  expect(NotificationDouble.shown.map(({ tag }) => tag)).toEqual(['budget']);
});

it('asks the system only when notifications are turned on, and stays off where it says no', async () => {
  NotificationDouble.answer = 'denied';
  const { person } = show('/switch');
  const turn = await screen.findByRole('switch', { name: 'Notify me about runs and deployments' });
  expect(NotificationDouble.permission).toBe('default');
  await waitFor(() => expect(turn.getAttribute('data-disabled')).toBeNull());
  await person.click(turn);
  expect(await screen.findByText(/Notifications of this page are blocked/)).toBeTruthy();
  expect(asked).toEqual([['preferences', { notifications: false }]]);
});

it('says why the list cannot be had, and does not take that for having none', async () => {
  attach(
    stubLink({
      'runs.list': () => {
        throw refusal('TOKEN_REJECTED', { provider: 'huggingface', expired: false });
      },
    }),
  );
  show();
  expect(await screen.findByText('Hugging Face does not know this token')).toBeTruthy();
  expect(screen.queryByRole('heading', { name: 'Teach a model something of yours' })).toBeNull();
});
