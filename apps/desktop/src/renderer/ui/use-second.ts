import { useEffect, useState } from 'react';

/** Epoch milliseconds, new each second while `going`; what shows it is drawn again then. */
export function useSecond(going: boolean): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!going) return;
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, [going]);
  return now;
}
