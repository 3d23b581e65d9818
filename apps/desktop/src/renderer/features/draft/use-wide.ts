import { useSyncExternalStore } from 'react';

// The `wide` breakpoint of ui/tokens.css.
const query = '(min-width: 1200px)';

/** Whether the rows have room beside the other parts. */
export function useWide(): boolean {
  return useSyncExternalStore(subscribe, () => window.matchMedia(query).matches);
}

function subscribe(onChange: () => void): () => void {
  const media = window.matchMedia(query);
  media.addEventListener('change', onChange);
  return () => media.removeEventListener('change', onChange);
}
