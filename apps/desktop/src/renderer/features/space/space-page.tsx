// A Space: how it is, its app and its answers, what it says, its files, and what
// may be changed.
import { getRouteApi, Link, useBlocker } from '@tanstack/react-router';
import { SearchX } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { SpaceDetails } from '@hubdesk/shared/spaces/space';
import { stageWords } from '@hubdesk/shared/spaces/stages';
import { explain } from '../../api/explain.ts';
import { toFailure } from '../../api/failure.ts';
import { spacePlace } from '../../api/space-place.ts';
import { BackLink } from '../../ui/back-link.tsx';
import { buttonClasses } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { formatPlural } from '../../ui/format-count.ts';
import { Loading, Skeleton } from '../../ui/skeleton.tsx';
import { SpokenNews } from '../../ui/spoken-news.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { AppTab } from './app-tab.tsx';
import { FilesTab } from './files-tab.tsx';
import { LogsTab } from './logs-tab.tsx';
import { SettingsTab } from './settings-tab.tsx';
import { SpaceHeader } from './space-header.tsx';
import { parseSpaceSearch, type SpaceSearchChange } from './space-search.ts';
import type { FileDrafts } from './file-drafts.ts';
import { type SpaceEvent, useSpace } from './use-space.ts';

const route = getRouteApi('/shell/spaces/hub/$namespace/$name');

export function SpacePage() {
  const { namespace, name } = route.useParams();
  const space = `${namespace}/${name}`;
  return <SpaceView key={space} space={space} />;
}

function SpaceView({ space }: { space: string }) {
  const { data, error, refetch, isFetching, events, following } = useSpace(space);
  const isGone = error !== null && toFailure(error).code === 'NOT_FOUND';
  if (data && !isGone) return <SpaceDesk space={space} details={data} events={events} following={following} />;
  return (
    <div className="grid content-start gap-4 px-6 py-5 rail:px-8">
      <BackLink to="/spaces">Spaces</BackLink>
      {error ? (
        <Missing space={space} error={error} onRetry={() => void refetch()} retrying={isFetching} />
      ) : (
        <Loading label="The Space is loading" className="grid gap-4">
          <h1 tabIndex={-1} data-page-heading className="sr-only">
            {space}
          </h1>
          <div className="flex gap-4">
            <Skeleton className="size-12" />
            <div className="grid gap-2.5">
              <Skeleton className="h-7 w-72" />
              <Skeleton className="h-4 w-96 max-w-full" />
            </div>
          </div>
          <Skeleton className="mt-6 h-96 w-full" />
        </Loading>
      )}
    </div>
  );
}

function SpaceDesk({
  space,
  details,
  events,
  following,
}: {
  /** As the address has it. */
  space: string;
  details: SpaceDetails;
  events: readonly SpaceEvent[];
  following: 'live' | 'waiting';
}) {
  const { id, runtime } = details;
  const navigate = route.useNavigate();
  const search = route.useSearch({ select: (raw) => parseSpaceSearch({ ...raw }) });
  const go = (change: SpaceSearchChange) =>
    void navigate({ replace: true, search: (before) => parseSpaceSearch({ ...before, ...change }) });
  // What was written into files and not saved: it outlives a look at another part.
  const [drafts, setDrafts] = useState<FileDrafts>(new Map());
  // Renamed elsewhere it answers to its old name as well; with files unsaved the page stays where they are.
  const isElsewhere = id !== space && drafts.size === 0;
  useEffect(() => {
    if (isElsewhere) void navigate({ ...spacePlace(id), search: (before) => before, replace: true });
  }, [id, isElsewhere, navigate]);
  const words = stageWords(runtime.stage);
  return (
    <div className="flex h-full min-h-168 flex-col pt-5">
      <div className="grid gap-3 px-6 pb-4 rail:px-8">
        <BackLink to="/spaces">Spaces</BackLink>
        <SpaceHeader details={details} />
        {following === 'waiting' && (
          <p role="status" className="text-sm text-ink-2">
            The Hub cannot be reached. What shows here may have changed; it is brought up to date once it answers again.
          </p>
        )}
      </div>
      <SpokenNews news={`${words.label}. ${words.sentence}`} />
      <Tabs
        label="Parts of the Space"
        className="flex min-h-0 flex-1 flex-col"
        listClassName="px-6 rail:px-8"
        panelClassName="min-h-0 flex-1 overflow-y-auto outline-offset-[-2px]"
        value={search.tab ?? 'app'}
        onChange={(tab) => go({ tab: tab === 'app' ? undefined : tab })}
        tabs={[
          { value: 'app', label: 'App', panel: <AppTab details={details} onGo={go} /> },
          {
            value: 'logs',
            label: 'Logs',
            panel: <LogsTab details={details} events={events} log={search.log} onGo={go} />,
          },
          {
            value: 'files',
            label: 'Files',
            ...(drafts.size > 0 && { end: formatPlural(drafts.size, 'not saved', 'not saved') }),
            panel: <FilesTab details={details} search={search} onGo={go} drafts={drafts} onDrafts={setDrafts} />,
          },
          { value: 'settings', label: 'Settings', panel: <SettingsTab key={id} details={details} /> },
        ]}
      />
      <UnsavedGuard drafts={drafts} />
    </div>
  );
}

/** Asks before what was written is lost with the page. */
function UnsavedGuard({ drafts }: { drafts: FileDrafts }) {
  const hasDrafts = drafts.size > 0;
  const { status, proceed, reset } = useBlocker({
    shouldBlockFn: ({ current, next }) => hasDrafts && current.pathname !== next.pathname,
    enableBeforeUnload: hasDrafts,
    withResolver: true,
  });
  return (
    <ConfirmDialog
      open={status === 'blocked'}
      onOpenChange={(open) => !open && reset?.()}
      title={drafts.size === 1 ? 'Leave without saving this file?' : `Leave without saving ${drafts.size} files?`}
      description={`What you wrote in ${[...drafts.keys()].join(', ')} is not saved yet and would be gone.`}
      confirmLabel="Leave without saving"
      loss
      onConfirm={() => proceed?.()}
    />
  );
}

function Missing(props: { space: string; error: Error; onRetry: () => void; retrying: boolean }) {
  const { space, error, onRetry, retrying } = props;
  const failure = toFailure(error);
  return (
    <>
      <h1 tabIndex={-1} data-page-heading className="sr-only">
        {space}
      </h1>
      {failure.code === 'NOT_FOUND' ? (
        <EmptyState
          drawing={<SearchX className="size-8" strokeWidth={1.25} />}
          title={`There is no ${space}`}
          action={
            <Link to="/spaces" className={buttonClasses('secondary')}>
              See the Spaces
            </Link>
          }
        >
          It may have been renamed, deleted or made private.
        </EmptyState>
      ) : (
        <ErrorNotice explanation={explain(failure)} onRetry={onRetry} retrying={retrying} />
      )}
    </>
  );
}
