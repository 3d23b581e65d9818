// The tray and the page against a host of the test's own.
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
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Transfer } from '@hubdesk/shared/datasets/transfer';
import { attach } from '../../api/client.ts';
import { setConnection } from '../../api/connection.ts';
import { createQueryClient } from '../../api/query-client.ts';
import { stubLink } from '../../api/stub-link.fixture.ts';
import { ToastRegion } from '../../ui/toast.tsx';
import { aTransfer } from './a-transfer.fixture.ts';
import { liveTransfers } from './transfer-feed.ts';
import { TransferTray } from './transfer-tray.tsx';
import { TransfersPage } from './transfers-page.tsx';

/** What `transfers.follow` says, word by word. */
class Follow {
  readonly #waiting: (readonly Transfer[] | 'cut')[] = [];
  #wake = () => {};
  opened = 0;
  say(...words: (readonly Transfer[] | 'cut')[]) {
    this.#waiting.push(...words);
    this.#wake();
  }
  async *items(signal: AbortSignal | undefined) {
    this.opened += 1;
    for (;;) {
      const word = this.#waiting.shift();
      if (word === 'cut') throw new Error('the wire was cut');
      if (word) yield { transfers: word };
      else
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
          signal?.addEventListener('abort', () => resolve());
        });
      if (signal?.aborted) return;
    }
  }
}

let follow: Follow;
let asked: [string, unknown][];
let listed: Transfer[];
let ended: Transfer;

beforeEach(() => {
  follow = new Follow();
  asked = [];
  listed = [];
  ended = aTransfer({ state: 'done', finishedAt: '2025-11-20T12:01:00.000Z' });
  liveTransfers.setState([], true);
  setConnection({ phase: 'open' });
  const note = (name: string) => (input: unknown) => {
    asked.push([name, input]);
    return aTransfer({ state: 'paused' });
  };
  attach(
    stubLink({
      'transfers.list': () => listed,
      'transfers.follow': (_input, signal) => follow.items(signal),
      'transfers.pause': note('pause'),
      'transfers.resume': note('resume'),
      'transfers.cancel': note('cancel'),
      'transfers.forget': (input) => {
        asked.push(['forget', input]);
        listed = [];
      },
    }),
  );
});

// A busy machine draws late, and how late is not measured here.
afterEach(cleanup);

function show() {
  const root = createRootRoute({
    component: () => (
      <>
        <TransferTray className="" activeClassName="" />
        <Outlet />
        <ToastRegion />
      </>
    ),
  });
  const at = (path: string, component: () => React.ReactNode) =>
    createRoute({ getParentRoute: () => root, path, component });
  const router = createRouter({
    routeTree: root.addChildren([
      at('/transfers', TransfersPage),
      at('/datasets/hub/$namespace/$name', () => <p>its page</p>),
    ]),
    history: createMemoryHistory({ initialEntries: ['/transfers'] }),
  });
  render(
    <QueryClientProvider client={createQueryClient()}>
      <RouterProvider router={router as never} />
    </QueryClientProvider>,
  );
  return userEvent.setup();
}

const tray = () => screen.getByRole('link', { name: /Transfers/ });

it('says in the tray how far it is, and follows it on the page', async () => {
  show();
  follow.say([aTransfer()]);
  await waitFor(() => expect(tray().textContent).toContain('25 %'));
  const bar = await screen.findByRole('progressbar', { name: 'Upload of questions' });
  expect(bar.getAttribute('aria-valuenow')).toBe('25');
  expect(screen.getByText('6 s left')).toBeTruthy();
  expect(screen.getByText('Upload').closest('li')?.getAttribute('aria-current')).toBe('step');
});

it('tells a screen reader each quarter, not each word of the host', async () => {
  show();
  const said = () => screen.getAllByRole('status').map((each) => each.textContent);
  follow.say([aTransfer()]);
  await waitFor(() => expect(said()).toContain('1 transfer under way, 25 percent'));
  follow.say([aTransfer({ bytes: { total: 4_000_000, hashed: 4_000_000, sent: 1_900_000, spared: 0 } })]);
  await waitFor(() => expect(tray().textContent).toContain('47 %'));
  expect(said()).toContain('1 transfer under way, 25 percent');
});

