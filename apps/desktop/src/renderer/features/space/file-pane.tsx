// One file of a Space: read with colours, as it is or as it was at a commit;
// written and saved as one commit. What somebody else saved meanwhile is shown
// before anything is written over.
import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query';
import { FilePlus2, Pencil, RotateCcw, Trash2 } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import type { SpaceDetails } from '@hubdesk/shared/spaces/space';
import { client, orpc } from '../../api/client.ts';
import { explain } from '../../api/explain.ts';
import { toFailure } from '../../api/failure.ts';
import { codeLanguage } from '../../ui/code-language.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { ExternalLink } from '../../ui/external-link.tsx';
import { formatBytes } from '../../ui/format-bytes.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { ReasonedButton } from '../../ui/reasoned-button.tsx';
import { Select } from '../../ui/select.tsx';
import { Loading, Skeleton } from '../../ui/skeleton.tsx';
import { agoWords } from '../../ui/time.tsx';
import { toast } from '../../ui/toast.tsx';
import { useMinute } from '../../ui/use-minute.ts';
import { visibleText } from '../../ui/visible-text.ts';
import type { FileDraft } from './file-drafts.ts';
import { FileEditor } from './file-editor.tsx';
import { historyOptions } from './history-options.ts';
import type { SpaceSearchChange } from './space-search.ts';

const CodeView = lazy(async () => ({ default: (await import('../../ui/code-view.tsx')).CodeView }));

export interface FilePaneProps {
  details: SpaceDetails;
  path: string;
  /** A commit; null: the newest. */
  at: string | null;
  draft: FileDraft | null;
  /** Null lets go of what was written. */
  onDraft: (draft: FileDraft | null) => void;
  onGo: (change: SpaceSearchChange) => void;
}

