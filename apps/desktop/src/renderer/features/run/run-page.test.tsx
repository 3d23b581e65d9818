// The page of a run against a host of the test's own.
import { QueryClientProvider } from '@tanstack/react-query';
import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  Outlet,
  RouterProvider,
} from '@tanstack/react-router';
import { act, cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LogLine, Run } from '@hubdesk/shared/train/run';
import { attach } from '../../api/client.ts';
import { setConnection } from '../../api/connection.ts';
import { createQueryClient } from '../../api/query-client.ts';
import { refusal, stubLink } from '../../api/stub-link.fixture.ts';
import { ChooseFilesContext } from '../../ui/choose-files-context.ts';
import { ToastRegion } from '../../ui/toast.tsx';
import { aRun, phasesAt } from './a-run.fixture.ts';
import type { LogNews } from './log-book.ts';
import { RunPage } from './run-page.tsx';
import { parseRunSearch } from './run-search.ts';

/** A stream that says what it is told, word by word. */
class Words<I> {
  readonly #waiting: I[] = [];
  #wake = () => {};
  say(...words: I[]) {
    this.#waiting.push(...words);
    this.#wake();
  }
  async *items(signal: AbortSignal | undefined) {
    for (;;) {
      const word = this.#waiting.shift();
      if (word !== undefined) yield word;
      else
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
          signal?.addEventListener('abort', () => resolve());
        });
      if (signal?.aborted) return;
    }
  }
}

let run: Run;
let follow: Words<{ runs: Run[] }>;
let log: Words<LogNews>;
let asked: [string, unknown][];

beforeEach(() => {
  follow = new Words();
  log = new Words();
  asked = [];
  run = aRun();
  setConnection({ phase: 'open' });
  const note = (name: string, answer: (input: unknown) => unknown) => (input: unknown) => {
    asked.push([name, input]);
    return answer(input);
  };
  attach(
    stubLink({
      'hardware.list': () => [],
      'runs.get': () => run,
      'runs.follow': (_input, signal) => follow.items(signal),
      'runs.points': async function* (_input: unknown, signal: AbortSignal | undefined) {
        yield { from: 0, step: [10, 20], time: [100, 115], values: { loss: [2, 1.25], eval_loss: [null, 1.5] } };
        await new Promise<void>((resolve) => signal?.addEventListener('abort', () => resolve()));
      } as never,
      'runs.machine': async function* (_input: unknown, signal: AbortSignal | undefined) {
        yield { samples: [] };
        await new Promise<void>((resolve) => signal?.addEventListener('abort', () => resolve()));
      } as never,
      'runs.followLog': (_input, signal) => log.items(signal),
      'runs.logLines': note('logLines', (input) => {
        const { from, count } = input as { from: number; count: number };
        return { lines: lines(from, count), total: 5_000 };
      }),
      'runs.searchLog': note('searchLog', () => ({ indexes: [3, 1_200], more: false })),
      'runs.cancel': note('cancel', () => (run = aRun({ state: 'canceled' }))),
      'runs.annotate': note('annotate', (input) => (run = { ...run, ...(input as Partial<Run>) })),
      'runs.launch': note('launch', (input) => aRun({ id: (input as { run: string }).run, state: 'launching' })),
      'runs.forget': note('forget', () => undefined),
      'runs.lookForWeights': note(
        'look',
        () =>
          (run = aRun({
            ...run,
            weights: { ...run.weights, state: 'there', files: [{ path: 'model.safetensors', bytes: 270_000_000 }] },
          })),
      ),
      'runs.salvage': note('salvage', (input) => aRun({ id: (input as { as: string }).as, kind: 'salvage' })),
      'runs.saveLog': note('saveLog', () => ({ path: '/home/sandy/small-questions.txt' })),
    }),
  );
});

// A busy machine draws late, and how late is not measured here.
afterEach(cleanup);

const lines = (from: number, count: number): LogLine[] =>
  Array.from({ length: count }, (_, at) => ({
    line: from + at,
    at: '2026-11-20T12:00:00.000Z',
    text: `line ${from + at}`,
    level: 'info',
    event: false,
    cut: false,
  }));
const news = (total: number, change: Partial<LogNews> = {}): LogNews => ({
  total,
  counting: false,
  tail: { index: Math.max(0, total - 50), lines: lines(Math.max(0, total - 50), Math.min(50, total)) },
  gaps: 0,
  over: false,
  ...change,
});

