import { memo } from 'react';
import { Segmented } from '../../ui/segmented.tsx';
import type { ModelsSearchChange } from './active-filters.ts';
import type { ModelsSearch, Scope } from './models-search.ts';

const options: readonly { value: Scope; label: string }[] = [
  { value: 'all', label: 'All' },
  { value: 'favourites', label: 'Favourites' },
  { value: 'recent', label: 'Recent' },
];

/** Among which models: all, those marked, or those used lately. */
export const ScopeSwitch = memo(function ScopeSwitch({
  scope,
  onChange,
}: {
  scope: ModelsSearch['show'];
  onChange: (change: ModelsSearchChange) => void;
}) {
  return (
    <Segmented
      label="Among"
      hideLabel
      options={options}
      value={scope ?? 'all'}
      onChange={(next) => onChange({ show: next === 'all' ? undefined : next })}
    />
  );
});
