// What is pushed, file by file: to be read, changed, compared and given back.
import { useQuery } from '@tanstack/react-query';
import { FilePlus2 } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { orpc } from '../../api/client.ts';
import { explain } from '../../api/explain.ts';
import { toFailure } from '../../api/failure.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { cx } from '../../ui/cx.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { formatBytes } from '../../ui/format-bytes.ts';
import { formatPlural } from '../../ui/format-count.ts';
import { Part } from '../../ui/part.tsx';
import { Loading, Skeleton } from '../../ui/skeleton.tsx';
import { useSettled } from '../../ui/use-settled.ts';
import { visibleText } from '../../ui/visible-text.ts';
import { AddFileDialog } from './add-file-dialog.tsx';
import type { DeployForm } from './use-deploy-form.ts';

// The highlighter and the comparison come with what shows them.
const FilePanel = lazy(async () => ({ default: (await import('./file-panel.tsx')).FilePanel }));

export interface PushedFile {
  path: string;
  bytes: number;
  /** Null for what is no text, or too long to show. */
  text: string | null;
  /** What it is without a change by hand; null where there is nothing or nobody knows. */
  origin: string | null;
  from: 'generated' | 'edited' | 'added' | 'folder';
}

const longestList = 300;

export function FilesPart({ form }: { form: DeployForm }) {
  const { config, source } = form;
  const [chosen, setChosen] = useState<string | null>(null);
  const [adding, setAdding] = useState(false);
  const folder = useFolder(form);
  const files = source === 'folder' ? folder.files : generatedFiles(form);
  const totalBytes = folder.totalBytes ?? files.reduce((sum, { bytes }) => sum + bytes, 0);
  const shown = files.find(({ path }) => path === chosen) ?? files.find(({ path }) => path === 'app.py') ?? files[0];
  const isEmpty = source === 'folder' && config.folder === null;
  if (source === 'model' && !form.hasFacts) {
    return (
      <Part id="files" title="Files" about="Made when it is known what for.">
        <Skeleton className="h-64" />
      </Part>
    );
  }
  return (
    <Part
      id="files"
      title="Files"
      about={
        isEmpty
          ? 'Choose the folder with your app above.'
          : `${formatPlural(files.length, 'file')}, ${formatBytes(totalBytes)}, pushed in one commit.`
      }
      aside={
        !isEmpty && (
          <Button size="small" icon={FilePlus2} onClick={() => setAdding(true)}>
            Add a file
          </Button>
        )
      }
    >
      {folder.error && !isEmpty && (
        <ErrorNotice explanation={explain(toFailure(folder.error))} onRetry={folder.again} retrying={folder.looking} />
      )}
      {folder.leftOut.length > 0 && <LeftOut paths={folder.leftOut} />}
      {folder.looking && files.length === 0 && !isEmpty && (
        <Loading label="The folder is looked through">
          <Skeleton className="h-64" />
        </Loading>
      )}
      {shown && (
        <div className="grid min-w-0 gap-3 rail:grid-cols-[13rem_minmax(0,1fr)] rail:gap-5">
          <FileList files={files} shown={shown.path} onShow={setChosen} />
          <Suspense fallback={<Skeleton className="h-64" />}>
            <FilePanel key={shown.path} form={form} file={shown} onGone={() => setChosen(null)} />
          </Suspense>
        </div>
      )}
      {adding && (
        <AddFileDialog
          taken={files.map(({ path }) => path)}
          onClose={() => setAdding(false)}
          onAdd={(path, text) => {
            form.setFile(path, text, null);
            setChosen(path);
            setAdding(false);
          }}
        />
      )}
    </Part>
  );
}

interface FileListProps {
  files: readonly PushedFile[];
  shown: string;
  onShow: (path: string) => void;
}

const marks: Partial<Record<PushedFile['from'], string>> = { edited: 'Edited', added: 'Added' };

