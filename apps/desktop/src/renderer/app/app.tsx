// Puts the screens together: cache, router, and the ear for what goes stale.
import { CSPProvider } from '@base-ui/react/csp-provider';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { followChanges } from '../api/changes.ts';
import { createQueryClient } from '../api/query-client.ts';
import { createAppRouter } from './router.tsx';

/** Draws the app into `element` for as long as the page lives. */
export function mount(element: HTMLElement): void {
  const queryClient = createQueryClient();
  const router = createAppRouter(queryClient);
  void followChanges(queryClient, new AbortController().signal);
  createRoot(element).render(
    <StrictMode>
      <CSPProvider disableStyleElements>
        <QueryClientProvider client={queryClient}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </CSPProvider>
    </StrictMode>,
  );
}
