import { Checkbox as Base } from '@base-ui/react/checkbox';
import { Check } from 'lucide-react';

export interface RowCheckProps {
  /** For screen readers; the row itself is the label for everybody else. */
  label: string;
  checked: boolean;
  disabled: boolean;
  onChange: (checked: boolean) => void;
}

/** A box at the head of a row, with room around it to hit it. */
export function RowCheck({ label, checked, disabled, onChange }: RowCheckProps) {
  return (
    <Base.Root
      aria-label={label}
      checked={checked}
      disabled={disabled}
      onCheckedChange={(next) => onChange(next)}
      className="relative grid size-4 place-items-center rounded-sm border border-edge bg-surface before:absolute before:-inset-3 data-checked:border-accent data-checked:bg-accent data-disabled:opacity-40"
    >
      <Base.Indicator className="text-accent-ink">
        <Check aria-hidden className="size-3.5" strokeWidth={2.5} />
      </Base.Indicator>
    </Base.Root>
  );
}
