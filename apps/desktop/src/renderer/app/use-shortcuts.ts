import { useEffect, useEffectEvent } from 'react';
import { isMac } from '../ui/kbd.tsx';
import type { Action } from './actions.ts';

/** Performs an action when its keys are pressed; `mod+k` opens the palette. */
export function useShortcuts(actions: readonly Action[], openPalette: () => void): void {
  const press = useEffectEvent((event: KeyboardEvent) => {
    const mod = isMac ? event.metaKey : event.ctrlKey;
    if (!mod || event.altKey || event.shiftKey || event.defaultPrevented) return;
    const keys = `mod+${event.key.toLowerCase()}`;
    const action = actions.find(({ shortcut }) => shortcut === keys);
    if (keys !== 'mod+k' && !action) return;
    event.preventDefault();
    if (action) action.perform();
    else openPalette();
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => press(event);
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);
}
