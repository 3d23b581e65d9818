// A short list of things to open: one tab stop, the arrows move among the rows,
// Tab goes on to the further buttons of the row one is on. For thousands of
// rows there is `VirtualList`.
import { type FocusEvent, type KeyboardEvent, type ReactNode, useRef, useState } from 'react';

export interface RowListProps<T> {
  label: string;
  items: readonly T[];
  keyOf: (item: T) => string;
  /** What is focused must have this `tabIndex`; the row's own link or button also `data-row`. */
  renderRow: (item: T, tabIndex: 0 | -1) => ReactNode;
  className?: string;
}

export function RowList<T>({ label, items, keyOf, renderRow, className }: RowListProps<T>) {
  const list = useRef<HTMLUListElement>(null);
  const [stop, setStop] = useState(0);
  const current = Math.min(stop, Math.max(items.length - 1, 0));

  function press(event: KeyboardEvent) {
    const targets: Record<string, number> = {
      ArrowDown: current + 1,
      ArrowUp: current - 1,
      Home: 0,
      End: items.length - 1,
    };
    const target = targets[event.key];
    if (target === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    list.current?.children[target]?.querySelector<HTMLElement>('[data-row]')?.focus();
  }
  function follow(event: FocusEvent) {
    const row = [...(list.current?.children ?? [])].findIndex((each) => each.contains(event.target));
    if (row >= 0) setStop(row);
  }

  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the arrows move among the rows inside, which are links and buttons
    <ul ref={list} aria-label={label} onKeyDown={press} onFocus={follow} className={className}>
      {items.map((item, index) => (
        <li key={keyOf(item)}>{renderRow(item, index === current ? 0 : -1)}</li>
      ))}
    </ul>
  );
}
