// Light, dark, or as the system has it. Kept on disk by the host; the copy in
// this browser's storage is only there to be right at the first paint.
import { create } from 'zustand';

export type Theme = 'system' | 'light' | 'dark';
const storageKey = 'hubdesk.theme';

export const useTheme = create<{ theme: Theme }>(() => ({ theme: remembered() }));

/** Puts the theme on the page and remembers it for the next first paint. */
export function showTheme(theme: Theme): void {
  useTheme.setState({ theme });
  const root = document.documentElement;
  if (theme === 'system') delete root.dataset.theme;
  else root.dataset.theme = theme;
  try {
    localStorage.setItem(storageKey, theme);
  } catch {
    // Storage is shut; the host still knows.
  }
}

function remembered(): Theme {
  const { theme } = document.documentElement.dataset;
  return theme === 'light' || theme === 'dark' ? theme : 'system';
}
