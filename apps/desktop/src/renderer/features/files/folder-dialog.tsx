// Our own question for files or a folder, for hosts without the system's. The
// folders are the host's; a path is only passed back, or typed by the person.
import { useMutation, useQuery } from '@tanstack/react-query';
import { ArrowUp, Search } from 'lucide-react';
import { type KeyboardEvent, useMemo, useRef, useState } from 'react';
import type { FolderEntry } from '@hubdesk/shared/contract/files';
import { orpc } from '../../api/client.ts';
import { explain } from '../../api/explain.ts';
import { toFailure } from '../../api/failure.ts';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import type { ChooseFilesRequest } from '../../ui/choose-files-context.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { formatPlural, formatWhole } from '../../ui/format-count.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { Loading, Skeleton } from '../../ui/skeleton.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { VirtualList, type VirtualListHandle } from '../../ui/virtual-list.tsx';
import { FolderEntryView } from './folder-entry-view.tsx';
import { FolderTrail } from './folder-trail.tsx';
import { NewFolder } from './new-folder.tsx';
import { isPath } from './typed-path.ts';
import { useFolder, useFollowPath } from './use-folder.ts';

export interface FolderDialogProps {
  request: ChooseFilesRequest;
  /** Null: the home folder. */
  startIn: string | null;
  onFolder: (path: string) => void;
  onChoose: (paths: readonly string[]) => void;
  onClose: () => void;
}

const none: ReadonlySet<string> = new Set();

