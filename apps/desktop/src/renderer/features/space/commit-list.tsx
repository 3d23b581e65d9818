// Who changed the files of a Space, when, and with which words.
import { useInfiniteQuery } from '@tanstack/react-query';
import type { SpaceDetails } from '@hubdesk/shared/spaces/space';
import { orpc } from '../../api/client.ts';
import { explain } from '../../api/explain.ts';
import { toFailure } from '../../api/failure.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { ExternalLink } from '../../ui/external-link.tsx';
import { ListSkeleton } from '../../ui/list-skeleton.tsx';
import { Time } from '../../ui/time.tsx';
import { visibleText } from '../../ui/visible-text.ts';
import { historyOptions } from './history-options.ts';

export function CommitList({ details }: { details: SpaceDetails }) {
  const { id, url, runtime } = details;
  const { data, error, refetch, isFetching, hasNextPage, fetchNextPage } = useInfiniteQuery(
    orpc.spaces.history.infiniteOptions(historyOptions(id)),
  );
  const commits = data?.pages.flatMap((page) => page.commits) ?? [];
  return (
    <section aria-labelledby="space-history" className="flex min-h-0 flex-1 flex-col overflow-y-auto">
      <h2 id="space-history" className="px-6 py-3.5 text-base font-semibold text-ink rail:px-8">
        History
      </h2>
      {!data && !error && <ListSkeleton label="The history is loading" rows={5} />}
      {error && (
        <ErrorNotice
          className="mx-6 rail:mx-8"
          explanation={explain(toFailure(error))}
          onRetry={() => void refetch()}
          retrying={isFetching}
        />
      )}
      {commits.length > 0 && (
        <ol className="border-t border-line">
          {commits.map((commit) => (
            <li
              key={commit.id}
              className="flex flex-wrap items-baseline gap-x-4 gap-y-0.5 border-b border-line px-6 py-2.5 rail:px-8"
            >
              <span className="min-w-48 flex-1 [overflow-wrap:anywhere] text-ink">
                {visibleText(commit.title)}
                {commit.id === runtime.sha && (
                  <Badge tone="accent" className="ml-2">
                    Runs now
                  </Badge>
                )}
              </span>
              <span className="text-sm text-ink-2">{commit.authors.map(visibleText).join(', ')}</span>
              <span className="w-28 text-sm text-ink-3">
                <Time iso={commit.at} />
              </span>
              <span className="font-mono text-xs">
                <ExternalLink href={`${url}/commit/${commit.id}`}>{commit.id.slice(0, 7)}</ExternalLink>
              </span>
            </li>
          ))}
        </ol>
      )}
      {hasNextPage && (
        <div className="px-6 py-3 rail:px-8">
          <Button size="small" loading={isFetching} onClick={() => void fetchNextPage()}>
            Show earlier ones
          </Button>
        </div>
      )}
    </section>
  );
}
