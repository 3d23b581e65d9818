// Lines of a log of any length, of which only those in sight exist. Follows the
// end until somebody scrolls up, and holds what is read wherever it grows.
import {
  type ClipboardEvent,
  type KeyboardEvent,
  type PointerEvent,
  type Ref,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { barOfTop, clampTop, type ScrollMap, scrollMap, topAfterScroll } from '../../ui/scroll-map.ts';
import type { LogBook } from './log-book.ts';
import { LogRow, logRowPx, mostRowCharacters } from './log-row.tsx';

export interface LogViewHandle {
  focus: () => void;
  /** Into the middle, and no more following. */
  showLine: (index: number) => void;
  /** To the end, and with it from now on. */
  follow: () => void;
  /** What is in sight now. */
  visible: () => { first: number; last: number };
}

export interface LogViewProps {
  book: LogBook;
  find: string;
  /** The place of `find` one is at. */
  current: number | null;
  selected: { first: number; last: number } | null;
  /** A press on a line's number; `extend` with Shift. */
  onSelect: (index: number, extend: boolean) => void;
  isFollowing: boolean;
  onFollowing: (isFollowing: boolean) => void;
  ref?: Ref<LogViewHandle>;
}

/** After this pause the bar is put where the rows are. */
const settleMs = 140;
const paddingPx = 8;

export function LogView(props: LogViewProps) {
  const { book, find, current, selected, onSelect, isFollowing, onFollowing, ref } = props;
  const { total } = book.news;
  const scroller = useRef<HTMLDivElement>(null);
  const barPx = useRef(0);
  const settle = useRef<ReturnType<typeof setTimeout>>(undefined);
  const isPressed = useRef(false);
  const [viewPx, setViewPx] = useState(0);
  const [topPx, setTopPx] = useState(0);
  const [widest, setWidest] = useState(0);
  const map = scrollMap(total, logRowPx, Math.max(1, viewPx));
  const endPx = clampTop(map, Number.POSITIVE_INFINITY);
  const top = isFollowing ? endPx : clampTop(map, topPx);
  const first = Math.floor(top / logRowPx);
  const last = Math.min(total, Math.ceil((top + viewPx) / logRowPx)) - 1;
  const slots = Math.ceil(viewPx / logRowPx) + 2;

  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const measure = () => setViewPx(Math.max(0, element.clientHeight - 2 * paddingPx));
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  useEffect(() => {
    if (last >= first) book.want(first, last);
  }, [book, first, last]);

  function putBar(to: ScrollMap, at: number) {
    const next = barOfTop(to, at);
    barPx.current = next;
    const element = scroller.current;
    if (element && Math.abs(element.scrollTop - next) >= 1) {
      element.scrollTop = next;
      barPx.current = element.scrollTop;
    }
  }

  useLayoutEffect(() => {
    if (isFollowing && !isPressed.current) putBar(map, endPx);
  });

  function scrolled() {
    const element = scroller.current;
    if (!element) return;
    const to = element.scrollTop;
    if (Math.abs(to - barPx.current) < 0.5) return;
    const next = topAfterScroll(map, top, barPx.current, to);
    barPx.current = to;
    setTopPx(next);
    onFollowing(next >= endPx - 1);
    clearTimeout(settle.current);
    settle.current = setTimeout(() => putBar(map, next), settleMs);
  }

  function hold() {
    if (!isFollowing) return;
    setTopPx(endPx);
    onFollowing(false);
  }

  function press(event: KeyboardEvent) {
    if (event.target !== event.currentTarget || event.altKey || event.metaKey || event.ctrlKey) return;
    if (event.key === 'End') {
      event.preventDefault();
      onFollowing(true);
    } else if (event.key === 'Home') {
      event.preventDefault();
      onFollowing(false);
      setTopPx(0);
      putBar(map, 0);
    } else if (event.key === 'ArrowUp' || event.key === 'PageUp') hold();
  }

  /** Without the line numbers, and as it reads. */
  function copied(event: ClipboardEvent) {
    const text = getSelection()?.toString();
    if (!text) return;
    event.clipboardData.setData('text/plain', text.replaceAll(/\n{2,}/g, '\n'));
    event.preventDefault();
  }

  useImperativeHandle(ref, () => ({
    focus: () => scroller.current?.focus(),
    showLine: (index) => {
      const next = clampTop(map, index * logRowPx - viewPx / 2 + logRowPx);
      onFollowing(false);
      setTopPx(next);
      putBar(map, next);
    },
    follow: () => onFollowing(true),
    visible: () => ({ first: Math.max(0, first), last }),
  }));

  const shown = Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => ({
    index: first + at,
    line: book.lineAt(first + at),
  }));
  const widestNow = Math.max(widest, ...shown.map(({ line }) => Math.min(mostRowCharacters, line?.text.length ?? 0)));
  if (widestNow > widest) setWidest(widestNow);
  const digits = Math.max(3, String(total).length);

  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- it scrolls, by wheel, finger and keys
    <div
      ref={scroller}
      role="region"
      aria-label="Log"
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls can be scrolled with keys
      tabIndex={0}
      onScroll={scrolled}
      onKeyDown={press}
      onCopy={copied}
      onWheel={(event) => event.deltaY < 0 && hold()}
      onPointerDown={(event: PointerEvent) => {
        isPressed.current = event.isPrimary;
      }}
      onPointerUp={() => {
        isPressed.current = false;
        if (getSelection()?.isCollapsed === false) hold();
      }}
      onPointerCancel={() => {
        isPressed.current = false;
      }}
      className="relative min-h-0 flex-1 overflow-auto bg-surface font-mono text-xs text-ink [contain:strict] [overflow-anchor:none] focus-visible:outline-offset-[-2px]"
    >
      <div
        role="presentation"
        style={{ height: map.heightPx + 2 * paddingPx, minWidth: `calc(${widestNow + digits + 6}ch + 2rem)` }}
        className="relative w-full"
      >
        <div
          role="presentation"
          className="sticky top-0 w-full overflow-hidden"
          style={{ height: Math.min(viewPx, map.fullPx) + 2 * paddingPx }}
        >
          {shown.map(({ index, line }) => (
            <div
              key={index % slots}
              className="absolute inset-x-0 [contain:strict]"
              style={{ height: logRowPx, top: paddingPx + index * logRowPx - top }}
            >
              <LogRow
                index={index}
                line={line}
                digits={digits}
                find={find}
                isCurrent={index === current}
                isSelected={selected !== null && index >= selected.first && index <= selected.last}
                onSelect={onSelect}
              />
            </div>
          ))}
        </div>
      </div>
    </div>
  );
}
