import { useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';
import { liveDeployments } from '../api/deployment-feed.ts';
import { deploymentTitle } from '../api/deployment-words.ts';
import { liveRuns } from '../features/runs/run-feed.ts';
import { titleOf } from '../features/runs/run-title.ts';

/** Titles the window after what goes on and the page, and moves the focus to its heading when another page was gone to. */
export function usePageChange(): void {
  const router = useRouter();
  useEffect(() => {
    const title = () => {
      const page = router.state.matches.findLast((match) => match.staticData.title)?.staticData.title;
      const name = page ? `${page} · Hubdesk` : 'Hubdesk';
      const goingOn = titleOf(liveRuns.getState()) ?? deploymentTitle(liveDeployments.getState());
      document.title = goingOn === null ? name : `${goingOn} — ${name}`;
    };
    title();
    const unlisten = [liveRuns.subscribe(title), liveDeployments.subscribe(title)];
    const leave = router.subscribe('onRendered', ({ fromLocation, toLocation }) => {
      title();
      if (!fromLocation || fromLocation.pathname === toLocation.pathname) return;
      document.querySelector<HTMLElement>('[data-page-heading]')?.focus({ preventScroll: true });
    });
    return () => {
      for (const stop of unlisten) stop();
      leave();
    };
  }, [router]);
}
