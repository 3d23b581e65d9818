// The files of a dataset as the tree they are. Files and folders can be marked
// and downloaded, together or all of them.
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { DatasetDetails, RepoFile } from '@hubdesk/shared/datasets/dataset';
import { orpc } from '../../api/client.ts';
import { downloadRepo } from '../../api/download-repo.ts';
import { explain } from '../../api/explain.ts';
import { toFailure } from '../../api/failure.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { FileTree, type FolderContent } from '../../ui/file-tree.tsx';
import { formatBytes } from '../../ui/format-bytes.ts';
import { formatPlural, formatWhole } from '../../ui/format-count.ts';
import { useDownload } from '../../ui/use-download.ts';
import { listFiles, mostPaths } from './list-files.ts';

const noneMarked: ReadonlyMap<string, RepoFile> = new Map();

export function FilesTab({ details }: { details: DatasetDetails }) {
  const { id, files, usedBytes } = details;
  const queryClient = useQueryClient();
  const [marked, setMarked] = useState(noneMarked);
  const [tooMany, setTooMany] = useState(false);
  const download = useDownload(id, downloadRepo('dataset', id));
  const findMarked = async () => {
    const kinds = new Map([...marked.values()].map(({ path, kind }) => [path, kind]));
    const paths = await listFiles(queryClient, id, kinds);
    setTooMany(paths === null);
    return paths ?? undefined;
  };
  const markedBytes = [...marked.values()].reduce((sum, { kind, bytes }) => (kind === 'file' ? sum + bytes : sum), 0);
  const hasFolders = [...marked.values()].some(({ kind }) => kind === 'folder');

  return (
    <div className="grid content-start">
      <div className="flex min-h-15 flex-wrap items-center justify-between gap-x-6 gap-y-2 px-6 py-3 rail:px-8">
        <p role="status" className="text-sm text-ink-2 tabular-nums">
          {marked.size === 0
            ? [formatPlural(files, 'file'), usedBytes !== null && formatBytes(usedBytes)].filter(Boolean).join(' · ')
            : `${formatPlural(marked.size, 'entry', 'entries')} marked${hasFolders ? '' : ` · ${formatBytes(markedBytes)}`}`}
        </p>
        <div className="flex flex-wrap gap-2">
          {marked.size > 0 && (
            <>
              <Button variant="quiet" onClick={() => setMarked(noneMarked)}>
                Mark none
              </Button>
              <Button
                variant="primary"
                icon={Download}
                loading={download.starting}
                onClick={() => download.start(findMarked)}
              >
                Download what is marked
              </Button>
            </>
          )}
          {marked.size === 0 && (
            <Button icon={Download} loading={download.starting} disabled={files === 0} onClick={() => download.start()}>
              Download all
            </Button>
          )}
        </div>
      </div>
      {download.error && (
        <ErrorNotice className="mx-6 mb-4 rail:mx-8" explanation={explain(toFailure(download.error))} />
      )}
      {tooMany && (
        <p role="alert" className="mx-6 mb-4 text-ink-2 rail:mx-8">
          More than {formatWhole(mostPaths)} files are marked. Mark fewer, or download all.
        </p>
      )}
      <FileTree
        renderFolder={(folder, show) => (
          <DatasetFolder dataset={id} folder={folder}>
            {show}
          </DatasetFolder>
        )}
        marked={marked}
        onMark={(file) => {
          const next = new Map(marked);
          if (!next.delete(file.path)) next.set(file.path, file);
          setTooMany(false);
          setMarked(next);
        }}
      />
    </div>
  );
}

function DatasetFolder({
  dataset,
  folder,
  children,
}: {
  dataset: string;
  folder: string;
  children: (content: FolderContent) => ReactNode;
}) {
  const { data, error, refetch, isFetching, hasNextPage, fetchNextPage } = useInfiniteQuery(
    orpc.datasets.files.infiniteOptions({
      input: (cursor: string | null) => ({ dataset, folder, cursor }),
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
