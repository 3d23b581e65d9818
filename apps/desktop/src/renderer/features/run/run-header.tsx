// What a run is, how it stands, what it costs, and the actions for its state.
import { Link } from '@tanstack/react-router';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Run } from '@hubdesk/shared/train/run';
import { orpc } from '../../api/client.ts';
import { datasetPlace } from '../../api/dataset-place.ts';
import { kindWords, stateShape } from '../../api/run-words.ts';
import { Badge } from '../../ui/badge.tsx';
import { ExternalLink } from '../../ui/external-link.tsx';
import { Fact } from '../../ui/fact.tsx';
import { formatSeconds } from '../../ui/format-duration.ts';
import { formatRemaining } from '../../ui/format-remaining.ts';
import { formatUsd } from '../../ui/format-usd.ts';
import { linkClasses } from '../../ui/link-classes.ts';
import { StatusDot } from '../../ui/status-dot.tsx';
import { Time } from '../../ui/time.tsx';
import { visibleText } from '../../ui/visible-text.ts';
import { RunActions } from './run-actions.tsx';
import { isLive, runClock } from './run-clock.ts';
import { RunName } from './run-name.tsx';
import { howWords, stateWords } from './run-words.ts';
import { useSecond } from '../../ui/use-second.ts';

export function RunHeader({ run }: { run: Run }) {
  const kind = kindWords[run.kind];
  const { data: flavors } = useQuery(orpc.hardware.list.queryOptions());
  const hardware = flavors?.find(({ name }) => name === run.flavor)?.label ?? run.flavor;
  return (
    <header className="grid gap-4">
      <div className="grid gap-1.5">
        <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2">
          <div className="flex min-w-0 flex-1 flex-wrap items-center gap-x-3 gap-y-1">
            <RunName run={run} />
            {kind !== null && <Badge>{kind}</Badge>}
          </div>
          <RunActions run={run} />
        </div>
        <p className="flex flex-wrap items-center gap-x-2 gap-y-0.5 text-sm text-ink-2">
          <Fact>
            <span className="inline-flex items-center gap-1.5 font-medium text-ink">
              <StatusDot shape={stateShape(run)} />
              {stateWords(run)}
            </span>
          </Fact>
          <What run={run} />
          <Fact>{howWords(run)}</Fact>
          <Fact>{visibleText(hardware)}</Fact>
          {run.jobUrl !== null && (
            <Fact>
              <ExternalLink href={run.jobUrl}>The job on the Hub</ExternalLink>
            </Fact>
          )}
        </p>
      </div>
      {run.state !== 'refused' && <Numbers run={run} />}
    </header>
  );
}

function What({ run: { model, dataset, weights } }: { run: Run }) {
  return (
    <>
      {model !== null && (
        <Fact>
          <Link to="/models" search={{ model }} className={linkClasses}>
            <bdi>{visibleText(model)}</bdi>
          </Link>
          {dataset !== null && (
            <>
              <span className="mx-1">on</span>
              <Link {...datasetPlace(dataset)} className={linkClasses}>
                <bdi>{visibleText(dataset)}</bdi>
              </Link>
            </>
          )}
        </Fact>
      )}
      {weights.state !== 'none' && (
        <Fact>
          into <ExternalLink href={weights.url}>{visibleText(weights.repo)}</ExternalLink>
        </Fact>
      )}
    </>
  );
}

function Numbers({ run }: { run: Run }) {
  const live = isLive(run);
  const nowMs = useSecond(run.state === 'running');
  const clock = runClock(run, nowMs);
  const { progress, timeoutSeconds, usdPerMinute } = run;
  const most = timeoutSeconds === null || usdPerMinute === null ? null : usdPerMinute * Math.ceil(timeoutSeconds / 60);
  return (
    <dl className="flex flex-wrap gap-x-10 gap-y-3 tabular-nums">
      <Number label={live ? 'Running for' : 'Ran for'}>
        {clock.runningSeconds > 0
          ? formatSeconds(clock.runningSeconds * 1_000)
          : run.startedAt === null
            ? 'not yet'
            : '0 s'}
      </Number>
      <Number
        label={live ? 'Cost so far' : 'Cost'}
        note={
          live && most !== null
            ? `at most ${formatUsd(most)}`
            : usdPerMinute !== null && `${formatUsd(usdPerMinute)} a minute`
        }
      >
        {clock.costUsd === null ? 'no price known' : formatUsd(clock.costUsd)}
      </Number>
      {live && progress && (
        <>
          <Number
            label="Left"
            note={
              clock.remainingSeconds !== null &&
              timeoutSeconds !== null &&
              `timeout after ${formatRemaining(timeoutSeconds * 1_000)}`
            }
          >
            {clock.remainingSeconds === null
              ? 'not known yet'
              : `about ${formatRemaining(clock.remainingSeconds * 1_000)}`}
          </Number>
          <Number label="In the end">
            {progress.projectedUsd === null ? 'not known yet' : `about ${formatUsd(progress.projectedUsd)}`}
          </Number>
        </>
      )}
      {!live && run.finishedAt !== null && (
        <Number label="Ended">
          <Time iso={run.finishedAt} />
        </Number>
      )}
      {run.state === 'scheduling' && (
        <Number label="Waiting since" note="waiting costs nothing">
          <Time iso={run.createdAt} />
        </Number>
      )}
    </dl>
  );
}

function Number({ label, note, children }: { label: string; note?: string | false; children: ReactNode }) {
  return (
    <div className="grid content-start">
      <dt className="text-xs text-ink-3">{label}</dt>
      <dd className="text-lg font-medium text-ink">{children}</dd>
      {note && <dd className="text-xs text-ink-3">{note}</dd>}
    </div>
  );
}
