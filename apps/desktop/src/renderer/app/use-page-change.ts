import { useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';
import { goingOn } from '../ui/going-on.ts';
import { focusHeading } from './focus-heading.ts';

/** Titles the window after what goes on and the page, and moves the focus to its heading when another page was gone to. */
export function usePageChange(): void {
  const router = useRouter();
  useEffect(() => {
    const title = () => {
      const page = router.state.matches.findLast((match) => match.staticData.title)?.staticData.title;
      const name = page ? `${page} · Hubdesk` : 'Hubdesk';
      const { runs, deployments } = goingOn.getState();
      const words = runs ?? deployments;
      document.title = words === null ? name : `${words} — ${name}`;
    };
    title();
    const unlisten = goingOn.subscribe(title);
    let settle = () => {};
    const leave = router.subscribe('onRendered', ({ fromLocation, toLocation }) => {
      title();
      if (!fromLocation || fromLocation.pathname === toLocation.pathname) return;
      settle();
      settle = focusHeading();
    });
    return () => {
      unlisten();
      leave();
      settle();
    };
  }, [router]);
}
