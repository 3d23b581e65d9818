// Keeps what is being worked on, so that leaving the page or closing the window
// loses nothing. Secrets are not part of it.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { RunConfig } from '@hubdesk/shared/train/run-config';
import { client, orpc } from '../../api/client.ts';
import { useSettled } from '../../ui/use-settled.ts';

const restsAfterMs = 800;

/** `touched`: the person has changed something; until then there is nothing to keep. */
export function useKeptDraft(config: RunConfig, touched: boolean) {
  const text = JSON.stringify(config);
  const settled = useSettled(text, restsAfterMs);
  const queryClient = useQueryClient();
  const kept = useRef<string | null>(null);
  const latest = useRef<string | null>(null);
  const { mutate, error } = useMutation({
    mutationFn: (next: RunConfig | null) => client.recipes.keepDraft({ config: next }),
  });
  useEffect(() => {
    latest.current = touched ? text : null;
  });
  useEffect(() => {
    if (!touched || settled === kept.current) return;
    kept.current = settled;
    mutate(JSON.parse(settled));
  }, [mutate, settled, touched]);
  useEffect(() => {
    const workspace = () => queryClient.getQueryData(orpc.app.state.queryKey())?.workspace;
    const begunIn = workspace();
    // What has not come to rest yet when the page goes away.
    const flush = () => {
      const last = latest.current;
      // After a change of workspace it would be kept in the wrong one.
      if (last === null || last === kept.current || workspace() !== begunIn) return;
      kept.current = last;
      void client.recipes.keepDraft({ config: JSON.parse(last) }).catch(() => {
        // The window is closing or the page is gone: nobody is there to be told.
      });
    };
    window.addEventListener('pagehide', flush);
    return () => {
      window.removeEventListener('pagehide', flush);
      flush();
    };
  }, [queryClient]);
  return {
    error,
    /** The run was launched: it remembers its own configuration. */
    forget() {
      kept.current = latest.current;
      mutate(null);
    },
  };
}
