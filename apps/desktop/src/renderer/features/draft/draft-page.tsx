// A dataset in preparation: will it train, what would it cost in tokens, what
// would go wrong; mended, split and uploaded. The rows are always beside it.
import { getRouteApi } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Draft, RowName } from '@hubdesk/shared/datasets/draft';
import { explain } from '../../api/explain.ts';
import { toFailure } from '../../api/failure.ts';
import { buttonClasses } from '../../ui/button.tsx';
import { cx } from '../../ui/cx.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Loading, Skeleton } from '../../ui/skeleton.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { CheckPart } from './check-part.tsx';
import { DraftHeader } from './draft-header.tsx';
import type { DraftPart } from './draft-search.ts';
import { RowsPane } from './rows-pane.tsx';
import { ShapePart } from './shape-part.tsx';
import { SplitPart } from './split-part.tsx';
import { TokensPart } from './tokens-part.tsx';
import { UploadPart } from './upload-part.tsx';
import { useCheck } from './use-check.ts';
import { type Desk, usePlace } from './use-desk.ts';
import { useDraft, useKeptDraft, usePlanChange } from './use-draft.ts';
import { useFocusKept } from './use-focus-kept.ts';
import { useWide } from './use-wide.ts';
import { primaryVerdict } from './verdict-choice.ts';

const route = getRouteApi('/shell/datasets/draft/$draft');

export function DraftPage() {
  const { draft: id } = route.useParams();
  const { data, error, refetch, isFetching } = useDraft(id);
  if (data) return <Workbench key={id} draft={data} />;
  if (error && toFailure(error).code === 'NOT_FOUND') return <GoneDraft />;
  if (error) {
    return (
      <div className="max-w-160 px-6 py-8 rail:px-8">
        <h1 tabIndex={-1} data-page-heading className="mb-4 text-2xl font-semibold tracking-tight text-ink">
          Dataset
        </h1>
        <ErrorNotice explanation={explain(toFailure(error))} onRetry={() => void refetch()} retrying={isFetching} />
      </div>
    );
  }
  return (
    <Loading label="The draft is loading" className="grid gap-4 px-6 py-8 rail:px-8">
      <Skeleton className="h-7 w-64" />
      <Skeleton className="h-4 w-80" />
    </Loading>
  );
}

function GoneDraft() {
  return (
    <div className="grid h-full place-items-center">
      <h1 tabIndex={-1} data-page-heading className="sr-only">
        Dataset
      </h1>
      <EmptyState
        title="This draft is not there any more"
        action={
          <a href="#/datasets" className={buttonClasses('primary')}>
            Go to the datasets
          </a>
        }
      >
        It was closed here or in another window. The files it came from are where they were; open them again to go on.
      </EmptyState>
    </div>
  );
}

function Workbench({ draft }: { draft: Draft }) {
  const [search, go] = usePlace();
  const plan = usePlanChange(draft.id);
  const kept = useKeptDraft(draft, plan);
  const check = useCheck(kept);
  const wide = useWide();
  const { report } = check;
  const several = (report?.files.length ?? 0) > 1;
  const [firstFile] = report?.files ?? [];
  const desk: Desk = {
    draft,
    kept,
    check,
    report,
    plan,
    search,
    go,
    goToPart: (part: DraftPart) => go({ part: part === 'check' ? undefined : part }),
    showRows: (show) => go({ show, q: undefined, ...(!wide && { part: 'rows' }) }),
    openRow: ({ file, row }: RowName) =>
      go({
        row,
        of: several ? file : undefined,
        file: several ? file : undefined,
        show: undefined,
        q: undefined,
        ...(!wide && { part: 'rows' }),
      }),
    row:
      search.row !== undefined
        ? { file: search.of ?? firstFile?.path ?? '', row: search.row }
        : firstFile
          ? { file: firstFile.path, row: 0 }
          : null,
    method: (report && primaryVerdict(report.verdicts, search.method)?.method) ?? search.method ?? 'sft',
  };
  const parts: { value: DraftPart; label: string; end?: ReactNode; panel: ReactNode }[] = [
    { value: 'check', label: 'Check', panel: <CheckPart desk={desk} /> },
    ...(wide
      ? []
      : [
          {
            value: 'rows' as const,
            label: 'Rows',
            panel: <RowsPane desk={desk} className="min-h-120 flex-1" />,
          },
        ]),
    { value: 'shape', label: 'Shape', panel: <ShapePart desk={desk} /> },
    { value: 'tokens', label: 'Tokens', panel: <TokensPart desk={desk} /> },
    { value: 'split', label: 'Split', panel: <SplitPart desk={desk} /> },
    { value: 'upload', label: 'Upload', panel: <UploadPart desk={desk} /> },
  ];
  const asked = search.part ?? 'check';
  const part = parts.some(({ value }) => value === asked) ? asked : 'check';
  useFocusKept(part);
  const tabs = (
    <Tabs
      label="Parts of the work"
      tabs={parts}
      value={part}
      onChange={desk.goToPart}
      listClassName="px-6 rail:px-8"
      panelClassName={cx('flex-1 outline-offset-[-2px]', wide ? 'min-h-0 overflow-y-auto' : 'flex flex-col')}
      className={cx('flex min-w-0 flex-col', wide ? 'min-h-0 border-r border-line' : 'flex-1')}
    />
  );
  if (!wide) {
    return (
      <div className="flex min-h-full flex-col">
        <DraftHeader desk={desk} />
        {tabs}
      </div>
    );
  }
  return (
    <div className="flex h-full flex-col">
      <DraftHeader desk={desk} />
      <div className="grid min-h-0 flex-1 grid-cols-[minmax(27rem,6fr)_minmax(0,7fr)]">
        {tabs}
        <RowsPane desk={desk} />
      </div>
    </div>
  );
}