it('pauses and resumes with one button, which keeps the focus', async () => {
  const person = show();
  follow.say([aTransfer()]);
  await person.click(await screen.findByRole('button', { name: 'Pause' }));
  expect(asked).toEqual([['pause', { transfer: 't1' }]]);
  follow.say([aTransfer({ state: 'paused' })]);
  const resume = await screen.findByRole('button', { name: 'Resume' });
  expect(document.activeElement).toBe(resume);
  await person.click(resume);
  expect(asked.at(-1)).toEqual(['resume', { transfer: 't1' }]);
});

it('says before a cancel what is kept', async () => {
  const person = show();
  follow.say([aTransfer()]);
  await person.click(await screen.findByRole('button', { name: 'Cancel' }));
  const question = within(await screen.findByRole('dialog'));
  expect(question.getByText(/1 file already committed stays in sandy\/questions/)).toBeTruthy();
  expect(asked).toEqual([]);
  await person.click(question.getByRole('button', { name: 'Cancel the upload' }));
  expect(asked).toEqual([['cancel', { transfer: 't1' }]]);
});

it('says why one stopped, and what a person can do', async () => {
  show();
  follow.say([
    aTransfer({
      state: 'stopped',
      problem: { code: 'TOKEN_REJECTED', message: 'x', data: { provider: 'huggingface', expired: false } },
    }),
  ]);
  const alert = await screen.findByRole('alert');
  expect(within(alert).getByRole('link', { name: 'Replace the token' })).toBeTruthy();
  expect(tray().textContent).toContain('1 stopped');
});

it('says what going on would do where other files are in the way', async () => {
  const user = show();
  const problem = {
    code: 'ALREADY_THERE' as const,
    message: 'sandy/questions has other files in it already.',
    data: { what: 'sandy/questions', url: 'https://hub.example/datasets/sandy/questions' },
  };
  follow.say([aTransfer({ state: 'stopped', problem })]);
  expect(await screen.findByText(/replaces those of the same name/)).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'Upload into it' }));
  expect(asked).toEqual([['resume', { transfer: 't1' }]]);
});

it('counts down a wait that ends by itself', async () => {
  show();
  follow.say([
    aTransfer({
      state: 'waiting',
      waitMs: 34_000,
      problem: { code: 'RATE_LIMITED', message: 'x', data: { retryAfterMs: 34_000 } },
    }),
  ]);
  expect(await screen.findByText(/in 34 s/)).toBeTruthy();
});

it('says that one is done and leads to its dataset, also when it ended while the wire was cut', async () => {
  const person = show();
  follow.say([aTransfer()]);
  await waitFor(() => expect(tray().textContent).toContain('25 %'));
  listed = [{ ...ended, finishedAt: new Date().toISOString() }];
  follow.say('cut');
  await waitFor(() => expect(follow.opened).toBe(2), { timeout: 8_000 });
  follow.say([]);
  await screen.findByText('sandy/questions is on the Hub');
  await person.click(screen.getByRole('button', { name: 'Open' }));
  expect(await screen.findByText('its page')).toBeTruthy();
});

it('says nothing of what ended before the window was open', async () => {
  listed = [ended];
  show();
  expect(await screen.findByText('On the Hub')).toBeTruthy();
  expect(screen.queryByText('sandy/questions is on the Hub')).toBeNull();
});

it('takes one that is over from the list, and leaves the focus on the page', async () => {
  listed = [ended];
  const person = show();
  await person.click(await screen.findByRole('button', { name: 'Take from the list' }));
  expect(asked).toEqual([['forget', { transfer: 't1' }]]);
  await waitFor(() => expect(document.activeElement?.textContent).toBe('Transfers'));
});

it('says what the page is for while nothing moves', async () => {
  show();
  expect(await screen.findByRole('heading', { name: 'Nothing is on its way' })).toBeTruthy();
});
