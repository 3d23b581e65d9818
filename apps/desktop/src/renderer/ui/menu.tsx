// Further things to do with the thing beside it, behind one button.
import { Menu as Base } from '@base-ui/react/menu';
import { Ellipsis, type LucideIcon } from 'lucide-react';
import { cx } from './cx.ts';

export interface MenuItem {
  label: string;
  icon: LucideIcon;
  onSelect: () => void;
  /** Red; for what cannot be taken back. */
  loss?: boolean;
  /** Why it cannot be done now; stands under the label. */
  reason?: string | null;
}

export interface MenuProps {
  /** What a screen reader calls the button: "More for small-questions". */
  label: string;
  items: readonly MenuItem[];
  tabIndex?: number;
}

export function Menu({ label, items, tabIndex = 0 }: MenuProps) {
  return (
    <Base.Root>
      <Base.Trigger
        aria-label={label}
        tabIndex={tabIndex}
        className="inline-grid size-8 shrink-0 place-items-center rounded-md text-ink-2 hover:bg-hover hover:text-ink data-popup-open:bg-pressed data-popup-open:text-ink pointer-coarse:size-11"
      >
        <Ellipsis aria-hidden className="size-4" strokeWidth={1.75} />
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner align="end" sideOffset={4} collisionPadding={12} className="z-40 outline-none">
          <Base.Popup className="min-w-48 rounded-lg bg-surface p-1 shadow-float outline-none transition-opacity duration-100 data-ending-style:opacity-0 data-starting-style:opacity-0">
            {items.map(({ label: name, icon: Icon, onSelect, loss = false, reason = null }) => (
              <Base.Item
                key={name}
                onClick={onSelect}
                disabled={reason !== null}
                className={cx(
                  'flex min-h-9 cursor-default items-center gap-2.5 rounded-md px-2.5 text-base outline-none select-none data-disabled:py-1.5 data-disabled:text-ink-3 data-highlighted:bg-hover pointer-coarse:min-h-11',
                  loss ? 'text-loss' : 'text-ink',
                )}
              >
                <Icon aria-hidden className={cx('size-4', !loss && 'text-ink-3')} strokeWidth={1.75} />
                {reason === null ? (
                  name
                ) : (
                  <span className="grid max-w-72">
                    {name}
                    <span className="text-xs">{reason}</span>
                  </span>
                )}
              </Base.Item>
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
