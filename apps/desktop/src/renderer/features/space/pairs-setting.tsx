// Variables with their values, or secrets with their names alone: one line each,
// changed in a dialog, taken away after a question.
import { useMutation, useQuery } from '@tanstack/react-query';
import { KeyRound, Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { SpaceDetails } from '@hubdesk/shared/spaces/space';
import { orpc } from '../../api/client.ts';
import { explain } from '../../api/explain.ts';
import { toFailure } from '../../api/failure.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { ReasonedButton } from '../../ui/reasoned-button.tsx';
import { Setting } from '../../ui/setting.tsx';
import { Loading, Skeleton } from '../../ui/skeleton.tsx';
import { Time } from '../../ui/time.tsx';
import { toast } from '../../ui/toast.tsx';
import { visibleText } from '../../ui/visible-text.ts';
import { PairDialog } from './pair-dialog.tsx';

const words = {
  variable: {
    title: 'Variables',
    text: 'The app reads them from its environment, and so may anybody who reads the Space. Each change restarts it.',
    none: 'It has none.',
  },
  secret: {
    title: 'Secrets',
    text: 'The app reads them from its environment. Their values are never shown again, here or on the Hub. Each change restarts it.',
    none: 'It has none.',
  },
};

interface Pair {
  key: string;
  value?: string;
  description: string | null;
  updatedAt: string | null;
}

export function PairsSetting({ details, kind }: { details: SpaceDetails; kind: 'variable' | 'secret' }) {
  const { id, forbids, mayWrite } = details;
  const [editing, setEditing] = useState<Pair | 'new' | null>(null);
  const [removing, setRemoving] = useState<string | null>(null);
  const { data, error, refetch, isFetching } = useQuery(
    orpc.spaces.pairs.queryOptions({ input: { space: id }, enabled: mayWrite }),
  );
  const remove = useMutation(
    orpc.spaces.removePair.mutationOptions({
      onSuccess: (_none, { key }) => {
        setRemoving(null);
        toast(`${key} is gone. The Space starts again`);
      },
    }),
  );
  const isSecret = kind === 'secret';
  const pairs: readonly Pair[] | undefined = isSecret ? data?.secrets : data?.variables;
  const taken = data ? [...data.variables, ...data.secrets].map(({ key }) => key) : [];
  return (
    <Setting
      title={words[kind].title}
      text={words[kind].text}
      end={
        <ReasonedButton size="small" reason={forbids.write} onClick={() => setEditing('new')}>
          Add a {kind}
        </ReasonedButton>
      }
    >
      {error && (
        <ErrorNotice explanation={explain(toFailure(error))} onRetry={() => void refetch()} retrying={isFetching} />
      )}
      {!pairs && !error && mayWrite && (
        <Loading label={`The ${kind}s are loading`} className="grid w-full gap-2">
          <Skeleton className="h-10 w-full" />
        </Loading>
      )}
      {!mayWrite && <p className="text-sm text-ink-3">Only those who may change the Space see them.</p>}
      {pairs?.length === 0 && <p className="text-sm text-ink-3">{words[kind].none}</p>}
      {pairs && pairs.length > 0 && (
        <ul
          aria-label={words[kind].title}
          className="w-full divide-y divide-line rounded-lg border border-line-strong bg-surface"
        >
          {pairs.map((pair) => (
            <li key={pair.key} className="flex items-center gap-3 py-1.5 pr-1.5 pl-3.5">
              <div className="grid min-w-0 flex-1 gap-x-4 rail:grid-cols-[minmax(8rem,14rem)_minmax(0,1fr)]">
                <span className="truncate font-mono text-sm font-medium text-ink">{visibleText(pair.key)}</span>
                {pair.value === undefined ? (
                  <span className="flex items-center gap-1.5 text-sm text-ink-3">
                    <KeyRound aria-hidden className="size-3.5" strokeWidth={1.75} />
                    {pair.updatedAt === null ? (
                      'set'
                    ) : (
                      <span>
                        set <Time iso={pair.updatedAt} />
                      </span>
                    )}
                  </span>
                ) : (
                  <span className="truncate font-mono text-sm text-ink-2" title={pair.value}>
                    {pair.value === '' ? '(empty)' : visibleText(pair.value)}
                  </span>
                )}
                {pair.description && (
                  <span className="col-span-full truncate text-xs text-ink-3">{visibleText(pair.description)}</span>
                )}
              </div>
              {forbids.write === null && (
                <span className="flex">
                  <IconButton
                    icon={Pencil}
                    label={isSecret ? `Replace ${pair.key}` : `Change ${pair.key}`}
                    size="small"
                    onClick={() => setEditing(pair)}
                  />
                  <IconButton
                    icon={Trash2}
                    label={`Remove ${pair.key}`}
                    size="small"
                    onClick={() => setRemoving(pair.key)}
                  />
                </span>
              )}
            </li>
          ))}
        </ul>
      )}
      {editing !== null && (
        <PairDialog
          space={id}
          kind={kind}
          name={editing === 'new' ? null : editing.key}
          {...(editing !== 'new' && { value: editing.value ?? '', description: editing.description ?? '' })}
          taken={taken}
          onClose={() => setEditing(null)}
        />
      )}
      <ConfirmDialog
        open={removing !== null}
        onOpenChange={(open) => {
          if (open) return;
          remove.reset();
          setRemoving(null);
        }}
        title={`Remove ${removing ?? ''}?`}
        description={
          isSecret
            ? 'Its value cannot be read first, here or anywhere. The Space starts again without it.'
            : 'The Space starts again without it.'
        }
        confirmLabel={`Remove the ${kind}`}
        loss
        loading={remove.isPending}
        onConfirm={() => removing !== null && remove.mutate({ space: id, kind, key: removing })}
      >
        {remove.error && <ErrorNotice explanation={explain(toFailure(remove.error))} />}
      </ConfirmDialog>
    </Setting>
  );
}
