// Words in a search field on their way into the address, while a person goes on.
import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  Link,
  Outlet,
  RouterProvider,
  useSearch,
} from '@tanstack/react-router';
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { useSearchText } from './use-search-text.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

/** A page with a search field, and another that takes as long to open as the test says. */
async function open() {
  const arrival = Promise.withResolvers<void>();
  const root = createRootRoute({ component: Outlet });
  const list = createRoute({
    getParentRoute: () => root,
    path: '/',
    validateSearch: (raw: Record<string, unknown>) => ({ ...(typeof raw['q'] === 'string' && { q: raw['q'] }) }),
    component: function List() {
      const { q = '' } = useSearch({ strict: false });
      const navigate = list.useNavigate();
      const [text, setText] = useSearchText(q, (words) => void navigate({ search: { q: words }, replace: true }));
      return (
        <>
          <input value={text} onChange={(event) => setText(event.target.value)} />
          <Link to="/chat">One</Link>
        </>
      );
    },
  });
  const one = createRoute({
    getParentRoute: () => root,
    path: '/chat',
    loader: () => arrival.promise,
    component: () => <h1>One</h1>,
  });
  const router = createRouter({ routeTree: root.addChildren([list, one]), history: createMemoryHistory() });
  render(<RouterProvider router={router} />);
  await act(() => vi.advanceTimersByTimeAsync(0));
  return { router, arrive: () => act(async () => (arrival.resolve(), await vi.advanceTimersByTimeAsync(0))) };
}

it('follows into the address when the typing pauses', async () => {
  const { router } = await open();
  fireEvent.change(screen.getByRole('textbox'), { target: { value: 'tide' } });
  await act(() => vi.advanceTimersByTimeAsync(300));
  expect(router.state.location.search).toEqual({ q: 'tide' });
});

it('does not call back a person who has followed a link meanwhile', async () => {
  const { router, arrive } = await open();
  fireEvent.change(screen.getByRole('textbox'), { target: { value: 'tide' } });
  fireEvent.click(screen.getByRole('link'));
  await act(() => vi.advanceTimersByTimeAsync(1_000));
  await arrive();
  expect(router.state.location.pathname).toBe('/chat');
  expect(screen.getByRole('heading', { name: 'One' })).toBeDefined();
});
