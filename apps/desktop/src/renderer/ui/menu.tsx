import { Menu as Base } from '@base-ui/react/menu';
import type { LucideIcon } from 'lucide-react';
import type { ReactElement } from 'react';
import { cx } from './cx.ts';

export interface MenuItem {
  label: string;
  icon?: LucideIcon;
  onSelect: () => void;
  disabled?: boolean;
  /** Red; for what takes something away. */
  loss?: boolean;
}

/** Further commands behind one button. */
export function Menu({
  trigger,
  items,
  align = 'end',
}: {
  trigger: ReactElement;
  items: readonly MenuItem[];
  align?: 'start' | 'end';
}) {
  return (
    <Base.Root>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner align={align} sideOffset={4} collisionPadding={12} className="z-40 outline-none">
          <Base.Popup className="min-w-44 rounded-lg bg-surface p-1 shadow-float outline-none transition-opacity duration-100 data-ending-style:opacity-0 data-starting-style:opacity-0">
            {items.map(({ label, icon: Icon, onSelect, disabled = false, loss = false }) => (
              <Base.Item
                key={label}
                disabled={disabled}
                onClick={onSelect}
                className={cx(
                  'flex min-h-9 cursor-default items-center gap-2.5 rounded-md px-2.5 text-base outline-none select-none data-disabled:opacity-50 data-highlighted:bg-hover pointer-coarse:min-h-11',
                  loss ? 'text-loss' : 'text-ink',
                )}
              >
                {Icon && <Icon aria-hidden className="size-4" strokeWidth={1.75} />}
                {label}
              </Base.Item>
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
