// Folders and files of a repository, each folder asked for when it is opened.
// One tab stop: up and down go through what shows, right and left open and
// close, Space marks, or opens where one file is shown at a time.
import { Check, ChevronRight, File, Folder } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useRef, useState } from 'react';
import type { RepoFile } from '@hubdesk/shared/datasets/dataset';
import { Button } from './button.tsx';
import { cx } from './cx.ts';
import { ErrorNotice, type ErrorNoticeProps } from './error-notice.tsx';
import { formatBytes } from './format-bytes.ts';
import { ListSkeleton } from './list-skeleton.tsx';
import { Spinner } from './spinner.tsx';
import { Time } from './time.tsx';
import { visibleText } from './visible-text.ts';

export interface FolderContent {
  /** Undefined while it is being asked for. */
  files: readonly RepoFile[] | undefined;
  problem: ErrorNoticeProps['explanation'] | null;
  isAsking: boolean;
  hasMore: boolean;
  /** Asks for what comes next, or again for what could not be told. */
  onMore: () => void;
}

export interface FileTreeProps {
  /** Asks what is in a folder (empty: the whole repository) and shows it by `show`. */
  renderFolder: (folder: string, show: (content: FolderContent) => ReactNode) => ReactNode;
  /** Marked files and folders are all of them; an open one is the only one. */
  marked: ReadonlyMap<string, unknown>;
  onMark: (file: RepoFile) => void;
  /** Beside what it opens: one at a time, without boxes, sizes and times. */
  isNarrow?: boolean;
}

