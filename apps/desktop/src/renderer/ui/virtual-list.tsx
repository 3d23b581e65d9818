// A list of any length of which only the rows in sight exist. One tab stop; the
// arrows, Page, Home and End keys move a mark that screen readers follow.
import { useVirtualizer } from '@tanstack/react-virtual';
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

export interface VirtualListHandle {
  focus: () => void;
  /** Lets a search field above drive the list; true when the key was one of the list's. */
  handleKey: (event: { key: string; preventDefault: () => void }) => boolean;
  scrollToTop: () => void;
}

export interface VirtualListProps<T> {
  label: string;
  items: ArrayLike<T>;
  keyOf: (item: T) => string;
  /** What a screen reader says of a row; its text if left out. */
  labelOf?: (item: T) => string;
  /** A different value takes the list to its top and the mark to the first row. */
  resetKey?: unknown;
  /** Draws what is new into the rows that are there: cheaper where each keystroke changes every row. */
  reuseRows?: boolean;
  /** The most rows there can be. While it stays the same nothing is measured anew, however many `items` there are. */
  capacity?: number;
  /** Pixels; the same for each row. */
  rowHeight: number;
  /** The row's content; `active` has the mark. */
  renderRow: (item: T, state: { active: boolean; selected: boolean }) => ReactNode;
  selectedKey?: string | null;
  /** Enter, Space or a press on a row. */
  onSelect: (item: T) => void;
  /** The mark moved, for instance to show details beside the list. */
  onActive?: (item: T) => void;
  /** Further keys, before the list's own; true when the key was one of them. */
  onKey?: (event: KeyboardEvent, item: T | undefined) => boolean;
  ref?: Ref<VirtualListHandle>;
  className?: string;
}

export function VirtualList<T>(props: VirtualListProps<T>) {
  const { label, items, keyOf, labelOf, resetKey, reuseRows = false, capacity = 0, rowHeight, renderRow } = props;
  const { selectedKey = null, onSelect, onActive, onKey, ref, className } = props;
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  // A mark set under another `resetKey` counts no more.
  const [mark, setMark] = useState({ at: 0, under: resetKey });
  const active = mark.under === resetKey ? mark.at : 0;
  const setActive = (at: number) => setMark({ at, under: resetKey });
  const virtual = useVirtualizer({
    count: Math.max(capacity, items.length),
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: reuseRows ? 2 : 6,
  });
  const last = items.length - 1;
  const current = Math.min(active, Math.max(last, 0));

  useEffect(() => virtual.measure(), [virtual, rowHeight]);
  useLayoutEffect(() => {
    // Asked of the virtualizer: reading or setting it on the element would lay the page out at each keystroke.
    if (virtual.scrollOffset) virtual.scrollToOffset(0);
  }, [virtual, resetKey]);

  function move(to: number) {
    const next = Math.min(Math.max(to, 0), last);
    const item = items[next];
    if (item === undefined) return;
    setActive(next);
    virtual.scrollToIndex(next);
    onActive?.(item);
  }

  function handleKey(event: { key: string; preventDefault: () => void }): boolean {
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? rowHeight) / rowHeight) - 1);
    const targets: Record<string, number> = {
      ArrowDown: current + 1,
      ArrowUp: current - 1,
      PageDown: current + page,
      PageUp: current - page,
      Home: 0,
      End: last,
    };
    const item = items[current];
    const target = targets[event.key];
    if (target !== undefined) move(target);
    else if ((event.key === 'Enter' || event.key === ' ') && item !== undefined) onSelect(item);
    else return false;
    event.preventDefault();
    return true;
  }

  useImperativeHandle(ref, () => ({
    focus: () => scroller.current?.focus(),
    handleKey,
    scrollToTop: () => {
      setActive(0);
      virtual.scrollToOffset(0);
    },
  }));

  return (
    <div
      ref={scroller}
      role="listbox"
      aria-label={label}
      tabIndex={0}
      aria-activedescendant={items.length > 0 ? `${id}-${current}` : undefined}
      onKeyDown={(event) => {
        if (onKey?.(event, items[current])) event.preventDefault();
        else handleKey(event);
      }}
      className={cx(
        'group/list relative overflow-y-auto [contain:strict] focus-visible:outline-offset-[-2px]',
        className,
      )}
    >
      <div role="presentation" className="relative w-full" style={{ height: items.length * rowHeight }}>
        {virtual.getVirtualItems().map((row) => {
          const item = items[row.index];
          if (item === undefined) return null;
          const key = keyOf(item);
          const state = { active: row.index === current, selected: key === selectedKey };
          return (
            // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus -- the list has the focus and the keys, and names the active row
            <div
              key={reuseRows ? row.index : key}
              id={`${id}-${row.index}`}
              role="option"
              aria-selected={state.selected}
              aria-setsize={items.length}
              aria-posinset={row.index + 1}
              data-active={state.active || undefined}
              onClick={() => {
                setActive(row.index);
                onSelect(item);
              }}
              className="absolute inset-x-0 cursor-default [contain:strict]"
              style={{ height: rowHeight, top: row.start }}
            >
              {labelOf ? (
                <>
                  <span className="sr-only">{labelOf(item)}</span>
                  <div aria-hidden className="h-full">
                    {renderRow(item, state)}
                  </div>
                </>
              ) : (
                renderRow(item, state)
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}
