import { useEffect, useState } from 'react';

/** Milliseconds since `fromMs` (epoch), told again each `stepMs`. */
export function useElapsed(fromMs: number, stepMs: number): number {
  const [nowMs, setNowMs] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), stepMs);
    return () => clearInterval(timer);
  }, [stepMs]);
  return Math.max(0, nowMs - fromMs);
}
