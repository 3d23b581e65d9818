// The filters that are on, each with the way to let it go.
import { X } from 'lucide-react';
import { memo } from 'react';
import { activeFilters, type ModelsSearchChange, noFilters } from './active-filters.ts';
import type { ModelsSearch } from './models-search.ts';

export const FilterChips = memo(function FilterChips({
  search,
  onChange,
}: {
  search: ModelsSearch;
  onChange: (change: ModelsSearchChange) => void;
}) {
  const active = activeFilters(search);
  if (active.length === 0) return null;
  return (
    <ul aria-label="Filters that are on" className="flex flex-wrap items-center gap-1.5">
      {active.map(({ key, label, without }) => (
        <li key={key}>
          <button
            type="button"
            aria-label={`Remove the filter: ${label}`}
            onClick={() => onChange(without)}
            className="inline-flex h-7 items-center gap-1.5 rounded-md border border-accent-line bg-accent-soft pr-1.5 pl-2.5 text-sm text-accent-text hover:border-accent pointer-coarse:h-11"
          >
            {label}
            <X aria-hidden className="size-3.5" strokeWidth={2} />
          </button>
        </li>
      ))}
      {active.length > 1 && (
        <li>
          <button
            type="button"
            onClick={() => onChange(noFilters)}
            className="h-7 rounded-md px-2 text-sm text-ink-2 hover:bg-hover hover:text-ink pointer-coarse:h-11"
          >
            Clear all
          </button>
        </li>
      )}
    </ul>
  );
});
