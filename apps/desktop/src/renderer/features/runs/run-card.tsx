// One run that goes on: what it does, how far it is, whether the loss falls,
// what it costs, and what a person can do about it.
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Run } from '@hubdesk/shared/train/run';
import { orpc } from '../../api/client.ts';
import { explain } from '../../api/explain.ts';
import { isFailure, toFailure } from '../../api/failure.ts';
import { stateShape } from '../../api/run-words.ts';
import { Button, buttonClasses } from '../../ui/button.tsx';
import { formatMetric } from '../../ui/charts/metric-words.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { cx } from '../../ui/cx.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { formatUsd } from '../../ui/format-usd.ts';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { StatusDot } from '../../ui/status-dot.tsx';
import { useSecond } from '../../ui/use-second.ts';
import { costNow } from './cost-now.ts';
import { LossSpark } from './loss-spark.tsx';
import { RowCheck } from './row-check.tsx';
import { RunName, RunSources } from './run-name.tsx';
import { percentOf, shareOf } from './run-share.ts';
import { lossOf, progressFacts, stateWords } from './run-words.ts';

/** Parts of a line with a dot between; a dot ends a line rather than beginning one. */
const part = "not-last:after:ml-2 not-last:after:font-normal not-last:after:text-ink-3 not-last:after:content-['·']";

export interface RunCardProps {
  run: Run;
  isChosen: boolean;
  canChoose: boolean;
  onChoose: (chosen: boolean) => void;
}

export function RunCard({ run, isChosen, canChoose, onChoose }: RunCardProps) {
  const share = shareOf(run);
  const facts = [...progressFacts(run), run.flavor];
  return (
    <article
      aria-label={run.name}
      className={cx(
        'grid grid-cols-[2rem_1fr] gap-y-3 border-b border-line px-6 py-5 last:border-b-0 rail:px-8 wide:grid-cols-[2rem_1fr_auto]',
        isChosen && 'bg-accent-soft',
      )}
    >
      <div className="pt-1">
        <RowCheck
          label={`Compare ${run.name}`}
          checked={isChosen}
          disabled={!isChosen && !canChoose}
          onChange={onChoose}
        />
      </div>
      <div className="grid min-w-0 content-start gap-3">
        <div className="grid min-w-0 gap-0.5">
          <h3 className="text-base">
            <RunName run={run} className="font-semibold" />
          </h3>
          <RunSources run={run} className="text-sm text-ink-3" />
        </div>
        <div className="grid gap-2">
          <p className="flex flex-wrap items-center gap-x-2 text-sm text-ink-2 tabular-nums">
            <StatusDot shape={stateShape(run)} />
            <span className={cx(part, 'font-medium text-ink')}>{stateWords(run)}</span>
            {facts.map((fact) => (
              <span key={fact} className={part}>
                {fact}
              </span>
            ))}
          </p>
          <ProgressBar
            label={`Progress of ${run.name}`}
            value={share ?? (run.state === 'running' ? null : 0)}
            valueText={share === null ? stateWords(run) : percentOf(share)}
          />
        </div>
        <Trouble run={run} />
      </div>
      <div className="col-start-2 flex flex-wrap items-start gap-x-8 gap-y-3 wide:col-start-3 wide:ml-8 wide:flex-nowrap">
        <Loss run={run} />
        <Cost run={run} />
        <Actions run={run} />
      </div>
    </article>
  );
}

function Loss({ run }: { run: Run }) {
  const loss = lossOf(run);
  if (loss === null) return <div className="w-66 max-wide:hidden" />;
  return (
    <div className="flex w-66 gap-4 max-wide:w-54">
      <dl className="grid w-22 shrink-0 content-start gap-1">
        <dt className="text-sm text-ink-3">{loss.evaluated ? 'Eval. loss' : 'Loss'}</dt>
        <dd className="text-base font-medium text-ink tabular-nums">{formatMetric(loss.value)}</dd>
      </dl>
      <LossSpark key={run.id} run={run} />
    </div>
  );
}

/** So far, and what it will have been. */
function Cost({ run }: { run: Run }) {
  const now = useSecond(run.state === 'running');
  const cost = costNow(run, now);
  const projected = run.progress?.projectedUsd ?? null;
  const more =
    run.state === 'scheduling' ? 'waiting is free' : projected === null ? null : `${formatUsd(projected)} in the end`;
  return (
    <dl className="grid min-w-28 content-start gap-1 whitespace-nowrap">
      <dt className="text-sm text-ink-3">Cost so far</dt>
      <dd className="grid gap-0.5 tabular-nums">
        <span className="text-base font-medium text-ink">{cost === null ? 'no price' : formatUsd(cost)}</span>
        {more !== null && <span className="text-sm text-ink-3">{more}</span>}
      </dd>
    </dl>
  );
}

/** What a person must know now: it will not be done in time, or it is not seen any more. */
function Trouble({ run }: { run: Run }) {
  const { progress, following, problem } = run;
  if (following === 'stopped' && problem && isFailure(problem)) return <ErrorNotice explanation={explain(problem)} />;
  if (following === 'waiting') {
    return (
      <p className="text-sm text-ink-2">
        {problem && isFailure(problem) ? explain(problem).title : 'The Hub does not answer now'}. The run itself goes
        on; it is looked at again by itself.
      </p>
    );
  }
  if (!progress?.beyondTimeout) return null;
  return (
    <p role="alert" className="flex items-start gap-2 text-sm text-ink">
      <span className="mt-1">
        <StatusDot shape="attention" />
      </span>
      At this pace its time is up before the last step. What was kept as a checkpoint can be resumed with more time.
    </p>
  );
}

function Actions({ run }: { run: Run }) {
  const [asking, setAsking] = useState(false);
  const cancel = useMutation(orpc.runs.cancel.mutationOptions({ onSettled: () => setAsking(false) }));
  return (
    <div className="ml-auto grid justify-items-end gap-2">
      <div className="flex gap-2">
        <Link to="/train/run/$run" params={{ run: run.id }} className={buttonClasses('secondary', 'small')}>
          Open
        </Link>
        <Button size="small" variant="quiet" onClick={() => setAsking(true)}>
          Cancel
        </Button>
      </div>
      {cancel.error && <ErrorNotice explanation={explain(toFailure(cancel.error))} />}
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={`Cancel ${run.name}?`}
        description={keptWords(run)}
        confirmLabel="Cancel the run"
        loss
        loading={cancel.isPending}
        onConfirm={() => cancel.mutate({ run: run.id })}
      />
    </div>
  );
}

function keptWords({ checkpoints, config }: Run): string {
  const last = checkpoints.at(-1);
  if (last !== undefined)
    return `It stops at once and costs nothing more. The checkpoint of step ${last.toLocaleString('en')} is kept, and can be resumed from.`;
  return config?.keepCheckpoints
    ? 'It stops at once and costs nothing more. There is no checkpoint yet, so what it has learnt is lost.'
    : 'It stops at once and costs nothing more. It keeps no checkpoints, so what it has learnt is lost.';
}
