import { useEffect, useRef, useState } from 'react';
import { formatPlural } from '../format-count.ts';

const pauseMs = 10_000;

/** Tells screen readers that the log grows, now and then and in one number; its lines are read in the list. */
export function LogNewsRegion({ total, isLive }: { total: number; isLive: boolean }) {
  const [said, setSaid] = useState('');
  const latest = useRef(total);
  const told = useRef<number | null>(null);
  useEffect(() => {
    latest.current = total;
  });
  useEffect(() => {
    if (!isLive) return;
    const timer = setInterval(() => {
      const before = told.current ?? latest.current;
      if (latest.current > before) setSaid(`${formatPlural(latest.current - before, 'new line')} in the log`);
      told.current = latest.current;
    }, pauseMs);
    return () => clearInterval(timer);
  }, [isLive]);
  return (
    <p role="log" aria-label="News of the log" className="sr-only">
      {said}
    </p>
  );
}
