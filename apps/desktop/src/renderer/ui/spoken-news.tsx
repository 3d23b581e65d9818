import { useEffect, useRef, useState } from 'react';

/** Tells screen readers the news when it is another one; what it is at first stands on the page already. */
export function SpokenNews({ news }: { news: string }) {
  const [said, setSaid] = useState('');
  const before = useRef(news);
  useEffect(() => {
    if (before.current === news) return;
    before.current = news;
    setSaid(news);
  }, [news]);
  return (
    <p role="status" className="sr-only">
      {said}
    </p>
  );
}