export function FolderDialog({ request, startIn, onFolder, onChoose, onClose }: FolderDialogProps) {
  const wantsFiles = request.what === 'files';
  const [at, setAt] = useState(startIn);
  const [text, setText] = useState('');
  const [hidden, setHidden] = useState(false);
  const [marked, setMarked] = useState(none);
  const field = useRef<HTMLInputElement>(null);
  const list = useRef<VirtualListHandle>(null);
  const { data: shown, error, isPlaceholderData, refetch } = useFolder(at, hidden);
  const followPath = useFollowPath();
  const entries = useMemo(() => filterEntries(shown?.entries ?? [], text), [shown, text]);
  const isTypedPath = isPath(text);
  const parent = shown?.trail.at(-2)?.path ?? null;

  function go(path: string) {
    setAt(path);
    setText('');
    setMarked(none);
    onFolder(path);
  }
  const follow = useMutation({
    mutationFn: followPath,
    onSuccess: ({ kind, path }) => {
      if (kind === 'folder') go(path);
      else if (wantsFiles) onChoose([path]);
    },
  });

  function toggle({ path, kind, readable }: FolderEntry) {
    if (!wantsFiles || kind !== 'file' || !readable) return;
    const next = new Set(marked);
    if (!next.delete(path)) next.add(path);
    setMarked(next);
  }
  /** What Enter does with one of them. */
  function act(entry: FolderEntry | undefined) {
    if (!entry || isPlaceholderData) return;
    if (entry.kind === 'folder') go(entry.path);
    else if (wantsFiles && entry.kind === 'file' && entry.readable) onChoose([...new Set([...marked, entry.path])]);
  }

  function pressInField(event: KeyboardEvent<HTMLInputElement>) {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'ArrowDown') list.current?.focus();
    else if (event.key === 'Enter' && isTypedPath) follow.mutate(text);
    else if (event.key === 'Enter' && text !== '') act(entries[0]);
    else if (event.key === 'Backspace' && text === '' && parent !== null) go(parent);
    else return;
    event.preventDefault();
  }
  function pressInList(event: KeyboardEvent, entry: FolderEntry | undefined): boolean {
    if (event.ctrlKey || event.metaKey || event.altKey) return false;
    if (event.key === 'Enter') act(entry);
    else if (event.key === ' ' && entry) toggle(entry);
    else if (event.key === 'Backspace' && parent !== null) go(parent);
    else {
      // A letter goes on into the field.
      if (event.key.length === 1) field.current?.focus();
      return false;
    }
    return true;
  }

  // What stands in the field is meant, not the folder that happens to be open behind it.
  const namesFolder = !wantsFiles && isTypedPath;
  const chooseTyped = () =>
    follow.mutate(text, { onSuccess: ({ kind, path }) => kind === 'folder' && onChoose([path]) });
  const chosen = wantsFiles ? [...marked] : shown && !error ? [shown.folder] : [];
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={request.title}
      initialFocus={field}
      className="max-w-184! content-start"
      footer={
        <>
          <p role="status" className="mr-auto self-center text-sm text-ink-3">
            {marked.size > 0 ? `${formatPlural(marked.size, 'file')} marked` : wantsFiles ? 'Space marks several' : ''}
          </p>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="primary"
            disabled={chosen.length === 0 && !namesFolder}
            onClick={() => (namesFolder ? chooseTyped() : onChoose(chosen))}
          >
            {wantsFiles ? 'Choose' : 'Choose this folder'}
          </Button>
        </>
      }
    >
      <div className="grid h-[min(30rem,60vh)] min-h-72 grid-cols-[9.5rem_minmax(0,1fr)] gap-4 max-rail:grid-cols-1 max-rail:grid-rows-[auto_minmax(0,1fr)]">
        <Places at={shown?.folder ?? null} onGo={go} />
        <div className="@container flex min-h-0 min-w-0 flex-col gap-2">
          <div className="flex items-center gap-1">
            <IconButton
              icon={ArrowUp}
              label="To the folder above"
              size="small"
              disabled={parent === null}
              onClick={() => parent !== null && go(parent)}
            />
            <FolderTrail trail={shown?.trail ?? []} onGo={go} />
          </div>
          <TextField
            ref={field}
            label="Filter, or paste a path"
            hideLabel
            placeholder="Type to filter, or paste a path"
            autoComplete="off"
            spellCheck={false}
            className="gap-0!"
            start={<Search aria-hidden className="size-4" strokeWidth={1.75} />}
            value={text}
            onChange={(event) => {
              follow.reset();
              setText(event.target.value);
            }}
            onKeyDown={pressInField}
            after={
              isTypedPath ? (
                <Button loading={follow.isPending} onClick={() => follow.mutate(text)}>
                  Go there
                </Button>
              ) : undefined
            }
          />
          {follow.error && (
            <p role="alert" className="text-sm text-loss">
              {explain(toFailure(follow.error)).body}
            </p>
          )}
          <div className="flex min-h-0 flex-1 flex-col overflow-hidden rounded-lg border border-line-strong">
            {error ? (
              <div className="overflow-y-auto p-3">
                <ErrorNotice
                  explanation={explain(toFailure(error))}
                  onRetry={() => void refetch()}
                  className="border-0"
                />
              </div>
            ) : !shown ? (
              <Loading label="The folder is loading" className="grid gap-4 p-4">
                {Array.from({ length: 6 }, (_, row) => (
                  <Skeleton key={row} className="h-4" />
                ))}
              </Loading>
            ) : entries.length === 0 ? (
              <p className="p-5 text-ink-2">
                {shown.entries.length === 0
                  ? 'Nothing is in this folder.'
                  : `Nothing here has “${text.trim()}” in its name.`}
              </p>
            ) : (
              // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- a quick second press of the pointer; the keyboard has Enter
              <div
                className="flex min-h-0 flex-1"
                onDoubleClick={(event) => {
                  const path = event.target instanceof Element && event.target.closest('[data-path]');
                  act(
                    entries.find(
                      (entry) => path && entry.path === path.getAttribute('data-path') && entry.kind === 'file',
                    ),
                  );
                }}
              >
                <VirtualList
                  ref={list}
                  label="In this folder"
                  className="flex-1 focus-visible:outline-none"
                  items={entries}
                  keyOf={(entry) => entry.path}
                  labelOf={(entry) => describeEntry(entry, marked.has(entry.path))}
                  resetKey={`${shown.folder} ${text}`}
                  rowHeight={36}
                  onSelect={(entry) => (entry.kind === 'folder' ? go(entry.path) : toggle(entry))}
                  onKey={pressInList}
                  renderRow={(entry, { active }) => (
                    <FolderEntryView
                      entry={entry}
                      active={active}
                      dim={entry.kind === 'other' || !entry.readable || (entry.kind === 'file' && !wantsFiles)}
                      marked={wantsFiles ? marked.has(entry.path) : null}
                    />
                  )}
                />
              </div>
            )}
            <p role="status" className="sr-only">
              {shown && `${shown.trail.at(-1)?.name ?? ''}: ${formatPlural(entries.length, 'entry', 'entries')}`}
            </p>
          </div>
          <div className="flex min-h-9 items-start justify-between gap-3">
            <Checkbox label="Hidden files" checked={hidden} onChange={setHidden} />
            {shown && shown.more > 0 && (
              <p className="self-center text-sm text-ink-3">
                {formatWhole(shown.more)} more are not listed; paste a path to reach them.
              </p>
            )}
            {request.what === 'saveFolder' && shown && !error && (
              <NewFolder key={shown.folder} folder={shown.folder} onMade={go} />
            )}
          </div>
        </div>
      </div>
    </Dialog>
  );
}

function Places({ at, onGo }: { at: string | null; onGo: (path: string) => void }) {
  const { data: places } = useQuery(orpc.files.places.queryOptions({ staleTime: 0 }));
  return (
    <nav aria-label="Places" className="flex flex-col gap-0.5 overflow-y-auto max-rail:flex-row max-rail:flex-wrap">
      {places?.map(({ name, path }) => (
        <button
          key={path}
          type="button"
          title={path}
          aria-current={path === at ? 'location' : undefined}
          onClick={() => onGo(path)}
          className="h-8 truncate rounded-md px-2.5 text-left text-sm font-medium text-ink-2 outline-offset-[-2px] hover:bg-hover hover:text-ink aria-[current]:bg-pressed aria-[current]:text-ink pointer-coarse:h-11"
        >
          {name}
        </button>
      ))}
    </nav>
  );
}

function filterEntries(entries: readonly FolderEntry[], text: string): readonly FolderEntry[] {
  const words = isPath(text) ? [] : text.toLowerCase().split(/\s+/).filter(Boolean);
  return words.length === 0
    ? entries
    : entries.filter(({ name }) => words.every((word) => name.toLowerCase().includes(word)));
}

function describeEntry({ name, kind, readable }: FolderEntry, marked: boolean): string {
  const parts = [name, kind === 'folder' && 'folder', marked && 'marked', !readable && 'no permission'];
  return parts.filter(Boolean).join(', ');
}
