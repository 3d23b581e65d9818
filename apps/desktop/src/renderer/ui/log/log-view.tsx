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
  useMemo,
  useRef,
  useState,
} from 'react';
import { barOfTop, clampTop, type ScrollMap, scrollMap, topAfterScroll } from '../scroll-map.ts';
import { LogRow, logRowPx, mostRowCharacters } from './log-row.tsx';
import type { LogSource } from './log-source.ts';
import { wrapLines } from './wrap-lines.ts';

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
  /** Drawn anew with each news of it; the component that shows this listens. */
  source: LogSource;
  /** Long lines go on in further rows; for a source that has all its lines at hand. */
  isWrapped?: boolean;
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
/** Beside the text: the room of the numbers without their digits, and the margin. */
const besidePx = 52;
const measuredLetters = 50;

export function LogView(props: LogViewProps) {
  const { source, isWrapped = false, find, current, selected, onSelect, isFollowing, onFollowing, ref } = props;
  const { total, dropped = 0 } = source;
  const scroller = useRef<HTMLDivElement>(null);
  const ruler = useRef<HTMLSpanElement>(null);
  const barPx = useRef(0);
  const settle = useRef<ReturnType<typeof setTimeout>>(undefined);
  const isPressed = useRef(false);
  const [viewPx, setViewPx] = useState(0);
  const [room, setRoom] = useState({ widthPx: 0, letterPx: 0 });
  const [topPx, setTopPx] = useState(0);
  const [widest, setWidest] = useState(0);
  const digits = Math.max(3, String((source.lineAt(total - 1)?.line ?? total - 1) + 1).length);
  const columns =
    isWrapped && room.letterPx > 0 ? Math.floor((room.widthPx - besidePx) / room.letterPx) - digits : null;
  const wrapped = useMemo(
    () => (columns === null ? null : wrapLines(total, (index) => source.lineAt(index), columns)),
    [columns, source, total],
  );
  const [seenDropped, setSeenDropped] = useState(dropped);
  if (seenDropped !== dropped) {
    setSeenDropped(dropped);
    setTopPx(Math.max(0, topPx - Math.max(0, dropped - seenDropped) * logRowPx));
  }
  const map = scrollMap(wrapped?.rows ?? total, logRowPx, Math.max(1, viewPx));
  const endPx = clampTop(map, Number.POSITIVE_INFINITY);
  const top = isFollowing ? endPx : clampTop(map, topPx);
  const first = Math.floor(top / logRowPx);
  const last = Math.min(wrapped?.rows ?? total, Math.ceil((top + viewPx) / logRowPx)) - 1;
  const partOf = (row: number) => wrapped?.partOf(row) ?? { index: row, from: 0, to: mostRowCharacters };
  const firstLine = partOf(Math.max(0, first)).index;
  const lastLine = last < 0 ? -1 : partOf(last).index;
  const slots = Math.ceil(viewPx / logRowPx) + 2;

  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const measure = () => {
      setViewPx(Math.max(0, element.clientHeight - 2 * paddingPx));
      const widthPx = element.clientWidth;
      const letterPx = (ruler.current?.getBoundingClientRect().width ?? 0) / measuredLetters;
      setRoom((before) =>
        before.widthPx === widthPx && before.letterPx === letterPx ? before : { widthPx, letterPx },
      );
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  useEffect(() => {
    if (lastLine >= firstLine) source.want?.(firstLine, lastLine);
  }, [source, firstLine, lastLine]);

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
      const next = clampTop(map, (wrapped?.rowOf(index) ?? index) * logRowPx - viewPx / 2 + logRowPx);
      onFollowing(false);
      setTopPx(next);
      putBar(map, next);
    },
    follow: () => onFollowing(true),
    visible: () => ({ first: firstLine, last: lastLine }),
  }));

  const shown = Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => {
    const part = partOf(first + at);
    return { row: first + at, ...part, line: source.lineAt(part.index) };
  });
  const widestNow = Math.max(widest, ...shown.map(({ line }) => Math.min(mostRowCharacters, line?.text.length ?? 0)));
  if (widestNow > widest) setWidest(widestNow);

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
      <span ref={ruler} aria-hidden className="invisible absolute select-none">
        {'0'.repeat(measuredLetters)}
      </span>
      <div
        role="presentation"
        style={{
          height: map.heightPx + 2 * paddingPx,
          ...(!wrapped && { minWidth: `calc(${widestNow + digits + 6}ch + 2rem)` }),
        }}
        className="relative w-full"
      >
        <div
          role="presentation"
          className="sticky top-0 w-full overflow-hidden"
          style={{ height: Math.min(viewPx, map.fullPx) + 2 * paddingPx }}
        >
          {shown.map(({ row, index, from, to, line }) => (
            <div
              key={row % slots}
              className="absolute inset-x-0 [contain:strict]"
              style={{ height: logRowPx, top: paddingPx + row * logRowPx - top }}
            >
              <LogRow
                index={index}
                line={line}
                from={from}
                to={to}
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
