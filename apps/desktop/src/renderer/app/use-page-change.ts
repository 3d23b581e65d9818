import { useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';

/** Titles the window after the page, and moves the focus to its heading when another page was gone to. */
export function usePageChange(): void {
  const router = useRouter();
  useEffect(() => {
    const title = () => {
      const page = router.state.matches.findLast((match) => match.staticData.title)?.staticData.title;
      document.title = page ? `${page} · Hubdesk` : 'Hubdesk';
    };
    title();
    return router.subscribe('onRendered', ({ fromLocation, toLocation }) => {
      title();
      if (!fromLocation || fromLocation.pathname === toLocation.pathname) return;
      document.querySelector<HTMLElement>('[data-page-heading]')?.focus({ preventScroll: true });
    });
  }, [router]);
}
