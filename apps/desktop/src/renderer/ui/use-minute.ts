import { useSyncExternalStore } from 'react';

const minuteMs = 60_000;

/** The present minute in epoch milliseconds; what shows it is drawn again when the next one begins. */
export function useMinute(): number {
  return useSyncExternalStore(subscribe, present);
}

function subscribe(onChange: () => void): () => void {
  const timer = setInterval(onChange, minuteMs / 4);
  return () => clearInterval(timer);
}

function present(): number {
  return Math.floor(Date.now() / minuteMs) * minuteMs;
}
