// Keeps an app in a frame from taking the focus while somebody types elsewhere.
// The focus may go in by a press there or by Tab; taken in another way, it comes
// back to where it was.
import { type RefObject, useEffect } from 'react';

/** A press of Tab counts for so long. */
const tabMs = 500;

export function useFocusGuard(frame: RefObject<HTMLIFrameElement | null>): void {
  useEffect(() => {
    // A finger hovers over nothing: there would be no telling its press from a theft.
    if (window.matchMedia('(hover: none)').matches) return;
    let last: HTMLElement | null = null;
    let tabAt = Number.NEGATIVE_INFINITY;
    const focused = ({ target }: FocusEvent) => {
      if (target instanceof HTMLElement && target !== frame.current) last = target;
    };
    const pressed = (event: KeyboardEvent) => {
      if (event.key === 'Tab' || event.key === 'F6') tabAt = performance.now();
    };
    const isTaken = () => document.activeElement === frame.current && !frame.current?.matches(':hover');
    const giveBack = () => {
      if (!isTaken()) return;
      frame.current?.blur();
      if (last?.isConnected) last.focus({ preventScroll: true });
      else window.focus();
    };
    const left = () => {
      if (performance.now() - tabAt < tabMs || !isTaken()) return;
      // Where the pointer is, is known a frame later than what was pressed.
      requestAnimationFrame(() => requestAnimationFrame(giveBack));
    };
    document.addEventListener('focusin', focused);
    document.addEventListener('keydown', pressed, true);
    window.addEventListener('blur', left);
    return () => {
      document.removeEventListener('focusin', focused);
      document.removeEventListener('keydown', pressed, true);
      window.removeEventListener('blur', left);
    };
  }, [frame]);
}
