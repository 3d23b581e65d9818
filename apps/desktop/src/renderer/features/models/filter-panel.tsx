// All filters behind one button. Each change shows in the list at once; the
// panel says how many models are left.
import { ListFilter } from 'lucide-react';
import { memo, useMemo } from 'react';
import { type Facet, facetsOf } from '@hubdesk/shared/models/facets';
import type { ModelIndex } from '@hubdesk/shared/models/model-index';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { formatCompact, formatPlural } from '../../ui/format-count.ts';
import { Popover } from '../../ui/popover.tsx';
import { Slider } from '../../ui/slider.tsx';
import { Switch } from '../../ui/switch.tsx';
import { activeFilters, type ModelsSearchChange, noFilters } from './active-filters.ts';
import { contextSteps, priceSteps, stepOf } from './filter-steps.ts';
import { formatTokens } from './format-count.ts';
import { formatPrice } from './format-price.ts';
import type { ModelsSearch } from './models-search.ts';
import { providerName } from './provider-names.ts';
import { visibleText } from '../../ui/visible-text.ts';

export interface FilterPanelProps {
  search: ModelsSearch;
  onChange: (change: ModelsSearchChange) => void;
  shown: { readonly index: ModelIndex };
  /** How many models are left. */
  left: number;
}

export const FilterButton = memo(function FilterButton({ left, ...panel }: FilterPanelProps) {
  const count = activeFilters(panel.search).length;
  return (
    <Popover
      label="Filters"
      align="end"
      className="w-[min(38rem,calc(100vw-2rem))] max-w-none! p-0!"
      trigger={
        <Button icon={ListFilter}>
          Filters
          {count > 0 && (
            <span className="grid h-5 min-w-5 place-items-center rounded-full bg-accent px-1 text-xs text-accent-ink tabular-nums">
              {count}
              <span className="sr-only"> on</span>
            </span>
          )}
        </Button>
      }
    >
      <div className="@container">
        <Filters {...panel} />
      </div>
      <div className="sticky bottom-0 flex items-center justify-between border-t border-line bg-surface px-5 py-3">
        <span className="text-sm text-ink-2 tabular-nums">{formatPlural(left, 'model')}</span>
        <Button variant="quiet" size="small" disabled={count === 0} onClick={() => panel.onChange(noFilters)}>
          Clear all
        </Button>
      </div>
    </Popover>
  );
});

const Filters = memo(function Filters({ search, onChange, shown }: Omit<FilterPanelProps, 'left'>) {
  const facets = useMemo(() => facetsOf(shown.index.rows), [shown]);
  const { providers = [], licenses = [] } = search;
  return (
    <div className="grid gap-x-8 gap-y-5 p-5 @lg:grid-cols-2">
      <div className="grid content-start gap-5">
        <Choices
          title="Served by"
          facets={facets.providers}
          nameOf={providerName}
          chosen={providers}
          onChange={(next) => onChange({ providers: next })}
        />
        <Choices
          title="Licence"
          facets={facets.licenses}
          nameOf={visibleText}
          chosen={licenses}
          onChange={(next) => onChange({ licenses: next })}
        />
      </div>
      <div className="grid content-start gap-4">
        <Slider
          label="Output price, per million tokens"
          min={0}
          max={priceSteps.length - 1}
          step={1}
          value={stepOf(priceSteps, search.maxPrice)}
          onChange={(at) => onChange({ maxPrice: priceSteps[at] ?? undefined })}
          format={(at) => priceWords(priceSteps[at] ?? null)}
        />
        <Slider
          label="Context, in tokens"
          min={0}
          max={contextSteps.length - 1}
          step={1}
          value={stepOf(contextSteps, search.minContext)}
          onChange={(at) => onChange({ minContext: contextSteps[at] ?? undefined })}
          format={(at) => contextWords(contextSteps[at] ?? null)}
        />
        <div className="mt-1 grid gap-1.5 border-t border-line pt-4">
          <Switch
            label="Tools"
            hint="Can call functions you describe"
            checked={search.tools ?? false}
            onChange={(on) => onChange({ tools: on || undefined })}
          />
          <Switch
            label="Structured output"
            hint="Answers in a JSON schema"
            checked={search.structured ?? false}
            onChange={(on) => onChange({ structured: on || undefined })}
          />
          <Switch
            label="Free"
            hint="A provider asks for nothing"
            checked={search.free ?? false}
            onChange={(on) => onChange({ free: on || undefined })}
          />
          <Switch
            label="Hide gated"
            hint="Leave out what asks for access"
            checked={search.hideGated ?? false}
            onChange={(on) => onChange({ hideGated: on || undefined })}
          />
        </div>
      </div>
    </div>
  );
});

interface ChoicesProps {
  title: string;
  facets: readonly Facet[];
  nameOf: (value: string) => string;
  chosen: readonly string[];
  onChange: (chosen: string[]) => void;
}

function Choices({ title, facets, nameOf, chosen, onChange }: ChoicesProps) {
  // What the address asks for stays pressable although nothing has it.
  const missing = chosen.filter((value) => facets.every((facet) => facet.value !== value));
  const all = [...missing.map((value) => ({ value, count: 0 })), ...facets];
  return (
    <fieldset className="grid min-w-0 gap-1">
      <legend className="mb-1 text-sm font-medium text-ink">{title}</legend>
      {all.length === 0 && <p className="text-sm text-ink-3">Not known yet</p>}
      <div className="-mx-2 grid max-h-44 overflow-y-auto px-2">
        {all.map(({ value, count }) => (
          <Checkbox
            key={value}
            label={nameOf(value)}
            end={formatCompact(count)}
            checked={chosen.includes(value)}
            onChange={(on) => onChange(on ? [...chosen, value] : chosen.filter((other) => other !== value))}
          />
        ))}
      </div>
    </fieldset>
  );
}

function priceWords(price: number | null): string {
  return price === null ? 'Any' : `${formatPrice(price)} or less`;
}

function contextWords(tokens: number | null): string {
  return tokens === null ? 'Any' : `${formatTokens(tokens)} or more`;
}
