import { type RefObject, useEffect } from 'react';
import { isMac } from '../../ui/kbd.tsx';

/** ⌘F, Ctrl+F or `/` go to the search field and mark its words. */
export function useSearchKeys(field: RefObject<HTMLInputElement | null>): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.altKey || event.shiftKey) return;
      const finds = (isMac ? event.metaKey : event.ctrlKey) && event.key.toLowerCase() === 'f';
      const slash = event.key === '/' && !event.metaKey && !event.ctrlKey && !isTyping(event.target);
      // What floats in front of the page keeps its keys.
      if ((!finds && !slash) || document.querySelector('[role="dialog"][data-open]')) return;
      event.preventDefault();
      field.current?.focus();
      field.current?.select();
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [field]);
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}
