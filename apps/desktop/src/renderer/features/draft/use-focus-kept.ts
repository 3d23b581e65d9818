// Keeps the keyboard and screen readers on the page when what they stand on goes
// with the part before. Never takes the focus from anything that stays.
import { useEffect, useRef } from 'react';

/** To the page's heading when the page comes, and to the name of the part when a button led to it. */
export function useFocusKept(part: string): void {
  const shown = useRef<string | null>(null);
  useEffect(() => {
    const before = shown.current;
    shown.current = part;
    const focused = document.activeElement;
    const goes = !focused || focused === document.body || (before !== null && focused.closest('[role="tabpanel"]'));
    if (before === part || !goes) return;
    const wanted = before === null ? '[data-page-heading]' : '[role="tab"][aria-selected="true"]';
    document.querySelector<HTMLElement>(wanted)?.focus({ preventScroll: true });
  }, [part]);
}
