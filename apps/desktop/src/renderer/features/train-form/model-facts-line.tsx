// What is known of the model: its size and terms, and two facts that are not the
// same: whether one can talk to it now, and whether it can be trained.
import { LockKeyhole } from 'lucide-react';
import type { ModelFacts } from '@hubdesk/shared/train/run-facts';
import { explain } from '../../api/explain.ts';
import { toFailure } from '../../api/failure.ts';
import { Badge } from '../../ui/badge.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { ExternalLink } from '../../ui/external-link.tsx';
import { formatCompact } from '../../ui/format-count.ts';
import { Loading, Skeleton } from '../../ui/skeleton.tsx';
import { visibleText } from '../../ui/visible-text.ts';
import type { TrainForm } from './use-train-form.ts';

export function ModelFactsLine({ form: { config, modelQuery, setModel } }: { form: TrainForm }) {
  if (config.model === null) {
    return (
      <p className="text-sm text-ink-3">
        Small models learn fast and cost little: begin with one of a few hundred million parameters.
      </p>
    );
  }
  if (modelQuery.error) {
    return (
      <ErrorNotice
        explanation={explain(toFailure(modelQuery.error))}
        onRetry={() => void modelQuery.refetch()}
        retrying={modelQuery.isFetching}
      />
    );
  }
  const facts = modelQuery.data;
  if (!facts) {
    return (
      <Loading label="The model is looked up" className="grid gap-2">
        <Skeleton className="h-5 w-80 max-w-full" />
      </Loading>
    );
  }
  return (
    <div className="grid gap-2">
      <div className="flex flex-wrap items-center gap-2">
        {facts.warm && (
          <a href={`#/models?model=${encodeURIComponent(facts.model)}`} className="rounded-sm">
            <Badge tone="accent" className="hover:border-accent">
              Warm: try it now
            </Badge>
          </a>
        )}
        <Badge tone={facts.trainable.state === 'yes' ? 'accent' : 'neutral'}>
          {trainableWords[facts.trainable.state]}
        </Badge>
      </div>
      <p className="max-w-[72ch] text-sm text-ink-2">
        {factsLine(facts)}. <ExternalLink href={facts.url}>Page</ExternalLink>
      </p>
      <p className="max-w-[72ch] text-sm text-ink-2">
        {facts.trainable.reason}
        {facts.baseModel !== null && facts.trainable.state === 'no' && (
          <>
            {' '}
            <button
              type="button"
              onClick={() => setModel(facts.baseModel)}
              className="text-accent-text underline decoration-accent-line underline-offset-3 hover:decoration-current"
            >
              Train {facts.baseModel}
            </button>
          </>
        )}
      </p>
      {(facts.access === 'asks' || facts.access === 'refused') && (
        <p className="grid grid-cols-[auto_1fr] gap-x-2 text-sm text-ink">
          <LockKeyhole aria-hidden className="mt-0.5 size-4 text-ink-3" strokeWidth={1.75} />
          <span>
            {facts.access === 'asks'
              ? 'Its authors want to be asked first, and a run could not read it now.'
              : 'Its authors have not let this account in.'}{' '}
            <ExternalLink href={facts.url}>Ask for access</ExternalLink>
          </span>
        </p>
      )}
    </div>
  );
}

const trainableWords = { yes: 'Trainable', 'with-care': 'Trainable with care', no: 'Not trainable' } as const;

function factsLine({ parameters, license, access, family, hasChatTemplate, contextLength }: ModelFacts): string {
  const parts = [
    parameters !== null && `${formatCompact(parameters)} parameters`,
    license === null ? 'no licence named' : visibleText(license),
    access === 'let-in' && 'gated, and you are let in',
    family !== null && `${visibleText(family)}${hasChatTemplate ? ' chat template' : ', no chat template'}`,
    contextLength !== null && `${formatCompact(contextLength)} context`,
  ];
  return parts.filter((part) => part !== false).join(' · ');
}
