// The model that was chosen, and the way to choose another.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ChevronRight } from 'lucide-react';
import type { Selection } from '@hubdesk/shared/models/routing';
import { orpc } from '../../api/client.ts';

export function SelectedModel() {
  const { data } = useQuery(orpc.models.selected.queryOptions());
  return (
    <Link
      to="/models"
      data-testid="model-selector"
      className="flex min-h-14 items-center gap-3 rounded-md border border-line-strong px-3.5 py-2 hover:bg-hover"
    >
      <span className="grid min-w-0 flex-1">
        {data ? (
          <>
            <span className="truncate font-mono text-sm text-ink">{data.selection.model}</span>
            <span className="text-sm text-ink-3">
              {routingWords(data.selection)}
              {data.warm === false && ' · no longer warm: choose another'}
            </span>
          </>
        ) : (
          <>
            <span className="font-medium text-ink">Choose a model</span>
            <span className="text-sm text-ink-3">The last step before you can talk to one</span>
          </>
        )}
      </span>
      <ChevronRight aria-hidden className="size-4 text-ink-3" strokeWidth={1.75} />
    </Link>
  );
}

function routingWords({ routing, billTo }: Selection): string {
  const served =
    typeof routing === 'object'
      ? `Served by ${routing.provider}`
      : { auto: 'Served automatically', fastest: 'Served by the fastest', cheapest: 'Served by the cheapest' }[routing];
  return billTo === null ? served : `${served}, paid by ${billTo}`;
}