async function show(search = '') {
  const root = createRootRoute({
    component: () => (
      <>
        <ChooseFilesContext value={async () => ['/home/sandy']}>
          <Outlet />
        </ChooseFilesContext>
        <ToastRegion />
      </>
    ),
  });
  const shell = createRoute({ getParentRoute: () => root, id: 'shell' });
  const router = createRouter({
    routeTree: root.addChildren([
      shell.addChildren([
        createRoute({
          getParentRoute: () => shell,
          path: '/train/run/$run',
          validateSearch: parseRunSearch,
          component: RunPage,
        }),
        createRoute({ getParentRoute: () => shell, path: '/train', component: () => <p>all runs</p> }),
        createRoute({ getParentRoute: () => shell, path: '/train/new', component: () => <p>the form</p> }),
      ]),
    ]),
    history: createMemoryHistory({ initialEntries: [`/train/run/r1${search}`] }),
  });
  const user = userEvent.setup();
  render(
    <QueryClientProvider client={createQueryClient()}>
      <RouterProvider router={router as never} />
    </QueryClientProvider>,
  );
  await screen.findByRole('heading', { level: 1 });
  return { user, router };
}

describe('a run that goes on', () => {
  it('says how it stands, what trains on what, how far it is and what it costs', async () => {
    await show();
    expect(screen.getByRole('heading', { level: 1, name: 'small-questions' })).toBeTruthy();
    expect(screen.getByText('Running')).toBeTruthy();
    expect(screen.getByRole('link', { name: 'sandy/small-questions' }).getAttribute('href')).toContain(
      '/datasets/hub/sandy/small-questions',
    );
    expect(screen.getByText('$0.06')).toBeTruthy();
    expect(screen.getByText('at most $0.20')).toBeTruthy();
    expect(screen.getByRole('progressbar', { name: 'Training' }).getAttribute('aria-valuetext')).toBe('step 40 of 200');
    const now = within(screen.getByRole('list', { name: 'Timeline' }))
      .getByText('Train')
      .closest('li');
    expect(now?.getAttribute('aria-current')).toBe('step');
    expect(screen.getByText('1 checkpoint, the last at step 20')).toBeTruthy();
    expect(await screen.findByText(/Evaluated once, loss 1.3 at last/)).toBeTruthy();
  });

  it('follows what the host says, to the end and what it came to', async () => {
    await show();
    follow.say({ runs: [aRun({ progress: { ...run.progress!, step: 120 } })] });
    expect(await screen.findByText('Step 120 of 200')).toBeTruthy();
    run = aRun({ state: 'completed', finishedAt: '2026-11-20T12:10:00.000Z', phases: phasesAt(null) });
    follow.say({ runs: [] });
    expect(await screen.findAllByText('Completed')).not.toHaveLength(0);
    expect(screen.queryByRole('button', { name: 'Cancel' })).toBeNull();
  });

  it('warns when the timeout comes first', async () => {
    run = aRun({ progress: { ...run.progress!, beyondTimeout: true } });
    await show();
    expect(screen.getByText('At this pace it will not end in time')).toBeTruthy();
  });

  it('is cancelled after saying what stays', async () => {
    const { user } = await show();
    await user.click(screen.getByRole('button', { name: 'Cancel' }));
    const dialog = await screen.findByRole('dialog');
    expect(dialog.textContent).toContain('The checkpoint in sandy/jobs-artifacts/runs/r1 stays');
    expect(asked.some(([name]) => name === 'cancel')).toBe(false);
    await user.click(within(dialog).getByRole('button', { name: 'Cancel the run' }));
    expect(await screen.findAllByText('Cancelled')).not.toHaveLength(0);
    expect(asked).toContainEqual(['cancel', { run: 'r1' }]);
  });

  it('gets another name where it stands, of what a label may have', async () => {
    const { user } = await show();
    await user.click(screen.getByRole('button', { name: 'Rename' }));
    const field = screen.getByRole('textbox', { name: 'Name of the run' });
    await user.clear(field);
    await user.type(field, 'größer');
    expect(screen.getByRole('button', { name: 'Rename' })).toHaveProperty('disabled', true);
    await user.clear(field);
    await user.type(field, 'second try{Enter}');
    expect(await screen.findByRole('heading', { level: 1, name: 'second-try' })).toBeTruthy();
    expect(asked).toContainEqual(['annotate', { run: 'r1', name: 'second-try' }]);
  });

  it('keeps a note', async () => {
    const { user } = await show();
    await user.type(screen.getByRole('textbox', { name: 'Note' }), 'higher rank');
    await user.click(screen.getByRole('button', { name: 'Keep the note' }));
    await waitFor(() => expect(asked).toContainEqual(['annotate', { run: 'r1', note: 'higher rank' }]));
  });
});

