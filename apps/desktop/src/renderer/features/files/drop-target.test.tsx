// A drop on the page against a host of the test's own.
import { QueryClientProvider } from '@tanstack/react-query';
import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  Outlet,
  RouterProvider,
} from '@tanstack/react-router';
import { act, cleanup, render, screen, waitFor } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { attach } from '../../api/client.ts';
import { setConnection } from '../../api/connection.ts';
import { createQueryClient } from '../../api/query-client.ts';
import { refusal, stubLink } from '../../api/stub-link.fixture.ts';
import { drops } from './drop-store.ts';
import { DropTarget } from './drop-target.tsx';

// A busy machine draws late, and how late is not measured here.
let asked: string[];
/** Lets the host take the next slice. */
let take: (() => void)[];
let full: boolean;
let open: string[];

beforeEach(() => {
  asked = [];
  take = [];
  full = false;
  open = [];
  drops.setState([], true);
  setConnection({ phase: 'open' });
  attach(
    stubLink({
      'files.receive': async (input) => {
        const { path, offset } = input as { path: string; offset: number };
        asked.push(`receive ${path} ${offset}`);
        if (full) throw refusal('STORAGE_FAILED', { path, reason: 'The disk is full.' });
        await new Promise<void>((resolve) => take.push(resolve));
      },
      'files.forgetDrop': () => void asked.push('forget'),
      'drafts.list': () => open.map((id) => ({ id })),
      'drafts.open': () => {
        asked.push('open');
        open = ['d1'];
        return { id: 'd1' };
      },
      'drafts.close': () => {
        open = [];
        asked.push('close');
      },
    }),
  );
});

afterEach(cleanup);

function show() {
  const queryClient = createQueryClient();
  const root = createRootRoute({
    component: () => (
      <DropTarget>
        <Outlet />
      </DropTarget>
    ),
  });
  const at = (path: string, text: string) =>
    createRoute({ getParentRoute: () => root, path, component: () => <p>{text}</p> });
  const router = createRouter({
    routeTree: root.addChildren([at('/datasets', 'home'), at('/datasets/draft/$draft', 'the draft’s page')]),
    history: createMemoryHistory({ initialEntries: ['/datasets'] }),
  });
  render(
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router as never} />
    </QueryClientProvider>,
  );
  return { person: userEvent.setup(), queryClient };
}

async function drop(file: File) {
  await screen.findByText('home');
  const items = [{ kind: 'file', webkitGetAsEntry: () => null, getAsFile: () => file }];
  const event = new Event('drop', { cancelable: true });
  Object.assign(event, { dataTransfer: { types: ['Files'], items } });
  act(() => void window.dispatchEvent(event));
  expect(event.defaultPrevented).toBe(true);
}

async function taken(count: number) {
  await waitFor(() => expect(take).toHaveLength(count));
  act(() => take[count - 1]?.());
}

const long = () => new File(['x'.repeat(5_000_000)], 'train.jsonl');

it('goes to the draft as soon as the first bytes are there, and takes in the rest meanwhile', async () => {
  show();
  await drop(long());
  await taken(1);
  expect(await screen.findByText('the draft’s page')).toBeTruthy();
  expect(asked.slice(0, 2)).toEqual(['receive train.jsonl 0', 'open']);
  expect(screen.getByRole('progressbar', { name: 'Taking in train.jsonl' })).toBeTruthy();
  await taken(2);
  await taken(3);
  await waitFor(() => expect(screen.queryByRole('progressbar')).toBeNull());
  expect(asked.filter((each) => each.startsWith('receive'))).toHaveLength(3);
});

it('stops when it is told to, takes back what arrived, and leaves the draft’s page', async () => {
  const { person } = show();
  await drop(long());
  await taken(1);
  await screen.findByText('the draft’s page');
  await person.click(screen.getByRole('button', { name: 'Stop' }));
  expect(await screen.findByText('home')).toBeTruthy();
  await waitFor(() => expect(asked.slice(-2)).toEqual(['close', 'forget']));
  expect(screen.queryByRole('progressbar')).toBeNull();
});

it('stops when its draft is closed', async () => {
  const { queryClient } = show();
  await drop(long());
  await taken(1);
  await screen.findByText('the draft’s page');
  await waitFor(() =>
    expect(queryClient.getQueryData([['drafts', 'list'], { type: 'query' }])).toEqual([{ id: 'd1' }]),
  );
  open = [];
  await act(() => queryClient.invalidateQueries());
  await waitFor(() => expect(asked).toContain('forget'));
});

it('says why one could not be taken in, and takes it in again', async () => {
  full = true;
  const { person } = show();
  await drop(long());
  expect((await screen.findByRole('alert')).textContent).toContain('The disk is full.');
  full = false;
  await person.click(screen.getByRole('button', { name: 'Take it in again' }));
  await taken(1);
  expect(await screen.findByText('the draft’s page')).toBeTruthy();
});
