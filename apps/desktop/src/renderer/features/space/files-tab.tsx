// The files of a Space: looked through, read, written and brought back, each
// change as one commit; and the history of them all.
import { useInfiniteQuery } from '@tanstack/react-query';
import { ChevronLeft, Download, FilePlus2, History } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { SpaceDetails } from '@hubdesk/shared/spaces/space';
import { orpc } from '../../api/client.ts';
import { downloadRepo } from '../../api/download-repo.ts';
import { explain } from '../../api/explain.ts';
import { toFailure } from '../../api/failure.ts';
import { Button } from '../../ui/button.tsx';
import { cx } from '../../ui/cx.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { FileTree, type FolderContent } from '../../ui/file-tree.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { ReasonedButton } from '../../ui/reasoned-button.tsx';
import { useDownload } from '../../ui/use-download.ts';
import { CommitList } from './commit-list.tsx';
import type { FileDrafts } from './file-drafts.ts';
import { FilePane } from './file-pane.tsx';
import { NewFileDialog } from './new-file-dialog.tsx';
import type { SpaceSearch, SpaceSearchChange } from './space-search.ts';

export interface FilesTabProps {
  details: SpaceDetails;
  search: SpaceSearch;
  onGo: (change: SpaceSearchChange) => void;
  drafts: FileDrafts;
  onDrafts: (change: (before: FileDrafts) => FileDrafts) => void;
}

export function FilesTab({ details, search, onGo, drafts, onDrafts }: FilesTabProps) {
  const { id, forbids, sha } = details;
  const { path, at } = search;
  const [naming, setNaming] = useState(false);
  const download = useDownload(id, downloadRepo('space', id));
  const marked = new Map(path === undefined ? [] : [[path, path]]);
  const unsaved = [...drafts].filter(([, draft]) => draft.isNew).map(([name]) => name);
  return (
    <div className="grid h-full min-h-0 rail:grid-cols-[16.5rem_minmax(0,1fr)]">
      <nav
        aria-label="Files of the Space"
        className={cx(
          'flex min-h-0 flex-col border-line rail:border-r',
          // On a narrow window one thing shows at a time.
          path !== undefined && 'max-rail:hidden',
        )}
      >
        <div className="flex items-center gap-1 py-2.5 pr-3 pl-6 rail:pl-8">
          <ReasonedButton size="small" icon={FilePlus2} reason={forbids.write} onClick={() => setNaming(true)}>
            New file
          </ReasonedButton>
          <IconButton
            icon={Download}
            label="Download all files"
            size="small"
            className="ml-auto"
            disabled={download.starting}
            onClick={() => download.start()}
          />
          <IconButton
            icon={History}
            label="History of the files"
            size="small"
            aria-pressed={path === undefined}
            className={path === undefined ? 'bg-pressed text-ink' : ''}
            onClick={() => onGo({ path: undefined, at: undefined })}
          />
        </div>
        {download.error && <ErrorNotice className="mx-3 mb-2" explanation={explain(toFailure(download.error))} />}
        <div className="min-h-0 flex-1 overflow-y-auto pb-6 pl-4 rail:pl-6 pr-3">
          {unsaved.map((name) => (
            <button
              key={name}
              type="button"
              onClick={() => onGo({ path: name, at: undefined })}
              className={cx(
                'flex min-h-8 w-full items-center justify-between gap-2 rounded-md px-2 text-left text-ink',
                name === path ? 'bg-accent-soft' : 'hover:bg-hover',
              )}
            >
              <span className="truncate">{name}</span>
              <span className="text-xs text-ink-3">not saved</span>
            </button>
          ))}
          <FileTree
            isNarrow
            marked={marked}
            onMark={(file) => onGo({ path: file.path, at: undefined })}
            renderFolder={(folder, show) => (
              <SpaceFolder space={id} folder={folder}>
                {show}
              </SpaceFolder>
            )}
          />
        </div>
      </nav>
      <div className="flex min-h-0 min-w-0 flex-col">
        {path === undefined ? (
          <CommitList details={details} />
        ) : (
          <>
            <div className="px-4 pt-2 rail:hidden">
              <Button
                size="small"
                variant="quiet"
                icon={ChevronLeft}
                onClick={() => onGo({ path: undefined, at: undefined })}
              >
                All files
              </Button>
            </div>
            <FilePane
              key={`${path} ${at ?? ''}`}
              details={details}
              path={path}
              at={at ?? null}
              draft={drafts.get(path) ?? null}
              onDraft={(draft) =>
                onDrafts((before) => {
                  const next = new Map(before);
                  if (draft) next.set(path, draft);
                  else next.delete(path);
                  return next;
                })
              }
              onGo={onGo}
            />
          </>
        )}
      </div>
      {naming && (
        <NewFileDialog
          space={id}
          onClose={() => setNaming(false)}
          onName={(name) => {
            setNaming(false);
            onDrafts((before) => new Map(before).set(name, { text: '', commit: sha, isNew: true }));
            onGo({ path: name, at: undefined });
          }}
        />
      )}
    </div>
  );
}

interface SpaceFolderProps {
  space: string;
  folder: string;
  children: (content: FolderContent) => ReactNode;
}

function SpaceFolder({ space, folder, children }: SpaceFolderProps) {
  const { data, error, refetch, isFetching, hasNextPage, fetchNextPage } = useInfiniteQuery(
    orpc.spaces.files.infiniteOptions({
      input: (cursor: string | null) => ({ space, folder, cursor }),
      initialPageParam: null,
      getNextPageParam: (last) => last.cursor,
    }),
  );
  return children({
    files: data?.pages.flatMap((page) => page.files),
    problem: error && explain(toFailure(error)),
    isAsking: isFetching,
    hasMore: hasNextPage,
    onMore: () => void (data ? fetchNextPage() : refetch()),
  });
}
