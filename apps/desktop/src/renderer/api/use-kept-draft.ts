// Keeps what is being worked on, so that leaving the page or closing the window
// loses nothing. Secrets are not part of it.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { orpc } from './client.ts';

const restsAfterMs = 800;

/**
 * `touched`: the person has changed something; until then there is nothing to keep.
 * `keep` is one and the same function at every call; given null it forgets.
 */
export function useKeptDraft<C extends object>(
  config: C,
  touched: boolean,
  keep: (config: C | null) => Promise<unknown>,
) {
  const text = JSON.stringify(config);
  const queryClient = useQueryClient();
  const kept = useRef<string | null>(null);
  const latest = useRef<string | null>(null);
  const { mutate, error } = useMutation({ mutationFn: keep });
  useEffect(() => {
    latest.current = touched ? text : null;
    if (!touched || text === kept.current) return;
    const timer = setTimeout(() => {
      kept.current = text;
      mutate(JSON.parse(text));
    }, restsAfterMs);
    return () => clearTimeout(timer);
  }, [mutate, text, touched]);
  useEffect(() => {
    const workspace = () => queryClient.getQueryData(orpc.app.state.queryKey())?.workspace;
    const begunIn = workspace();
    // What has not come to rest yet when the page goes away.
    const flush = () => {
      const last = latest.current;
      // After a change of workspace it would be kept in the wrong one.
      if (last === null || last === kept.current || workspace() !== begunIn) return;
      kept.current = last;
      void keep(JSON.parse(last)).catch(() => {
        // The window is closing or the page is gone: nobody is there to be told.
      });
    };
    window.addEventListener('pagehide', flush);
    return () => {
      window.removeEventListener('pagehide', flush);
      flush();
    };
  }, [keep, queryClient]);
  return {
    error,
    /** It was sent off: there it is remembered. */
    forget() {
      kept.current = latest.current;
      mutate(null);
    },
  };
}
