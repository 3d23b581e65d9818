import { Link } from '@tanstack/react-router';
import { Download, LockKeyhole } from 'lucide-react';
import type { DatasetRow } from '@hubdesk/shared/datasets/dataset';
import { datasetPlace } from '../../api/dataset-place.ts';
import { Badge } from '../../ui/badge.tsx';
import { formatCompact } from '../../ui/format-count.ts';
import { Time } from '../../ui/time.tsx';
import { DatasetName } from './dataset-name.tsx';
import { sizeCategoryOf, sizeCategoryWords } from './size-category.ts';

/** A dataset on the Hub, as one line that leads to it. */
export function DatasetRowView({ row, tabIndex }: { row: DatasetRow; tabIndex: 0 | -1 }) {
  const size = sizeCategoryOf(row.tags);
  return (
    <Link
      {...datasetPlace(row.id)}
      data-row
      tabIndex={tabIndex}
      className="flex min-h-11 items-center gap-4 border-b border-line px-6 outline-offset-[-2px] [contain-intrinsic-height:2.75rem] [content-visibility:auto] hover:bg-hover rail:px-8"
    >
      <span className="flex min-w-0 flex-1 items-center gap-2.5">
        <DatasetName id={row.id} className="truncate" />
        {row.private && <Badge>Private</Badge>}
        {row.gated !== 'no' && (
          <span title="Asks for access" className="shrink-0 text-ink-3">
            <LockKeyhole aria-hidden className="size-3.5" strokeWidth={1.75} />
            <span className="sr-only">asks for access</span>
          </span>
        )}
      </span>
      <span className="w-36 shrink-0 text-right text-sm whitespace-nowrap text-ink-2 tabular-nums max-wide:hidden">
        {size !== null && sizeCategoryWords(size)}
      </span>
      <span className="flex w-24 shrink-0 items-center justify-end gap-1.5 text-sm text-ink-2 tabular-nums max-rail:hidden">
        {row.downloads !== null && (
          <>
            {formatCompact(row.downloads)}
            <Download aria-hidden className="size-3.5 text-ink-3" strokeWidth={1.75} />
            <span className="sr-only">downloads</span>
          </>
        )}
      </span>
      <span className="w-28 shrink-0 text-right text-sm text-ink-3">
        {row.lastModified && <Time iso={row.lastModified} />}
      </span>
    </Link>
  );
}
