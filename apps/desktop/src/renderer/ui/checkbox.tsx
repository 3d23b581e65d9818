import { Checkbox as Base } from '@base-ui/react/checkbox';
import { Check } from 'lucide-react';
import { type ReactNode, useId } from 'react';

export interface CheckboxProps {
  label: ReactNode;
  /** At the right end of the line, for instance how many there are. */
  end?: ReactNode;
  checked: boolean;
  onChange: (checked: boolean) => void;
}

/** One of several that may all be on; its label is part of what can be pressed. */
export function Checkbox({ label, end, checked, onChange }: CheckboxProps) {
  const id = useId();
  return (
    <label className="flex min-h-8 cursor-pointer items-center gap-2.5 rounded-sm text-base text-ink pointer-coarse:min-h-11">
      <Base.Root
        checked={checked}
        onCheckedChange={(next) => onChange(next)}
        aria-labelledby={id}
        className="grid size-4 shrink-0 place-items-center rounded-sm border border-edge bg-surface data-checked:border-accent data-checked:bg-accent"
      >
        <Base.Indicator className="text-accent-ink">
          <Check aria-hidden className="size-3.5" strokeWidth={2.5} />
        </Base.Indicator>
      </Base.Root>
      <span id={id} className="flex min-w-0 flex-1 items-baseline justify-between gap-2">
        <span className="truncate">{label}</span>
        {end && <span className="text-sm text-ink-3 tabular-nums">{end}</span>}
      </span>
    </label>
  );
}
