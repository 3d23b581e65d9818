// What an upload would be before it begins, and the limits it would meet.
import type { UseQueryResult } from '@tanstack/react-query';
import type { UploadWarning } from '@hubdesk/shared/datasets/transfer';
import { uploadWarnings } from '@hubdesk/shared/datasets/upload-warnings';
import { explain } from '../../api/explain.ts';
import { toFailure } from '../../api/failure.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { formatBytes } from '../../ui/format-bytes.ts';
import { formatPlural } from '../../ui/format-count.ts';
import { Loading, Skeleton } from '../../ui/skeleton.tsx';
import { visibleText } from '../../ui/visible-text.ts';
import { SeverityMark } from './problem-mark.tsx';
import { warningWords } from './upload-words.ts';

interface Plan {
  files: number;
  bytes: number;
  commits: number;
  rewrites: boolean;
  warnings: UploadWarning[];
}

export function UploadPlan({ plan, create }: { plan: UseQueryResult<Plan>; create: boolean }) {
  const { data, error, refetch, isFetching } = plan;
  if (error) {
    return <ErrorNotice explanation={explain(toFailure(error))} onRetry={() => void refetch()} retrying={isFetching} />;
  }
  if (!data) {
    return (
      <Loading label="What the upload would be is worked out">
        <Skeleton className="h-4 w-3/4" />
      </Loading>
    );
  }
  const facts = [
    formatPlural(data.files, 'file'),
    formatBytes(data.bytes),
    formatPlural(data.commits, 'commit'),
    data.rewrites ? 'written anew first' : 'as they are',
    ...(create ? ['a new dataset'] : []),
  ];
  return (
    <section aria-label="What the upload would be" className="grid gap-2">
      <p className="text-sm text-ink-2 tabular-nums">{facts.join(' · ')}</p>
      {data.warnings.length > 0 && (
        <ul className="grid gap-2">
          {data.warnings.map(({ kind, detail, paths }) => (
            <li key={kind} className="flex items-baseline gap-2 text-sm">
              <span className="translate-y-0.5">
                <SeverityMark severity={uploadWarnings[kind] === 'stops' ? 'blocks' : 'warns'} />
              </span>
              <div className="min-w-0">
                <p className="text-ink-2">
                  <span className="font-medium text-ink">
                    {warningWords[kind]}
                    {uploadWarnings[kind] === 'stops' && ', which must be mended first'}.
                  </span>{' '}
                  {detail}
                </p>
                {paths.length > 0 && (
                  <p className="truncate font-mono text-xs text-ink-3" title={paths.join('\n')}>
                    <bdi>{visibleText(paths.join(', '))}</bdi>
                  </p>
                )}
              </div>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
