import { useEffect, useState } from 'react';

const calmMs = 700;

/** The words once they have stayed the same for a moment: a screen reader should not hear every keystroke's count. */
export function useAnnounced(words: string): string {
  const [said, setSaid] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setSaid(words), calmMs);
    return () => clearTimeout(timer);
  }, [words]);
  return said;
}
