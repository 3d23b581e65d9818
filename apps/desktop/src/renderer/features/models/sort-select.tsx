import { memo } from 'react';
import { Select, type SelectOption } from '../../ui/select.tsx';
import type { SortChoice } from './models-search.ts';

const options: readonly SelectOption<SortChoice | 'match'>[] = [
  { value: 'match', label: 'Best match', hint: 'Most downloaded while nothing is typed' },
  { value: 'downloads', label: 'Most downloaded' },
  { value: 'trending', label: 'Trending' },
  { value: 'price', label: 'Lowest price', hint: 'For output, at the cheapest provider' },
  { value: 'speed', label: 'Fastest', hint: 'Tokens a second' },
  { value: 'latency', label: 'First to answer', hint: 'Wait for the first token' },
  { value: 'newest', label: 'Newest' },
  { value: 'likes', label: 'Most liked' },
  { value: 'name', label: 'Name' },
];

/** The order of the list; undefined is the best match. */
export const SortSelect = memo(function SortSelect({
  sort,
  onChange,
}: {
  sort: SortChoice | undefined;
  onChange: (sort: SortChoice | undefined) => void;
}) {
  return (
    <Select
      label="Order"
      hideLabel
      className="w-44 shrink-0"
      options={options}
      value={sort ?? 'match'}
      onChange={(value) => onChange(value === 'match' ? undefined : value)}
    />
  );
});
