// The words in the search field. They act at once; the address follows when the
// typing pauses, and going back brings the earlier words.
import { useRouter } from '@tanstack/react-router';
import { useEffect, useState } from 'react';

const pauseMs = 300;

/** `inAddress` are the words the address has now; `write` puts others there. */
export function useSearchText(inAddress: string, write: (text: string) => void): [string, (text: string) => void] {
  const router = useRouter();
  const [text, setText] = useState(inAddress);
  const [seen, setSeen] = useState(inAddress);
  if (seen !== inAddress) {
    // Somebody else changed the address: a link, or the way back.
    setSeen(inAddress);
    setText(inAddress);
  }
  useEffect(() => {
    if (text === seen) return;
    const timer = setTimeout(() => {
      // The person is already on the way to another page, and writing here would call them back.
      const { location, resolvedLocation } = router.state;
      if (resolvedLocation && location.pathname !== resolvedLocation.pathname) return;
      setSeen(text);
      write(text);
    }, pauseMs);
    return () => clearTimeout(timer);
  }, [router, text, seen, write]);
  return [text, setText];
}
