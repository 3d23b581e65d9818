// What is known of the model: whole or an adapter, how large, who may read it,
// and why it cannot be deployed where it cannot.
import { CircleAlert, LockKeyhole } from 'lucide-react';
import type { DeployModel } from '@hubdesk/shared/spaces/deployment';
import { explain } from '../../api/explain.ts';
import { toFailure } from '../../api/failure.ts';
import { Badge } from '../../ui/badge.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { ExternalLink } from '../../ui/external-link.tsx';
import { formatBytes } from '../../ui/format-bytes.ts';
import { formatCompact } from '../../ui/format-count.ts';
import { Loading, Skeleton } from '../../ui/skeleton.tsx';
import { visibleText } from '../../ui/visible-text.ts';
import { templateWords } from './deploy-words.ts';
import type { DeployForm } from './use-deploy-form.ts';

export function ModelLine({ form: { modelQuery }, model: name }: { form: DeployForm; model: string }) {
  if (modelQuery.error) {
    return (
      <ErrorNotice
        explanation={explain(toFailure(modelQuery.error))}
        onRetry={() => void modelQuery.refetch()}
        retrying={modelQuery.isFetching}
      />
    );
  }
  const { data: model } = modelQuery;
  if (!model) {
    return (
      <Loading label={`${name} is looked up`} className="grid gap-2">
        <Skeleton className="h-5 w-64 max-w-full" />
        <Skeleton className="h-5 w-96 max-w-full" />
      </Loading>
    );
  }
  const { facts, base, kind, problem, needsAccess } = model;
  const asks = askedPage(model);
  return (
    <div className="grid gap-2">
      <div className="flex flex-wrap items-center gap-2">
        {kind !== null && <Badge tone="accent">{kind === 'adapter' ? 'Adapter' : 'Full weights'}</Badge>}
        {model.private && <Badge>Private</Badge>}
        {facts.access !== 'open' && facts.access !== 'unknown' && (
          <Badge>{facts.access === 'let-in' ? 'Gated, you are let in' : 'Gated'}</Badge>
        )}
        {facts.warm && <Badge>Also served by a provider</Badge>}
      </div>
      <p className="max-w-[72ch] text-sm text-ink-2">
        {wordsOf(model)}. <ExternalLink href={facts.url}>Page</ExternalLink>
      </p>
      {base && (
        <p className="max-w-[72ch] text-sm text-ink-2">
          It stands on <ExternalLink href={base.url}>{visibleText(base.model)}</ExternalLink>
          {base.private
            ? ', which is private'
            : base.access === 'open' || base.access === 'unknown'
              ? ''
              : ', which is gated'}
          ; the app loads both and merges them.
        </p>
      )}
      {asks ? (
        <p className="grid grid-cols-[auto_1fr] gap-x-2 text-sm text-ink">
          <LockKeyhole aria-hidden className="mt-0.5 size-4 text-ink-3" strokeWidth={1.75} />
          <span>
            {problem ?? `The authors of ${visibleText(asks.model)} want to be asked first.`}{' '}
            <ExternalLink href={asks.url}>Ask for access</ExternalLink>
          </span>
        </p>
      ) : (
        <>
          {needsAccess !== null && <p className="max-w-[72ch] text-sm text-ink-2">{needsAccess}</p>}
          {problem !== null && (
            <p role="alert" className="grid grid-cols-[auto_1fr] gap-x-2 text-sm text-ink">
              <CircleAlert aria-hidden className="mt-0.5 size-4" strokeWidth={1.75} />
              {problem}
            </p>
          )}
        </>
      )}
    </div>
  );
}

/** Who must be asked before anything can read it. */
function askedPage({ facts, base }: DeployModel): { model: string; url: string } | null {
  const closed = [facts, ...(base ? [base] : [])].find(({ access }) => access === 'asks' || access === 'refused');
  return closed ?? null;
}

function wordsOf({ facts, weightsBytes, templates }: DeployModel): string {
  const { parameters, license, contextLength } = facts;
  const asked = templates.filter((template) => template !== 'folder').map((each) => templateWords[each].inWords);
  const parts = [
    parameters !== null && `${formatCompact(parameters)} parameters`,
    weightsBytes !== null && formatBytes(weightsBytes),
    license === null ? 'no licence named' : visibleText(license),
    contextLength !== null && `${formatCompact(contextLength)} context`,
    asked.length > 0 && `can be asked by ${asked.join(', ')}`,
  ];
  return parts.filter((part) => part !== false).join(' · ');
}
