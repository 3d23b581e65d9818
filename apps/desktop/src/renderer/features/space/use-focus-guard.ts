// Keeps an app in a frame from taking the focus while somebody types elsewhere.
// The focus may go in by a press there or by Tab; taken in another way, it comes
// back to where it was.
import { type RefObject, useEffect } from 'react';

/** A press of Tab counts for so long. */
const tabMs = 500;

export function useFocusGuard(frame: RefObject<HTMLIFrameElement | null>): void {
  useEffect(() => {
    let last: HTMLElement | null = null;
    let tabAt = Number.NEGATIVE_INFINITY;
    const focused = ({ target }: FocusEvent) => {
      if (target instanceof HTMLElement && target !== frame.current) last = target;
    };
    const pressed = (event: KeyboardEvent) => {
      if (event.key === 'Tab' || event.key === 'F6') tabAt = performance.now();
    };
    const left = () => {
      const element = frame.current;
      if (!element || document.activeElement !== element) return;
      if (element.matches(':hover') || performance.now() - tabAt < tabMs) return;
      element.blur();
      if (last?.isConnected) last.focus({ preventScroll: true });
      else window.focus();
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
