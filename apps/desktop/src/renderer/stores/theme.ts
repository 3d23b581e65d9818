// Light, dark, or as the system has it. The host keeps it on disk and writes it
// into the page before the first paint; this is the copy the screens look at.
import { create } from 'zustand';

export type Theme = 'system' | 'light' | 'dark';

export const useTheme = create<{ theme: Theme }>(() => ({ theme: given() }));

/** Puts the theme on the page. */
export function showTheme(theme: Theme): void {
  useTheme.setState({ theme });
  document.documentElement.dataset.theme = theme;
}

function given(): Theme {
  const { theme } = document.documentElement.dataset;
  return theme === 'light' || theme === 'dark' ? theme : 'system';
}
