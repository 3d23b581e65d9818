// Keeps the end of a growing text in sight, and lets go the moment its reader
// goes back up; coming back to the end takes hold again.
import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';

/** How near the end counts as the end, in pixels. */
const nearPx = 48;

export interface Follow {
  scroller: RefObject<HTMLDivElement | null>;
  content: RefObject<HTMLDivElement | null>;
  /** The reader is at the end, or is kept there. */
  atEnd: boolean;
  jumpToEnd: () => void;
}

export function useFollow(): Follow {
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const follows = useRef(true);
  const [atEnd, setAtEnd] = useState(true);

  useEffect(() => {
    const box = scroller.current;
    const inside = content.current;
    if (!box || !inside) return;
    let lastTop = box.scrollTop;
    const toEndPx = () => box.scrollHeight - box.clientHeight - box.scrollTop;
    const hold = (next: boolean) => {
      follows.current = next;
      setAtEnd(next);
    };
    const onScroll = () => {
      const wentUp = box.scrollTop < lastTop - 1;
      lastTop = box.scrollTop;
      if (!wentUp && toEndPx() <= nearPx) hold(true);
      else if (wentUp && toEndPx() > 1) hold(false);
    };
    const onWheel = (event: WheelEvent) => {
      if (event.deltaY < 0 && box.scrollHeight > box.clientHeight) hold(false);
    };
    const grown = new ResizeObserver(() => {
      if (follows.current) box.scrollTop = box.scrollHeight;
      else setAtEnd(toEndPx() <= nearPx);
      lastTop = box.scrollTop;
    });
    grown.observe(inside);
    grown.observe(box);
    box.addEventListener('scroll', onScroll, { passive: true });
    box.addEventListener('wheel', onWheel, { passive: true });
    return () => {
      grown.disconnect();
      box.removeEventListener('scroll', onScroll);
      box.removeEventListener('wheel', onWheel);
    };
  }, []);

  const jumpToEnd = useCallback(() => {
    follows.current = true;
    setAtEnd(true);
    const box = scroller.current;
    if (box) box.scrollTop = box.scrollHeight;
  }, []);

  return { scroller, content, atEnd, jumpToEnd };
}
