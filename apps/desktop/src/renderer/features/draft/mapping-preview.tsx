// Real rows before and after a mapping, how many of a sample fit, and why the
// others do not.
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { ArrowRight } from 'lucide-react';
import type { Mapping } from '@hubdesk/shared/datasets/mapping';
import { orpc } from '../../api/client.ts';
import { explain } from '../../api/explain.ts';
import { toFailure } from '../../api/failure.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { formatWhole } from '../../ui/format-count.ts';
import { Loading, Skeleton } from '../../ui/skeleton.tsx';
import { readRow, sidesOf } from './read-row.ts';
import { RoleLabel } from './role-label.tsx';
import { oneLine } from './row-columns.ts';

const shownRows = 4;

export function useMappingPreview(draft: string, mapping: Mapping | null) {
  return useQuery(
    orpc.drafts.preview.queryOptions({
      // Asked for only where there is a mapping.
      input: { draft, mapping: mapping ?? { kind: 'text', template: '-' }, count: shownRows },
      enabled: mapping !== null,
      placeholderData: keepPreviousData,
      gcTime: 30_000,
    }),
  );
}

export function MappingPreview({ preview }: { preview: ReturnType<typeof useMappingPreview> }) {
  const { data, error, refetch, isFetching, isPlaceholderData } = preview;
  if (error) {
    return <ErrorNotice explanation={explain(toFailure(error))} onRetry={() => void refetch()} retrying={isFetching} />;
  }
  if (!data) {
    return (
      <Loading label="The preview is loading" className="grid gap-2">
        <Skeleton className="h-4 w-40" />
        <Skeleton className="h-20" />
      </Loading>
    );
  }
  return (
    <section aria-label="Before and after" aria-busy={isPlaceholderData} className="grid gap-2">
      <p role="status" className="text-sm text-ink-2 tabular-nums">
        {data.fitting === data.sampled ? (
          <>All {formatWhole(data.sampled)} rows of a sample fit.</>
        ) : (
          <>
            <strong className="font-semibold text-ink">
              {formatWhole(data.fitting)} of {formatWhole(data.sampled)}
            </strong>{' '}
            rows of a sample fit. The others are left out of the new file.
          </>
        )}
      </p>
      <ul className="grid">
        {data.rows.map(({ name, before, after, reason }) => (
          <li
            key={`${name.row} ${name.file}`}
            className="grid grid-cols-[minmax(0,1fr)_1rem_minmax(0,1fr)] items-start gap-x-2 border-t border-line py-2.5"
          >
            <MiniRow label="Before" text={before} />
            <ArrowRight aria-hidden className="mt-1 size-4 text-ink-3" strokeWidth={1.75} />
            {after === null ? (
              <p className="text-sm text-ink-2">
                <span className="font-medium text-ink">Does not fit.</span> {reason}
              </p>
            ) : (
              <MiniRow label="After" text={after} />
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

const mostSides = 5;

function MiniRow({ label, text }: { label: string; text: string }) {
  const value = readRow({ text, cut: true });
  const sides = value ? sidesOf(value).flatMap(({ sides: some }) => some) : [];
  return (
    <div className="grid min-w-0 gap-1">
      <span className="sr-only">{label}</span>
      {value === null ? (
        <bdi className="line-clamp-3 font-mono text-xs text-ink-2">{oneLine(text)}</bdi>
      ) : (
        sides.slice(0, mostSides).map((side, at) => (
          <p key={at} className="grid justify-items-start gap-0.5 text-sm text-ink">
            <RoleLabel kind={side.kind} label={side.label} />
            <bdi className="line-clamp-2 [overflow-wrap:anywhere]">{oneLine(side.text)}</bdi>
          </p>
        ))
      )}
      {sides.length > mostSides && <p className="text-xs text-ink-3">and {sides.length - mostSides} more</p>}
    </div>
  );
}