function FileList({ files, shown, onShow }: FileListProps) {
  const listed = files.slice(0, longestList);
  return (
    <div className="min-w-0">
      <ul
        aria-label="Files that are pushed"
        className="flex gap-1 overflow-auto max-rail:pb-1 rail:max-h-128 rail:flex-col rail:gap-0.5"
      >
        {listed.map(({ path, bytes, from }) => (
          <li key={path} className="shrink-0">
            <button
              type="button"
              aria-current={path === shown}
              onClick={() => onShow(path)}
              className={cx(
                'grid w-full gap-0.5 rounded-md px-2.5 py-1.5 text-left outline-offset-[-2px] pointer-coarse:min-h-11',
                path === shown ? 'bg-pressed text-ink' : 'text-ink-2 hover:bg-hover hover:text-ink',
              )}
            >
              <span className="flex items-center justify-between gap-2">
                <bdi className="min-w-0 truncate font-mono text-xs" title={visibleText(path)}>
                  {visibleText(path)}
                </bdi>
                {marks[from] !== undefined && <Badge tone="accent">{marks[from]}</Badge>}
              </span>
              <span className="text-xs tabular-nums">{formatBytes(bytes)}</span>
            </button>
          </li>
        ))}
      </ul>
      {files.length > listed.length && (
        <p className="px-2.5 pt-2 text-sm text-ink-3">and {formatPlural(files.length - listed.length, 'more file')}</p>
      )}
    </div>
  );
}

function LeftOut({ paths }: { paths: readonly string[] }) {
  const first = paths.slice(0, 100);
  return (
    <details className="text-sm text-ink-2">
      <summary className="w-fit cursor-pointer rounded-sm hover:text-ink">
        {formatPlural(paths.length, 'thing')} of the folder {paths.length === 1 ? 'is' : 'are'} left out
      </summary>
      <ul className="mt-1.5 max-h-48 overflow-auto pl-4 font-mono text-xs leading-5">
        {first.map((path) => (
          <li key={path} className="[overflow-wrap:anywhere]">
            {visibleText(path)}
          </li>
        ))}
        {paths.length > first.length && <li>and {paths.length - first.length} more</li>}
      </ul>
    </details>
  );
}

const bytesOf = (text: string) => new TextEncoder().encode(text).length;

function generatedFiles({ config, generated }: DeployForm): PushedFile[] {
  const made = generated.map(({ path, text }): PushedFile => {
    const own = config.files[path];
    return {
      path,
      text: own ?? text,
      bytes: bytesOf(own ?? text),
      origin: text,
      from: own === undefined ? 'generated' : 'edited',
    };
  });
  const added = Object.entries(config.files)
    .filter(([path]) => !generated.some((file) => file.path === path))
    .map(([path, text]): PushedFile => ({ path, text, bytes: bytesOf(text), origin: null, from: 'added' }));
  return [...made, ...added].toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

const restsAfterMs = 500;

/** What is in the folder and would be pushed, with what was edited here laid over at once. */
function useFolder({ config, source, origins }: DeployForm) {
  const text = JSON.stringify(config);
  const settled = useSettled(text, restsAfterMs);
  const enabled = source === 'folder' && config.folder !== null;
  const query = useQuery(
    orpc.deployments.files.queryOptions({
      input: { config: JSON.parse(settled) },
      enabled,
      // Somebody may be working in it.
      staleTime: 5_000,
      placeholderData: (before) => before,
    }),
  );
  const found = enabled ? (query.data ?? null) : null;
  const paths = new Set([
    ...(found?.files ?? []).map(({ path }) => path),
    ...(enabled ? Object.keys(config.files) : []),
  ]);
  const files = [...paths].toSorted().map((path): PushedFile => {
    const there = found?.files.find((file) => file.path === path);
    const own = config.files[path];
    if (own === undefined) {
      // Its README, where it has none of its own.
      const from = there?.from === 'generated' ? 'generated' : 'folder';
      return { path, text: there?.text ?? null, bytes: there?.bytes ?? 0, origin: there?.text ?? null, from };
    }
    const origin = origins[path] ?? null;
    return { path, text: own, bytes: bytesOf(own), origin, from: origin === null ? 'added' : 'edited' };
  });
  return {
    files,
    totalBytes: found?.totalBytes ?? null,
    leftOut: found?.leftOut ?? [],
    error: enabled ? query.error : null,
    looking: enabled && query.isFetching,
    again: () => void query.refetch(),
  };
}
