// Datasets in preparation on this computer. Closing one forgets what was made of
// it and nothing of the files.
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Draft } from '@hubdesk/shared/datasets/draft';
import { orpc } from '../../api/client.ts';
import { explain } from '../../api/explain.ts';
import { toFailure } from '../../api/failure.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { formatPlural } from '../../ui/format-count.ts';
import { RowList } from '../../ui/row-list.tsx';
import { DraftRowView } from './draft-row-view.tsx';
import { ListSkeleton } from '../../ui/list-skeleton.tsx';

const arrivingPollMs = 1_000;

export function DraftList() {
  const {
    data: drafts,
    error,
    refetch,
    isFetching,
  } = useQuery(
    orpc.drafts.list.queryOptions({
      // What arrives from the page itself is announced by nobody.
      refetchInterval: ({ state }) => (state.data?.some(({ arriving }) => arriving) ? arrivingPollMs : false),
    }),
  );
  const [asked, setAsked] = useState<Draft | null>(null);
  const close = useMutation(orpc.drafts.close.mutationOptions());
  const forget = (draft: Draft) => close.mutate({ draft: draft.id }, { onSuccess: () => setAsked(null) });

  if (error) {
    return (
      <ErrorNotice
        className="mx-6 rail:mx-8"
        explanation={explain(toFailure(error))}
        onRetry={() => void refetch()}
        retrying={isFetching}
      />
    );
  }
  if (!drafts) return <ListSkeleton label="Datasets on this computer are loading" rows={3} />;
  if (drafts.length === 0) {
    return (
      <p className="px-6 text-ink-2 rail:px-8">
        What you open is kept here with your edits, until you close it. Nothing is open now.
      </p>
    );
  }
  return (
    <>
      <RowList
        label="Datasets on this computer"
        items={drafts}
        keyOf={(draft) => draft.id}
        className="border-t border-line"
        renderRow={(draft, tabIndex) => (
          <DraftRowView
            draft={draft}
            tabIndex={tabIndex}
            onClose={(chosen) => (holdsWork(chosen) ? setAsked(chosen) : forget(chosen))}
          />
        )}
      />
      {close.error && <ErrorNotice className="mx-6 mt-3 rail:mx-8" explanation={explain(toFailure(close.error))} />}
      <ConfirmDialog
        open={asked !== null}
        onOpenChange={(open) => !open && setAsked(null)}
        title={`Close ${asked?.name ?? ''}?`}
        description={asked && lossWords(asked)}
        confirmLabel="Close it"
        loss
        loading={close.isPending}
        onConfirm={() => asked && forget(asked)}
      />
    </>
  );
}

/** Something a person made, which opening it again would not bring back. */
function holdsWork({ edits, plan }: Draft): boolean {
  return edits.changed + edits.dropped > 0 || plan.mapping !== null || plan.dropped.length > 0;
}

function lossWords({ edits, plan }: Draft): string {
  const changed = edits.changed + edits.dropped;
  const lost = [
    changed > 0 && formatPlural(changed, 'edited row'),
    plan.mapping !== null && 'the mapping',
    plan.dropped.length > 0 && 'what was to be left out',
  ].filter(Boolean);
  return `This forgets ${lost.join(' and ')}. The files it was read from stay as they are, and so does what was uploaded.`;
}
