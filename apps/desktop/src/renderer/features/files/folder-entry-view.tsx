import { Check, File, Folder, Plug } from 'lucide-react';
import type { FolderEntry } from '@hubdesk/shared/contract/files';
import { cx } from '../../ui/cx.ts';
import { formatBytes } from '../../ui/format-bytes.ts';
import { Time } from '../../ui/time.tsx';
import { visibleText } from '../../ui/visible-text.ts';

export interface FolderEntryViewProps {
  entry: FolderEntry;
  /** It is not what is asked for; shown so that one knows where one is. */
  dim: boolean;
  /** Null where one cannot mark several. */
  marked: boolean | null;
  active: boolean;
}

const icons = { folder: Folder, file: File, other: Plug };

/** One line of a folder's list. */
export function FolderEntryView({ entry, dim, marked, active }: FolderEntryViewProps) {
  const Icon = icons[entry.kind];
  return (
    <div
      data-path={entry.path}
      className={cx(
        'flex h-full items-center gap-3 px-4 text-base whitespace-nowrap',
        dim ? 'text-ink-3' : 'text-ink',
        marked ? 'bg-accent-soft' : 'hover:bg-hover',
        active && 'group-focus-visible/list:bg-hover group-focus-visible/list:shadow-[inset_3px_0_var(--color-accent)]',
      )}
    >
      {marked !== null && (
        <span
          className={cx(
            'grid size-4 shrink-0 place-items-center rounded-sm border',
            (entry.kind !== 'file' || !entry.readable) && 'invisible',
            marked ? 'border-accent bg-accent text-accent-ink' : 'border-edge bg-surface',
          )}
        >
          {marked && <Check className="size-3.5" strokeWidth={2.5} />}
        </span>
      )}
      <Icon
        className={cx('size-4 shrink-0', entry.kind === 'folder' ? 'text-accent-text' : 'text-ink-3')}
        strokeWidth={1.75}
      />
      <span className="min-w-0 flex-1 truncate">
        <bdi>{visibleText(entry.name)}</bdi>
      </span>
      {!entry.readable && <span className="text-xs text-ink-3">no permission</span>}
      <span className="w-20 text-right text-sm text-ink-3 tabular-nums">
        {entry.bytes !== null && formatBytes(entry.bytes)}
      </span>
      <span className="w-28 text-right text-sm text-ink-3 @max-lg:hidden">
        {entry.modifiedAt && <Time iso={entry.modifiedAt} as="day" />}
      </span>
    </div>
  );
}
