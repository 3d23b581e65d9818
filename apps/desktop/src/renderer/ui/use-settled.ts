import { useEffect, useState } from 'react';

/** The value once it has not changed for `pauseMs`: what is typed or dragged is asked about when it rests. */
export function useSettled<T extends string | number>(value: T, pauseMs = 300): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    if (settled === value) return;
    const timer = setTimeout(() => setSettled(value), pauseMs);
    return () => clearTimeout(timer);
  }, [settled, value, pauseMs]);
  return settled;
}
