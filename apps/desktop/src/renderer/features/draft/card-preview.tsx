// The card as it would be uploaded, as text: what stands there is what is sent.
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { CardAnswers } from '@hubdesk/shared/datasets/dataset';
import { orpc } from '../../api/client.ts';
import { explain } from '../../api/explain.ts';
import { toFailure } from '../../api/failure.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { useSettled } from '../../ui/use-settled.ts';

export function CardPreview({ draft, repo, answers }: { draft: string; repo: string; answers: CardAnswers }) {
  const settled = useSettled(JSON.stringify(answers), 400);
  const asked: CardAnswers = JSON.parse(settled);
  const { data, error, refetch, isFetching } = useQuery(
    orpc.datasets.card.queryOptions({
      input: { draft, repo, answers: asked },
      placeholderData: keepPreviousData,
      staleTime: 0,
      gcTime: 10_000,
    }),
  );
  if (error) {
    return <ErrorNotice explanation={explain(toFailure(error))} onRetry={() => void refetch()} retrying={isFetching} />;
  }
  return (
    <details className="grid gap-2">
      <summary className="flex min-h-8 w-fit cursor-pointer items-center gap-1 rounded-sm text-sm font-medium text-ink-2 hover:text-ink">
        <span>The card as it will be</span>
      </summary>
      {data ? (
        <div className="grid gap-2 pt-1">
          {data.warnings.map((warning) => (
            <p key={warning} className="text-sm text-ink-2">
              {warning}
            </p>
          ))}
          <div className="relative">
            <pre className="max-h-80 overflow-auto rounded-md border border-line bg-sunken p-3 pr-10 font-mono text-xs leading-5 [overflow-wrap:anywhere] whitespace-pre-wrap text-ink">
              {data.text}
            </pre>
            <span className="absolute top-1 right-1">
              <CopyButton text={data.text} label="Copy the card" />
            </span>
          </div>
        </div>
      ) : (
        <Skeleton className="h-40" />
      )}
    </details>
  );
}