describe('a run that is over', () => {
  it('names its failure and leads to each remedy', async () => {
    run = aRun({
      state: 'failed',
      phases: phasesAt('training', 'failed'),
      failure: {
        kind: 'out-of-memory',
        sentence: 'The card ran out of memory.',
        said: '\u001b[31mCUDA out of memory\u001b[0m',
        remedies: [
          {
            id: 'batch',
            label: 'Half the batch',
            why: 'Needs less.',
            change: { parameters: { per_device_train_batch_size: 1 } },
            link: null,
          },
          {
            id: 'ask',
            label: 'Ask for more',
            why: 'Quota.',
            change: null,
            link: { label: 'Open', url: 'https://hub.example/quota' },
          },
        ],
      },
    });
    await show();
    const card = screen.getByRole('region', { name: 'What went wrong' });
    expect(card.textContent).toContain('CUDA out of memory');
    expect(
      within(card)
        .getByRole('link', { name: /Half the batch/ })
        .getAttribute('href'),
    ).toBe('#/train/new?from=r1&remedy=batch');
    expect(within(card).getByRole('link', { name: /Open/ }).getAttribute('href')).toBe('https://hub.example/quota');
    expect(screen.getByRole('link', { name: 'Resume from step 20' }).getAttribute('href')).toBe(
      '#/train/new?resume=r1',
    );
  });

  it('is run again once for one answer, at a cost that is said first', async () => {
    run = aRun({ state: 'failed' });
    const { user, router } = await show();
    await user.click(screen.getByRole('button', { name: 'More for small-questions' }));
    await user.click(await screen.findByRole('menuitem', { name: 'Retry as it is' }));
    await user.click(await screen.findByRole('button', { name: 'Launch for at most $0.20' }));
    await waitFor(() => expect(router.state.location.pathname).not.toBe('/train/run/r1'));
    const launches = asked.flatMap(([name, input]) => (name === 'launch' ? [input as { run: string }] : []));
    expect(launches).toHaveLength(1);
    expect(launches.map(({ run }) => `/train/run/${run}`)).toEqual([router.state.location.pathname]);
  });

  it('says that the weights are really there', async () => {
    const { weights } = run;
    run = aRun({
      state: 'completed',
      weights: {
        ...weights,
        state: 'there',
        files: [
          { path: 'a.safetensors', bytes: 200e6 },
          { path: 'b.safetensors', bytes: 70e6 },
        ],
      },
    });
    await show();
    expect(screen.getByText('Verified: 2 files, 270 MB')).toBeTruthy();
  });

  it('looks again for weights that are missing, or salvages what was kept', async () => {
    run = aRun({ state: 'completed', weights: { ...run.weights, state: 'missing' } });
    const { user } = await show();
    expect(screen.getByText('Finished without weights')).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Salvage from the run’s bucket' })).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Look again' }));
    expect(await screen.findByText('Verified: 1 file, 270 MB')).toBeTruthy();
  });

  it('offers to save from the bucket, but not first, where no checkpoint was told of', async () => {
    run = aRun({ state: 'failed', checkpoints: [], weights: { ...run.weights, state: 'missing' } });
    await show();
    expect(screen.getByText(/the bucket \S+ is most likely empty too/)).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Salvage from the run’s bucket' })).toBeTruthy();
  });

  it('leads on to the whole run where it was a smoke run that passed', async () => {
    run = aRun({ state: 'completed', kind: 'smoke', weights: { ...run.weights, state: 'none' } });
    await show();
    const link = screen.getByRole('link', { name: 'On to the whole run' });
    expect(link.getAttribute('href')).toBe(`#/train/new?from=${run.id}`);
  });

  it('is forgotten after saying what stays', async () => {
    run = aRun({ state: 'completed' });
    const { user, router } = await show();
    await user.click(screen.getByRole('button', { name: 'More for small-questions' }));
    await user.click(await screen.findByRole('menuitem', { name: 'Forget this run' }));
    await user.click(await screen.findByRole('button', { name: 'Forget it' }));
    await waitFor(() => expect(router.state.location.pathname).toBe('/train'));
  });
});

