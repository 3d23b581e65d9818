import { Slider as Base } from '@base-ui/react/slider';

export interface SliderProps {
  label: string;
  value: number;
  onChange: (value: number) => void;
  min: number;
  max: number;
  step: number;
  /** The value as a person reads it; the number itself if left out. */
  format?: (value: number) => string;
  disabled?: boolean;
}

/** A number between two ends, where about right is right enough. */
export function Slider({ label, value, onChange, min, max, step, format = String, disabled = false }: SliderProps) {
  return (
    <Base.Root
      value={value}
      onValueChange={(next) => onChange(next)}
      min={min}
      max={max}
      step={step}
      disabled={disabled}
      className="grid grid-cols-[1fr_auto] items-center gap-x-3 data-disabled:opacity-55"
    >
      <Base.Label className="text-sm font-medium text-ink">{label}</Base.Label>
      <Base.Value className="text-sm text-ink-2 tabular-nums">{() => format(value)}</Base.Value>
      <Base.Control className="col-span-2 flex h-8 touch-none items-center select-none pointer-coarse:h-11">
        <Base.Track className="h-1 w-full rounded-full bg-pressed">
          <Base.Indicator className="rounded-full bg-accent" />
          <Base.Thumb
            getAriaValueText={(_formatted, current) => format(current)}
            className="size-4 rounded-full border-2 border-accent bg-surface has-[:focus-visible]:outline-2 has-[:focus-visible]:outline-offset-2 has-[:focus-visible]:outline-accent"
          />
        </Base.Track>
      </Base.Control>
    </Base.Root>
  );
}