export function FileTree(props: FileTreeProps) {
  const tree = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const [stop, setStop] = useState<string | null>(null);

  function setFolder(path: string, isOpen: boolean) {
    const next = new Set(open);
    if (isOpen) next.add(path);
    else next.delete(path);
    setOpen(next);
  }

  function press(event: KeyboardEvent) {
    const items = [...(tree.current?.querySelectorAll<HTMLElement>('[role=treeitem]') ?? [])];
    const at = items.findIndex((item) => item === document.activeElement);
    const item = items[at];
    const path = item?.dataset['path'];
    if (path === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    const isOpen = open.has(path);
    const isFolder = item?.dataset['kind'] === 'folder';
    const targets: Record<string, HTMLElement | undefined> = {
      ArrowDown: items[at + 1],
      ArrowUp: items[at - 1],
      Home: items[0],
      End: items.at(-1),
      ArrowRight: isFolder && isOpen ? items[at + 1] : undefined,
      ArrowLeft: isOpen ? undefined : items.find(({ dataset }) => dataset['path'] === folderOf(path)),
    };
    if (event.key in targets) {
      if (event.key === 'ArrowRight' && isFolder && !isOpen) setFolder(path, true);
      else if (event.key === 'ArrowLeft' && isOpen) setFolder(path, false);
      else targets[event.key]?.focus();
    } else if (event.key === ' ' || event.key === 'Enter') item?.click();
    else return;
    event.preventDefault();
  }

  return (
    // oxlint-disable-next-line jsx-a11y/interactive-supports-focus -- its items have the focus
    <div
      ref={tree}
      role="tree"
      aria-label="Files"
      aria-multiselectable={!props.isNarrow}
      onKeyDown={press}
      onFocus={(event) => {
        const path = event.target.closest<HTMLElement>('[role=treeitem]')?.dataset['path'];
        if (path !== undefined) setStop(path);
      }}
    >
      {props.renderFolder('', (content) => (
        <Branch
          {...props}
          content={content}
          folder=""
          level={1}
          open={open}
          onOpen={setFolder}
          stop={stop}
          covered={false}
        />
      ))}
    </div>
  );
}

interface BranchProps extends FileTreeProps {
  content: FolderContent;
  folder: string;
  level: number;
  open: ReadonlySet<string>;
  onOpen: (path: string, isOpen: boolean) => void;
  /** The item Tab comes to; null before one had the focus. */
  stop: string | null;
  /** A folder above is marked, and this with it. */
  covered: boolean;
}

function Branch(props: BranchProps) {
  const { renderFolder, content, folder, level, open, onOpen, marked, onMark, isNarrow = false, stop, covered } = props;
  const { files, problem, isAsking, hasMore, onMore } = content;
  const indent = { paddingInlineStart: `${(level - 1) * (isNarrow ? 0.875 : 1.375)}rem` };
  const inset = isNarrow ? 'px-2' : 'px-6 rail:px-8';
  return (
    <>
      {!files &&
        !problem &&
        (level === 1 ? (
          <ListSkeleton label="The files are loading" rows={6} />
        ) : (
          <p className={cx('flex h-10 items-center text-ink-3', !isNarrow && 'border-b border-line', inset)}>
            <span style={indent} className="flex items-center gap-2">
              <Spinner label="The folder is loading" /> Looking into it
            </span>
          </p>
        ))}
      {files?.length === 0 && (
        <p className={cx('py-3 text-ink-3', !isNarrow && 'border-t border-line', inset)}>
          <span style={indent}>{level === 1 ? 'There are no files in it yet.' : 'Nothing is in this folder.'}</span>
        </p>
      )}
      {files?.map((file, at) => {
        const isFolder = file.kind === 'folder';
        const isOpen = isFolder && open.has(file.path);
        const isMarked = covered || marked.has(file.path);
        const Icon = isFolder ? Folder : File;
        return (
          <div key={file.path} role="none">
            {/* oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- the tree has the keys */}
            <div
              role="treeitem"
              aria-level={level}
              aria-selected={isMarked}
              {...(isFolder && { 'aria-expanded': isOpen })}
              tabIndex={stop === file.path || (stop === null && level === 1 && at === 0) ? 0 : -1}
              data-path={file.path}
              data-kind={file.kind}
              onClick={() => {
                if (isNarrow && isFolder) onOpen(file.path, !isOpen);
                else if (!covered) onMark(file);
              }}
              className={cx(
                'flex cursor-default items-center text-base outline-offset-[-2px] select-none pointer-coarse:min-h-11',
                isNarrow ? 'min-h-8 rounded-md' : 'min-h-10 gap-3 border-b border-line',
                !isNarrow && level === 1 && at === 0 && 'border-t',
                inset,
                isMarked ? 'bg-accent-soft' : 'hover:bg-hover',
              )}
            >
              {!isNarrow && (
                <span
                  aria-hidden
                  className={cx(
                    'grid size-4 shrink-0 place-items-center rounded-sm border',
                    isMarked ? 'border-accent bg-accent text-accent-ink' : 'border-edge bg-surface',
                    covered && 'opacity-60',
                  )}
                >
                  {isMarked && <Check className="size-3.5" strokeWidth={2.5} />}
                </span>
              )}
              <span className="flex min-w-0 flex-1 items-center gap-2" style={indent}>
                {isFolder ? (
                  // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions -- for the pointer; the keyboard has the arrows
                  <span
                    aria-hidden
                    onClick={(event) => {
                      event.stopPropagation();
                      onOpen(file.path, !isOpen);
                    }}
                    className={cx(
                      'grid shrink-0 cursor-pointer place-items-center rounded-md text-ink-2 hover:bg-pressed pointer-coarse:size-11',
                      isNarrow ? 'size-5' : 'size-8',
                    )}
                  >
                    <ChevronRight
                      className={cx('size-4 transition-transform duration-100', isOpen && 'rotate-90')}
                      strokeWidth={1.75}
                    />
                  </span>
                ) : (
                  <span className={cx('shrink-0', isNarrow ? 'w-5' : 'w-8')} />
                )}
                <Icon
                  aria-hidden
                  className={cx('size-4 shrink-0', isFolder ? 'text-accent-text' : 'text-ink-3')}
                  strokeWidth={1.75}
                />
                <span className="truncate text-ink">
                  <bdi>{visibleText(file.path.slice(file.path.lastIndexOf('/') + 1))}</bdi>
                </span>
              </span>
              {!isNarrow && (
                <>
                  <span className="w-20 shrink-0 text-right text-sm text-ink-2 tabular-nums">
                    {!isFolder && formatBytes(file.bytes)}
                  </span>
                  <span className="w-28 shrink-0 text-right text-sm text-ink-3 max-rail:hidden">
                    {file.lastModified && <Time iso={file.lastModified} />}
                  </span>
                </>
              )}
            </div>
            {isOpen && (
              <div role="group">
                {renderFolder(file.path, (inner) => (
                  <Branch {...props} content={inner} folder={file.path} level={level + 1} covered={isMarked} />
                ))}
              </div>
            )}
          </div>
        );
      })}
      {problem && (
        <ErrorNotice
          className={isNarrow ? 'my-2' : 'mx-6 my-3 rail:mx-8'}
          explanation={problem}
          onRetry={onMore}
          retrying={isAsking}
        />
      )}
      {hasMore && !problem && (
        <div className={cx('py-2', !isNarrow && 'border-b border-line', inset)}>
          <Button size="small" loading={isAsking} onClick={onMore}>
            Show more of {folder === '' ? 'the files' : folder}
          </Button>
        </div>
      )}
    </>
  );
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}