describe('a run that is not there for certain', () => {
  it('is tried again under the same id after a refusal', async () => {
    run = aRun({
      state: 'refused',
      job: null,
      progress: null,
      phases: phasesAt('queued', 'waiting'),
      problem: {
        code: 'PAYMENT_REQUIRED',
        message: 'x',
        data: { payer: 'you', billingUrl: 'https://hub.example/billing' },
      },
    });
    const { user } = await show();
    expect(screen.getByText('You have no credits left')).toBeTruthy();
    expect(screen.getByText(/nothing was spent/)).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    await waitFor(() =>
      expect(asked).toContainEqual(['launch', expect.objectContaining({ run: 'r1', kind: 'train' })]),
    );
  });

  it('says that an open launch never becomes two', async () => {
    run = aRun({ state: 'launching', job: null, progress: null });
    await show();
    expect(screen.getByText(/never becomes two runs/)).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Cancel' })).toBeNull();
  });

  it('shows a stage that is newer than the app, and a run without settings', async () => {
    run = aRun({ state: 'unknown', stage: 'MIGRATING', config: null, model: null, dataset: null });
    const { user } = await show();
    expect(screen.getByText('The Hub says “MIGRATING”')).toBeTruthy();
    await user.click(screen.getByRole('tab', { name: 'Settings' }));
    expect(await screen.findByText('Its settings are not known')).toBeTruthy();
  });

  it('says that a run is not in the history', async () => {
    attach(stubLink({ 'runs.get': () => Promise.reject(refusal('NOT_FOUND', { what: 'the run' })) }));
    await show();
    expect(screen.getByText('This run is not in the history')).toBeTruthy();
  });
});

describe('the log', () => {
  // happy-dom lays nothing out: the list is told how tall it is.
  function layOut() {
    const list = screen.getByRole('region', { name: 'Log' });
    Object.defineProperty(list, 'clientHeight', { value: 216, configurable: true });
    act(() => ResizeObserverDouble.all.forEach((observer) => observer.measure()));
    return list;
  }
  class ResizeObserverDouble {
    static all: ResizeObserverDouble[] = [];
    readonly measure: () => void;
    constructor(run: () => void) {
      this.measure = run;
      ResizeObserverDouble.all.push(this);
    }
    observe() {}
    unobserve() {}
    disconnect() {
      ResizeObserverDouble.all = ResizeObserverDouble.all.filter((each) => each !== this);
    }
  }
  const real = globalThis.ResizeObserver;
  beforeEach(() => {
    ResizeObserverDouble.all = [];
    globalThis.ResizeObserver = ResizeObserverDouble as never;
  });
  afterEach(() => {
    globalThis.ResizeObserver = real;
  });

  it('follows its end, holds when somebody scrolls up, and says what came meanwhile', async () => {
    const { user } = await show('?tab=log');
    log.say(news(1_000));
    await screen.findByText('1,000 lines');
    const list = layOut();
    expect(await within(list).findByText('line 999')).toBeTruthy();
    log.say(news(1_040));
    expect(await within(list).findByText('line 1039')).toBeTruthy();
    fireEvent.wheel(list, { deltaY: -40 });
    log.say(news(1_100));
    expect(await screen.findByRole('button', { name: 'Follow: 60 new lines' })).toBeTruthy();
    expect(within(list).queryByText('line 1099')).toBeNull();
    expect(within(list).getByText('line 1039')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Follow: 60 new lines' }));
    expect(await within(list).findByText('line 1099')).toBeTruthy();
  });

  it('finds words, counts the places and goes from one to the next', async () => {
    const { user } = await show('?tab=log');
    log.say(news(5_000));
    await screen.findByText('5,000 lines');
    const list = layOut();
    await user.keyboard('/');
    const field = screen.getByRole('searchbox', { name: 'Search the log' });
    expect(document.activeElement).toBe(field);
    await user.type(field, 'line 1');
    expect(await screen.findByText('2 lines')).toBeTruthy();
    await user.keyboard('{Enter}');
    expect(await screen.findByText(/of 2$/)).toBeTruthy();
    await user.keyboard('{Enter}');
    expect(await within(list).findByText(/^200$|^1201$|^4$/)).toBeTruthy();
    await waitFor(() => expect(list.querySelectorAll('mark').length).toBeGreaterThan(0));
  });

  it('shows where lines are missing, and one line in full', async () => {
    const { user } = await show('?tab=log');
    const tail = lines(0, 5);
    tail[2] = { ...tail[2]!, missingBefore: 1_240 };
    tail[3] = { ...tail[3]!, text: `\u001b[31m${'x'.repeat(1_500)}\u001b[0m<script>` };
    log.say(news(5, { tail: { index: 0, lines: tail }, gaps: 1, over: true }));
    await screen.findByText('The log is complete');
    layOut();
    expect(screen.getByText('1,240 lines are missing here')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Open line 4' }));
    const panel = await screen.findByRole('region', { name: 'Line 4' });
    expect(panel.textContent).toContain('x'.repeat(1_500));
    expect(panel.textContent).toContain('<script>');
    expect(panel.querySelector('script')).toBeNull();
  });

  it('is saved into a folder that is chosen', async () => {
    run = aRun({ log: { lines: 5, gaps: 0 } });
    const { user } = await show('?tab=log');
    await user.click(screen.getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(asked).toContainEqual(['saveLog', { run: 'r1', folder: '/home/sandy' }]));
  });
});
