// One of the colours that the Hub knows for a card, by its name.
import { Radio } from '@base-ui/react/radio';
import { RadioGroup } from '@base-ui/react/radio-group';
import { useId } from 'react';
import { type SpaceColor, spaceColors } from '@hubdesk/shared/spaces/deploy-kinds';
import { spaceGround } from '../../ui/space-tile.tsx';
import { Tooltip } from '../../ui/tooltip.tsx';

export interface ColorFieldProps {
  label: string;
  value: SpaceColor;
  onChange: (value: SpaceColor) => void;
}

export function ColorField({ label, value, onChange }: ColorFieldProps) {
  const id = useId();
  return (
    <div className="grid gap-1.5">
      <span className="flex items-baseline gap-2 text-sm">
        <span id={id} className="font-medium text-ink">
          {label}
        </span>
        <span className="text-ink-3">{value}</span>
      </span>
      <RadioGroup
        aria-labelledby={id}
        value={value}
        onValueChange={(next) => {
          const color = spaceColors.find((each) => each === next);
          if (color) onChange(color);
        }}
        className="flex flex-wrap gap-1"
      >
        {spaceColors.map((color) => (
          <Tooltip key={color} content={color} side="top">
            <Radio.Root
              value={color}
              aria-label={color}
              className="grid size-7 cursor-pointer place-items-center rounded-full border-2 border-transparent hover:border-line-strong data-checked:border-accent pointer-coarse:size-11"
            >
              <span
                aria-hidden
                className="size-4.5 rounded-full pointer-coarse:size-7"
                style={{ backgroundColor: spaceGround(color) }}
              />
            </Radio.Root>
          </Tooltip>
        ))}
      </RadioGroup>
    </div>
  );
}
