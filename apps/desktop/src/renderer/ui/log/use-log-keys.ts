// Keys of a page that shows a log: `/` or Find goes into its search, End to its newest line.
import { type RefObject, useEffect, useEffectEvent } from 'react';

export function useLogKeys(field: RefObject<HTMLInputElement | null>, onEnd: () => void): void {
  const press = useEffectEvent((event: KeyboardEvent) => {
    const { target } = event;
    const isTyping = target instanceof HTMLElement && target.closest('input, textarea, [role=dialog]') !== null;
    const isFind = event.key === 'f' && (event.metaKey || event.ctrlKey) && !event.altKey && !event.shiftKey;
    const isSlash = event.key === '/' && !isTyping && !event.metaKey && !event.ctrlKey && !event.altKey;
    const isEnd = event.key === 'End' && !isTyping;
    if (isFind || isSlash) {
      event.preventDefault();
      field.current?.focus();
      field.current?.select();
    } else if (isEnd && !event.defaultPrevented) onEnd();
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => press(event);
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);
}
