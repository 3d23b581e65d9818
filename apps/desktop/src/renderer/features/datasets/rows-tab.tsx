// The rows of a dataset as they are on the Hub: choose the part, scroll, open one.
import { useQuery } from '@tanstack/react-query';
import { TableProperties } from 'lucide-react';
import { orpc } from '../../api/client.ts';
import { explain } from '../../api/explain.ts';
import { toFailure } from '../../api/failure.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { formatPlural } from '../../ui/format-count.ts';
import { Select } from '../../ui/select.tsx';
import { Loading, Skeleton } from '../../ui/skeleton.tsx';
import type { DatasetSearch } from './dataset-search.ts';
import { RowTable } from './row-table.tsx';

export interface RowsTabProps {
  dataset: string;
  config: string | undefined;
  split: string | undefined;
  onChange: (change: Pick<DatasetSearch, 'config' | 'split'>) => void;
}

export function RowsTab({ dataset, config, split, onChange }: RowsTabProps) {
  const {
    data: parts,
    error,
    refetch,
    isFetching,
  } = useQuery(orpc.datasets.parts.queryOptions({ input: { dataset } }));
  if (error) {
    return (
      <div className="p-6 rail:px-8">
        <ErrorNotice explanation={explain(toFailure(error))} onRetry={() => void refetch()} retrying={isFetching} />
      </div>
    );
  }
  if (!parts) {
    return (
      <Loading label="The rows are loading" className="grid gap-5 px-6 py-5 rail:px-8">
        {Array.from({ length: 8 }, (_, row) => (
          <Skeleton key={row} className="h-4" />
        ))}
      </Loading>
    );
  }
  const configs = [...new Set(parts.map((part) => part.config))];
  const ofConfig = parts.filter((part) => part.config === (config ?? parts[0]?.config));
  const shown = ofConfig.find((part) => part.split === split) ?? ofConfig[0] ?? parts[0];
  if (!shown) {
    return (
      <EmptyState drawing={<TableProperties className="size-8" strokeWidth={1.25} />} title="There are no rows to show">
        Nothing in it can be read as rows. Its files are listed beside.
      </EmptyState>
    );
  }
  return (
    <div className="flex h-full min-h-0 flex-col">
      {(configs.length > 1 || ofConfig.length > 1) && (
        <div className="flex flex-wrap items-center gap-2 border-b border-line px-6 py-3 rail:px-8">
          {configs.length > 1 && (
            <Select
              label="Configuration"
              hideLabel
              className="w-56"
              options={configs.map((name) => ({ value: name, label: name }))}
              value={shown.config}
              onChange={(next) => onChange({ config: next })}
            />
          )}
          {ofConfig.length > 1 && (
            <Select
              label="Split"
              hideLabel
              className="w-56"
              options={ofConfig.map((part) => ({
                value: part.split,
                label: part.split,
                ...(part.rows !== null && { hint: formatPlural(part.rows, 'row') }),
              }))}
              value={shown.split}
              onChange={(next) => onChange({ config: shown.config, split: next })}
            />
          )}
        </div>
      )}
      <RowTable key={`${shown.config} ${shown.split}`} part={{ dataset, ...shown }} />
    </div>
  );
}
