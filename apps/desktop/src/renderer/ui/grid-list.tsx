// Rows of any number under fixed headings, of which only those in sight exist:
// millions scroll, because beyond what a browser lets be tall the bar stands for
// a proportion. One tab stop; arrows, Page, Home and End move a mark.
import {
  type KeyboardEvent,
  type ReactNode,
  type Ref,
  useEffect,
  useId,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { cx } from './cx.ts';
import { barOfTop, clampTop, type ScrollMap, scrollMap, topAfterScroll, topForRow } from './scroll-map.ts';

export interface GridListHandle {
  focus: () => void;
}

export interface GridListProps {
  label: string;
  total: number;
  rowPx: number;
  /** Under the label; sideways it moves with the rows. */
  headings: ReactNode;
  headingsPx: number;
  /** Rows are at least as wide; the rest is scrolled to. */
  minWidthPx: number;
  /** The row's cells (`role="gridcell"`). */
  renderRow: (index: number, state: { active: boolean; selected: boolean }) => ReactNode;
  active: number;
  onActive: (index: number) => void;
  selected: number | null;
  /** Enter, Space or a press. */
  onOpen: (index: number) => void;
  /** The rows in sight, from the first to the last. */
  onRange: (first: number, last: number) => void;
  /** A different value goes to the top. */
  resetKey: unknown;
  ref?: Ref<GridListHandle>;
  className?: string;
}

/** After this pause the bar is put where the rows are. */
const settleMs = 140;

export function GridList(props: GridListProps) {
  const { label, total, rowPx, headings, headingsPx, minWidthPx, renderRow, active, onActive } = props;
  const { selected, onOpen, onRange, resetKey, ref, className } = props;
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const barPx = useRef(0);
  const settle = useRef<ReturnType<typeof setTimeout>>(undefined);
  const [viewPx, setViewPx] = useState(0);
  const [topPx, setTopPx] = useState(0);
  const map = scrollMap(total, rowPx, Math.max(1, viewPx));
  const top = clampTop(map, topPx);
  const first = Math.floor(top / rowPx);
  const last = Math.min(total, Math.ceil((top + viewPx) / rowPx)) - 1;
  const current = Math.min(active, Math.max(0, total - 1));

  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const measure = () => setViewPx(Math.max(0, element.clientHeight - headingsPx));
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [headingsPx]);

  useEffect(() => {
    if (last >= first) onRange(first, last);
  }, [first, last, onRange]);

  function putBar(to: ScrollMap, at: number) {
    barPx.current = barOfTop(to, at);
    const element = scroller.current;
    if (element && Math.abs(element.scrollTop - barPx.current) >= 1) {
      element.scrollTop = barPx.current;
      barPx.current = element.scrollTop;
    }
  }

  function moveTo(nextPx: number) {
    setTopPx(nextPx);
    putBar(map, nextPx);
  }

  const latest = useRef({ map, top, moveTo });
  useLayoutEffect(() => {
    latest.current = { map, top, moveTo };
  });

  const shownKey = useRef(resetKey);
  useLayoutEffect(() => {
    if (shownKey.current === resetKey) return;
    shownKey.current = resetKey;
    setTopPx(0);
    barPx.current = 0;
    if (scroller.current) scroller.current.scrollTop = 0;
    latest.current = { ...latest.current, top: 0 };
  }, [resetKey]);

  // The mark is always in sight, whoever moved it.
  const canShow = viewPx > 0 && active < total;
  useLayoutEffect(() => {
    const now = latest.current;
    if (!canShow) return;
    const next = topForRow(now.map, now.top, active, rowPx);
    if (next !== now.top) now.moveTo(next);
  }, [active, canShow, rowPx]);

  useEffect(() => () => clearTimeout(settle.current), []);

  function scrolled() {
    const to = scroller.current?.scrollTop ?? 0;
    if (Math.abs(to - barPx.current) < 0.5) return;
    const next = topAfterScroll(map, top, barPx.current, to);
    barPx.current = to;
    setTopPx(next);
    clearTimeout(settle.current);
    settle.current = setTimeout(() => putBar(map, next), settleMs);
  }

  function press(event: KeyboardEvent) {
    const page = Math.max(1, Math.floor(viewPx / rowPx) - 1);
    const targets: Record<string, number> = {
      ArrowDown: current + 1,
      ArrowUp: current - 1,
      PageDown: current + page,
      PageUp: current - page,
      Home: 0,
      End: total - 1,
    };
    const target = targets[event.key];
    if (target !== undefined && !event.altKey && !event.metaKey) {
      if (total > 0) onActive(Math.min(Math.max(target, 0), total - 1));
    } else if ((event.key === 'Enter' || event.key === ' ') && total > 0) onOpen(current);
    else return;
    event.preventDefault();
  }

  useImperativeHandle(ref, () => ({ focus: () => scroller.current?.focus() }));

  const rows = Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => {
    const index = first + at;
    const state = { active: index === current, selected: index === selected };
    return (
      // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus -- the grid has the focus and the keys, and names the active row
      <div
        key={index}
        id={`${id}-${index}`}
        role="row"
        aria-rowindex={index + 2}
        aria-selected={state.selected}
        data-active={state.active || undefined}
        onClick={() => {
          onActive(index);
          onOpen(index);
        }}
        className="absolute inset-x-0 cursor-default [contain:strict]"
        style={{ height: rowPx, top: headingsPx + index * rowPx - top }}
      >
        {renderRow(index, state)}
      </div>
    );
  });

  return (
    <div
      ref={scroller}
      role="grid"
      aria-label={label}
      aria-rowcount={total + 1}
      tabIndex={0}
      aria-activedescendant={current >= first && current <= last ? `${id}-${current}` : undefined}
      onKeyDown={press}
      onScroll={scrolled}
      className={cx(
        'group/list relative overflow-auto [contain:strict] focus-visible:outline-offset-[-2px]',
        className,
      )}
    >
      <div
        role="presentation"
        style={{ height: map.heightPx + headingsPx, minWidth: minWidthPx }}
        className="relative w-full"
      >
        <div
          role="presentation"
          className="sticky top-0 w-full overflow-hidden"
          style={{ height: Math.min(viewPx, map.fullPx) + headingsPx }}
        >
          <div
            role="row"
            aria-rowindex={1}
            className="absolute inset-x-0 top-0 z-1 bg-paper"
            style={{ height: headingsPx }}
          >
            {headings}
          </div>
          {rows}
        </div>
      </div>
    </div>
  );
}
