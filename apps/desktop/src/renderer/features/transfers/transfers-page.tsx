// All uploads and downloads: those under way as they are followed, then those
// that are over.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ArrowUpDown } from 'lucide-react';
import { useMemo } from 'react';
import { useStore } from 'zustand';
import type { Transfer } from '@hubdesk/shared/datasets/transfer';
import { orpc } from '../../api/client.ts';
import { explain } from '../../api/explain.ts';
import { toFailure } from '../../api/failure.ts';
import { buttonClasses } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Loading, Skeleton } from '../../ui/skeleton.tsx';
import { TransferCard } from './transfer-card.tsx';
import { liveTransfers } from './transfer-feed.ts';

export function TransfersPage() {
  const { data: listed, error, refetch, isFetching } = useQuery(orpc.transfers.list.queryOptions());
  const live = useStore(liveTransfers);
  const transfers = useMemo(() => mergeLive(listed ?? [], live), [listed, live]);
  const focusHeading = () => document.querySelector<HTMLElement>('[data-page-heading]')?.focus();
  return (
    <div className="grid content-start gap-5 pt-6 pb-12">
      <div className="grid gap-4 px-6 rail:px-8">
        <PageHeader
          title="Transfers"
          description="They go on while you use other pages. Paused or cut off, they resume where they were, also after Hubdesk was closed."
        />
        {error && (
          <ErrorNotice explanation={explain(toFailure(error))} onRetry={() => void refetch()} retrying={isFetching} />
        )}
      </div>
      {transfers.length > 0 ? (
        <div className="border-t border-line">
          {transfers.map((transfer) => (
            <TransferCard key={transfer.id} transfer={transfer} onForgotten={focusHeading} />
          ))}
        </div>
      ) : listed ? (
        <EmptyState
          drawing={<ArrowUpDown className="size-8" strokeWidth={1.25} />}
          title="Nothing is on its way"
          action={
            <Link to="/datasets" className={buttonClasses('secondary')}>
              Go to the datasets
            </Link>
          }
        >
          What you upload or download is listed here while it moves, and until you take it from the list.
        </EmptyState>
      ) : (
        !error && (
          <Loading label="Transfers are loading" className="border-t border-line">
            {[0, 1].map((row) => (
              <div key={row} className="grid gap-4 border-b border-line px-6 py-5 rail:px-8">
                <Skeleton className="h-5 w-1/3" />
                <Skeleton className="h-1.5" />
              </div>
            ))}
          </Loading>
        )
      )}
    </div>
  );
}

/** What is followed is newer than what was listed; one the list does not have yet comes first. */
function mergeLive(listed: readonly Transfer[], live: readonly Transfer[]): readonly Transfer[] {
  const newer = new Map(live.map((transfer) => [transfer.id, transfer]));
  const known = new Set(listed.map(({ id }) => id));
  return [...live.filter(({ id }) => !known.has(id)), ...listed.map((transfer) => newer.get(transfer.id) ?? transfer)];
}
