import { useEffect, useState } from 'react';

const calmMs = 500;

/** The value once it has stayed the same for a moment: nobody needs to hear, or draw, every keystroke's count. */
export function useCalm<T>(value: T): T {
  const [calm, setCalm] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setCalm(value), calmMs);
    return () => clearTimeout(timer);
  }, [value]);
  return calm;
}