export function FilePane({ details, path, at, draft, onDraft, onGo }: FilePaneProps) {
  const { id, forbids, url, sha } = details;
  const [removing, setRemoving] = useState(false);
  const { data, error, refetch, isFetching } = useQuery(
    orpc.spaces.file.queryOptions({
      input: { space: id, path, ...(at !== null && { revision: at }) },
      enabled: draft?.isNew !== true,
    }),
  );
  const remove = useMutation(
    orpc.spaces.saveFiles.mutationOptions({
      onSuccess: () => {
        onDraft(null);
        onGo({ path: undefined, at: undefined });
        toast(`${path} is deleted. The Space starts again`);
      },
      // Asked once more, it is about the file as it is now.
      onError: (failed) => {
        if (toFailure(failed).code === 'CONFLICT') void refetch();
      },
    }),
  );
  const bringBack = useMutation({
    mutationFn: async (text: string) => {
      const message = `Bring back ${path} as of ${at?.slice(0, 7)}`;
      return client.spaces.saveFiles({ space: id, files: [{ path, text }], message, commit: await newestCommit() });
    },
    onSuccess: () => {
      onGo({ at: undefined });
      toast(`${path} is as it was. The Space starts again`);
    },
  });
  /** Of the file as it is now; of the Space where the file is gone. */
  async function newestCommit(): Promise<string | null> {
    try {
      return (await client.spaces.file({ space: id, path })).commit;
    } catch (caught) {
      if (toFailure(caught).code === 'NOT_FOUND') return sha;
      throw caught;
    }
  }
  const name = visibleText(path);
  const isMissing = error !== null && toFailure(error).code === 'NOT_FOUND';

  if (draft && at === null) {
    return <FileEditor details={details} path={path} draft={draft} known={data ?? null} onDraft={onDraft} />;
  }
  return (
    <section aria-label={name} className="flex min-h-0 flex-1 flex-col">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2 border-b border-line py-2 pr-4 pl-6">
        <h2 className="min-w-0 truncate font-mono text-sm font-medium text-ink">{name}</h2>
        {data && <span className="text-sm text-ink-3 tabular-nums">{formatBytes(data.bytes)}</span>}
        <div className="ml-auto flex flex-wrap items-center gap-1.5">
          <VersionChoice space={id} at={at} onAt={(next) => onGo({ at: next ?? undefined })} />
          {data && data.text !== null && <CopyButton text={data.text} label="Copy the file" />}
          {at === null ? (
            <>
              {data && (
                <ReasonedButton
                  size="small"
                  icon={Pencil}
                  reason={data.text === null ? 'It is no text, or longer than a megabyte.' : forbids.write}
                  onClick={() => data.text !== null && onDraft({ text: data.text, commit: data.commit, isNew: false })}
                >
                  Edit
                </ReasonedButton>
              )}
              {data && forbids.write === null && (
                <IconButton icon={Trash2} label="Delete the file" size="small" onClick={() => setRemoving(true)} />
              )}
            </>
          ) : (
            data &&
            data.text !== null && (
              <ReasonedButton
                size="small"
                icon={RotateCcw}
                reason={forbids.write}
                loading={bringBack.isPending}
                onClick={() => data.text !== null && bringBack.mutate(data.text)}
              >
                Bring it back
              </ReasonedButton>
            )
          )}
        </div>
      </div>
      {bringBack.error && <ErrorNotice className="m-4" explanation={explain(toFailure(bringBack.error))} />}
      {isMissing ? (
        <EmptyState
          title={at === null ? 'This file is not there' : 'It was not there then'}
          action={
            at === null && (
              <ReasonedButton
                icon={FilePlus2}
                reason={forbids.write}
                onClick={() => onDraft({ text: '', commit: sha, isNew: true })}
              >
                Write it
              </ReasonedButton>
            )
          }
        >
          {at === null
            ? 'There is none of this name yet, or somebody deleted or renamed it: the history knows.'
            : 'At this commit there was no file of this name. Choose another version.'}
        </EmptyState>
      ) : (
        error && (
          <ErrorNotice
            className="m-4"
            explanation={explain(toFailure(error))}
            onRetry={() => void refetch()}
            retrying={isFetching}
          />
        )
      )}
      {!data && !error && <FileSkeleton />}
      {data &&
        !error &&
        (data.text === null ? (
          <EmptyState
            title="Not shown here"
            action={<ExternalLink href={`${url}/blob/${at ?? 'main'}/${path}`}>See it on the Hub</ExternalLink>}
          >
            It is no text, or longer than a megabyte.
          </EmptyState>
        ) : (
          <Suspense fallback={<FileSkeleton />}>
            <CodeView
              text={data.text}
              label={name}
              language={codeLanguage(path)}
              className="max-h-none! min-h-0 flex-1 rounded-none! border-0! bg-surface! px-6! py-4!"
            />
          </Suspense>
        ))}
      <ConfirmDialog
        open={removing}
        onOpenChange={(open) => {
          remove.reset();
          setRemoving(open);
        }}
        title={`Delete ${name}?`}
        description="One commit takes it out, and the Space starts again without it. The history keeps it, and can bring it back."
        confirmLabel="Delete the file"
        loss
        loading={remove.isPending}
        onConfirm={() =>
          remove.mutate({
            space: id,
            files: [{ path, text: null }],
            message: `Delete ${path}`,
            commit: data?.commit ?? null,
          })
        }
      >
        {remove.error && <ErrorNotice explanation={explain(toFailure(remove.error))} />}
      </ConfirmDialog>
    </section>
  );
}

const newest = 'newest';

/** As of which commit it is read. */
function VersionChoice({ space, at, onAt }: { space: string; at: string | null; onAt: (at: string | null) => void }) {
  const minute = useMinute();
  const { data } = useInfiniteQuery(orpc.spaces.history.infiniteOptions(historyOptions(space)));
  const commits = data?.pages.flatMap((page) => page.commits) ?? [];
  const isListed = at === null || commits.some(({ id }) => id === at);
  return (
    <Select
      label="Version"
      hideLabel
      className="w-44"
      options={[
        { value: newest, label: 'Newest version' },
        ...(isListed ? [] : [{ value: at, label: `As of ${at.slice(0, 7)}` }]),
        ...commits.slice(1).map((commit) => ({
          value: commit.id,
          label: visibleText(commit.title),
          hint: `${commit.authors.map(visibleText).join(', ')}, ${agoWords(Date.parse(commit.at), minute)}`,
        })),
      ]}
      value={at ?? newest}
      onChange={(next) => onAt(next === newest ? null : next)}
    />
  );
}

function FileSkeleton() {
  return (
    <Loading label="The file is loading" className="grid gap-2.5 px-6 py-5">
      {['w-1/3', 'w-1/2', 'w-2/5', 'w-1/4', 'w-3/5', 'w-1/3'].map((width, at) => (
        <Skeleton key={at} className={`h-2.5 ${width}`} />
      ))}
    </Loading>
  );
}
