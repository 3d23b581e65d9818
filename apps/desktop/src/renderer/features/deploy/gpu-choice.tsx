// Which card it runs on: with whether the model fits, and the price.
import { RadioGroup } from '@base-ui/react/radio-group';
import { useId, useState } from 'react';
import type { DeployOption } from '@hubdesk/shared/spaces/deployment';
import { Button } from '../../ui/button.tsx';
import { HardwareCard } from '../../ui/hardware-card.tsx';
import { visibleText } from '../../ui/visible-text.ts';
import type { DeployForm } from './use-deploy-form.ts';

const firstShown = 6;

export function GpuChoice({ form, option }: { form: DeployForm; option: DeployOption }) {
  const { config, flavor, bestFlavor, decide, follow } = form;
  const [showAll, setShowAll] = useState(false);
  const id = useId();
  const fitting = option.flavors.filter(({ fit }) => fit !== 'no');
  const first = new Set((fitting.length > 0 ? fitting : option.flavors).slice(0, firstShown));
  const shown = option.flavors.filter(
    (each) => showAll || first.has(each) || each.name === config.flavor || each.name === bestFlavor,
  );
  return (
    <div className="grid gap-3">
      <span id={id} className="text-sm font-medium text-ink">
        Hardware
      </span>
      <RadioGroup
        aria-labelledby={id}
        value={config.flavor ?? ''}
        onValueChange={(next) => decide('flavor', { flavor: String(next) })}
        className="grid grid-cols-[repeat(auto-fill,minmax(13rem,1fr))] gap-2"
      >
        {shown.map(({ name, label, memoryGb, fit, usdPerHour }) => (
          <HardwareCard
            key={name}
            name={name}
            label={label}
            parts={memoryGb === null ? 'memory not told' : `${Math.round(memoryGb)} GB of GPU memory`}
            fit={fit}
            best={name === bestFlavor}
            usdPerHour={usdPerHour}
          />
        ))}
      </RadioGroup>
      <div className="flex flex-wrap items-center justify-between gap-2">
        {shown.length < option.flavors.length || showAll ? (
          <Button size="small" variant="quiet" className="-ml-2.5" onClick={() => setShowAll(!showAll)}>
            {showAll ? 'Show fewer' : `Show all ${option.flavors.length}`}
          </Button>
        ) : (
          <span />
        )}
        {bestFlavor !== null && bestFlavor !== config.flavor && (
          <Button size="small" onClick={() => follow('flavor')}>
            Take the recommended
          </Button>
        )}
      </div>
      {config.flavor !== null && !flavor && (
        <p role="alert" className="text-sm text-ink">
          “{visibleText(config.flavor)}” is not on offer now. Choose another.
        </p>
      )}
    </div>
  );
}
