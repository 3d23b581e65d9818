// What a person must know before anything else about a run: that it is not
// there for certain, that it will not end in time, that nobody follows it.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Run } from '@hubdesk/shared/train/run';
import { orpc } from '../../api/client.ts';
import { explain } from '../../api/explain.ts';
import { isFailure, toFailure } from '../../api/failure.ts';
import { Button, buttonClasses } from '../../ui/button.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { formatRemaining } from '../../ui/format-remaining.ts';
import { formPlace } from './form-place.ts';
import { isLive } from './run-clock.ts';

export function RunNotices({ run }: { run: Run }) {
  const { state, progress, timeoutSeconds, following, problem } = run;
  return (
    <div className="grid gap-2 empty:hidden">
      {(state === 'launching' || state === 'refused') && <Unsure run={run} />}
      {state !== 'launching' && state !== 'refused' && following === 'stopped' && problem && isFailure(problem) && (
        <ErrorNotice explanation={explain(problem)}>
          <p className="w-full text-sm text-ink-2">
            The run goes on at the Hub all the same; Hubdesk follows it again once this is solved.
          </p>
        </ErrorNotice>
      )}
      {isLive(run) && following === 'waiting' && (
        <p role="status" className="text-sm text-ink-2">
          {problem && isFailure(problem) ? explain(problem).title : 'The Hub cannot be reached'}. The run goes on there;
          what was missed comes when it answers again.
        </p>
      )}
      {isLive(run) && progress?.beyondTimeout && timeoutSeconds !== null && (
        <Notice title="At this pace it will not end in time">
          The job is stopped after {formatRemaining(timeoutSeconds * 1_000)}, which cannot be changed while it runs.{' '}
          {run.config?.keepCheckpoints
            ? 'Its checkpoints stay, and you can resume from the last one with a longer timeout.'
            : 'No checkpoints are kept: cancel it and clone it with a longer timeout or fewer steps.'}
        </Notice>
      )}
    </div>
  );
}

/** The Hub did not say yes: it may be asked again under the same id, which never makes a second job. */
function Unsure({ run }: { run: Run }) {
  const { id, state, kind, config, failure, problem, resumedFrom } = run;
  const queryClient = useQueryClient();
  const again = useMutation(
    orpc.runs.launch.mutationOptions({
      onSuccess: (launched) => queryClient.setQueryData(orpc.runs.get.queryKey({ input: { run: id } }), launched),
    }),
  );
  const isRefused = state === 'refused';
  const why = again.error ? toFailure(again.error) : problem && isFailure(problem) ? problem : null;
  const explanation = why && explain(why);
  const canAsk = config !== null && kind !== 'salvage' && config.secrets.length === 0;
  return (
    <Notice
      title={
        isRefused
          ? (failure?.sentence ?? explanation?.title ?? 'The Hub did not take this run')
          : 'The Hub has not said yet whether it took this run'
      }
      actions={
        <>
          {canAsk && isRefused && (
            <Button
              size="small"
              variant="primary"
              loading={again.isPending}
              onClick={() => again.mutate({ run: id, kind, config, resumeFrom: resumedFrom })}
            >
              Try again
            </Button>
          )}
          {canAsk && !isRefused && (
            <Button
              size="small"
              loading={again.isPending}
              onClick={() => again.mutate({ run: id, kind, config, resumeFrom: resumedFrom })}
            >
              Look again now
            </Button>
          )}
          {explanation?.action?.kind === 'link' && (
            <a
              href={explanation.action.href}
              target="_blank"
              rel="noreferrer"
              className={buttonClasses('secondary', 'small')}
            >
              {explanation.action.label}
            </a>
          )}
          {explanation?.action?.kind === 'route' && (
            <a href={`#${explanation.action.to}`} className={buttonClasses('secondary', 'small')}>
              {explanation.action.label}
            </a>
          )}
          {config && isRefused && (
            <a href={formPlace({ from: id }).href} className={buttonClasses('secondary', 'small')}>
              Change something first
            </a>
          )}
        </>
      }
    >
      {isRefused
        ? `${explanation ? `${explanation.body} ` : ''}Nothing was started and nothing was spent.`
        : 'The list of jobs is looked through before it is asked again, so this never becomes two runs.'}
    </Notice>
  );
}

function Notice({ title, actions, children }: { title: string; actions?: ReactNode; children: ReactNode }) {
  return (
    <div
      role="status"
      className="grid grid-cols-[auto_1fr] gap-x-3 rounded-lg border border-line-strong bg-surface p-4"
    >
      <CircleAlert aria-hidden className="mt-0.5 size-4.5 text-ink" strokeWidth={1.75} />
      <div className="grid min-w-0 justify-items-start gap-1">
        <p className="font-semibold text-ink">{title}</p>
        <p className="max-w-[80ch] text-ink-2 [overflow-wrap:anywhere]">{children}</p>
        {actions && <div className="mt-2 flex flex-wrap gap-2 empty:hidden">{actions}</div>}
      </div>
    </div>
  );
}
