import { useEffect, useEffectEvent } from 'react';
import { isTypingKey } from './composer-key.ts';

const floats = '[role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"]';
const takesKeys = `input, textarea, select, button, a, summary, [contenteditable], [role="slider"], ${floats}`;

export interface PageKeys {
  /** Escape, when nothing that floats takes it; `target` has the focus. */
  onEscape: (target: Element) => void;
  /** A letter typed nowhere in particular, before it is written: it goes where the focus is moved. */
  onTyping: () => void;
}

export function usePageKeys({ onEscape, onTyping }: PageKeys): void {
  const press = useEffectEvent((event: KeyboardEvent) => {
    const { target } = event;
    if (event.defaultPrevented || event.isComposing || !(target instanceof Element)) return;
    if (event.key === 'Escape' && !target.closest(floats)) onEscape(target);
    else if (isTypingKey(event) && !target.closest(takesKeys)) onTyping();
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => press(event);
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);
}
