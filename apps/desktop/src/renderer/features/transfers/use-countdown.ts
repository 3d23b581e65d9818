import { useEffect, useState } from 'react';

/** What is left of a wait that was told once, second by second; null for none. Key what uses it by the wait. */
export function useCountdown(waitMs: number | null): number | null {
  const [left, setLeft] = useState(waitMs);
  useEffect(() => {
    if (waitMs === null) return;
    const endMs = performance.now() + waitMs;
    const timer = setInterval(() => setLeft(Math.max(0, endMs - performance.now())), 1_000);
    return () => clearInterval(timer);
  }, [waitMs]);
  return waitMs === null ? null : (left ?? waitMs);
}
