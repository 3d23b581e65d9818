// How much of the list is there and how old it is, with the way to stop or renew it.
import { RefreshCw } from 'lucide-react';
import { memo } from 'react';
import type { CatalogueFeed, FeedState } from '../../api/catalogue-feed.ts';
import { formatWhole } from '../../ui/format-count.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { agoWords } from '../../ui/time.tsx';
import { useNow } from './use-now.ts';

export const CatalogueStatus = memo(function CatalogueStatus({
  feed,
  catalogue,
}: {
  feed: CatalogueFeed;
  catalogue: FeedState;
}) {
  const { phase, loaded, fetchedAt } = catalogue;
  const nowMs = useNow(30_000);
  if (phase === 'waiting' || phase === 'loading') {
    return (
      <div className="flex min-h-8 items-center gap-2 text-sm text-ink-3">
        <Spinner className="size-3.5" />
        <span className="tabular-nums">
          {loaded === 0 ? 'Asking for the list' : `${formatWhole(loaded)} models so far`}
        </span>
        {phase === 'loading' && (
          <button
            type="button"
            onClick={feed.stop}
            className="h-8 rounded-md px-2 font-medium text-ink-2 hover:bg-hover hover:text-ink pointer-coarse:h-11"
          >
            Stop
          </button>
        )}
      </div>
    );
  }
  const ago = fetchedAt === null ? null : agoWords(Math.min(Date.parse(fetchedAt), nowMs), nowMs);
  const words =
    phase === 'done'
      ? `Updated ${ago}`
      : ago !== null
        ? `Kept from ${ago}`
        : catalogue.shown.index.size === 0
          ? 'Nothing loaded'
          : phase === 'stopped'
            ? 'Stopped before the end'
            : 'Broke off before the end';
  return (
    <div className="flex min-h-8 items-center gap-1 text-sm text-ink-3">
      <span>{words}</span>
      <IconButton
        icon={RefreshCw}
        label={phase === 'done' ? 'Load the list again' : 'Load the whole list'}
        size="small"
        onClick={feed.refresh}
      />
    </div>
  );
});
