// What is deployed, where it goes, how it stands, what it costs, and the actions
// for its state.
import { Link } from '@tanstack/react-router';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Deployment } from '@hubdesk/shared/spaces/deployment';
import { orpc } from '../../api/client.ts';
import { deploymentName, deploymentShape, deploymentWords, deployKindWords } from '../../api/deployment-words.ts';
import { spacePlace } from '../../api/space-place.ts';
import { Badge } from '../../ui/badge.tsx';
import { ExternalLink } from '../../ui/external-link.tsx';
import { Fact } from '../../ui/fact.tsx';
import { formatRemaining } from '../../ui/format-remaining.ts';
import { formatUsd } from '../../ui/format-usd.ts';
import { linkClasses } from '../../ui/link-classes.ts';
import { SpaceTile } from '../../ui/space-tile.tsx';
import { StatusDot } from '../../ui/status-dot.tsx';
import { Time } from '../../ui/time.tsx';
import { useSecond } from '../../ui/use-second.ts';
import { visibleText } from '../../ui/visible-text.ts';
import { DeploymentActions } from './deployment-actions.tsx';
import { jobClock } from '../../api/job-clock.ts';

export function DeploymentHeader({ deployment }: { deployment: Deployment }) {
  const { config, space, job, state } = deployment;
  return (
    <header className="grid gap-4">
      <div className="flex flex-wrap items-start gap-x-4 gap-y-3">
        <SpaceTile
          emoji={config.emoji}
          from={config.colorFrom}
          to={config.colorTo}
          size="large"
          faded={state === 'cancelled' || state === 'ended'}
        />
        <div className="grid min-w-0 flex-1 gap-1">
          <div className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1">
            <h1
              tabIndex={-1}
              data-page-heading
              className="text-2xl font-semibold tracking-tight text-ink [overflow-wrap:anywhere]"
            >
              <bdi>{visibleText(deploymentName(deployment))}</bdi>
            </h1>
            {config.visibility !== 'public' && (
              <Badge>{config.visibility === 'private' ? 'Private' : 'Protected'}</Badge>
            )}
          </div>
          <p className="flex flex-wrap items-center gap-x-2 gap-y-0.5 text-sm text-ink-2">
            <Fact>
              <span className="inline-flex items-center gap-1.5 font-medium text-ink">
                <StatusDot shape={deploymentShape(deployment)} />
                {deploymentWords(deployment)}
              </span>
            </Fact>
            {config.model !== null && (
              <Fact>
                <Link to="/models" search={{ model: config.model }} className={linkClasses}>
                  <bdi>{visibleText(config.model)}</bdi>
                </Link>
              </Fact>
            )}
            <Where deployment={deployment} />
            {job && (
              <Fact>
                <ExternalLink href={job.url}>The job on the Hub</ExternalLink>
              </Fact>
            )}
            {!space && !job && (
              <Fact>
                as{' '}
                <bdi>
                  {visibleText(config.namespace)}/{visibleText(config.name)}
                </bdi>
              </Fact>
            )}
            {space && (
              <Fact>
                as{' '}
                <Link {...spacePlace(space.id)} className={linkClasses}>
                  <bdi>{visibleText(space.id)}</bdi>
                </Link>
              </Fact>
            )}
          </p>
        </div>
        <DeploymentActions deployment={deployment} />
      </div>
      <Numbers deployment={deployment} />
    </header>
  );
}

/** The hardware, by the name the Hub shows. */
function Where({ deployment: { config } }: { deployment: Deployment }) {
  const onJob = config.kind === 'job';
  const spaces = useQuery(orpc.spaces.hardware.queryOptions({ enabled: config.kind === 'gpu' }));
  const jobs = useQuery(orpc.hardware.list.queryOptions({ enabled: onJob }));
  const flavors = onJob ? jobs.data : spaces.data;
  const flavor = flavors?.find(({ name }) => name === config.flavor)?.label ?? config.flavor;
  return (
    <Fact>
      on {deployKindWords[config.kind]}
      {flavor !== null && `, ${visibleText(flavor)}`}
    </Fact>
  );
}

function Numbers({ deployment }: { deployment: Deployment }) {
  const { config, state, usdPerHour, job, createdAt, updatedAt } = deployment;
  const isJob = config.kind === 'job';
  const isServing = isJob && job !== null && (state === 'ready' || state === 'working');
  const clock = jobClock(deployment, useSecond(isServing));
  const price = usdPerHour === null ? null : usdPerHour === 0 ? 'Free' : `${formatUsd(usdPerHour)} an hour`;
  return (
    <dl className="flex flex-wrap gap-x-10 gap-y-3 tabular-nums">
      {price !== null && (
        <Figure
          label="Price"
          note={
            !isJob && usdPerHour !== 0 && config.sleepSeconds !== null
              ? `sleeps after ${formatRemaining(config.sleepSeconds * 1_000)} unasked`
              : isJob && clock.mostUsd !== null && `at most ${formatUsd(clock.mostUsd)}`
          }
        >
          {price}
        </Figure>
      )}
      {clock.costUsd !== null && <Figure label={isServing ? 'Cost so far' : 'Cost'}>{formatUsd(clock.costUsd)}</Figure>}
      {isJob &&
        (clock.leftMs === null ? (
          state === 'working' && (
            <Figure label="Serves for" note="from when it runs">
              {formatRemaining(config.timeoutSeconds * 1_000)}
            </Figure>
          )
        ) : (
          <Figure label="Ends in" note="whatever it does then">
            {countdown(clock.leftMs)}
          </Figure>
        ))}
      <Figure label="Begun">
        <Time iso={createdAt} />
      </Figure>
      {(state === 'ended' || state === 'cancelled') && (
        <Figure label={deploymentWords(deployment)}>
          <Time iso={updatedAt} />
        </Figure>
      )}
    </dl>
  );
}

/** `1:05:09`, `4:02`: a deadline is read by the second. */
function countdown(leftMs: number): string {
  const seconds = Math.ceil(leftMs / 1_000);
  const parts = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60];
  const shown = parts[0] === 0 ? parts.slice(1) : parts;
  return shown.map((part, at) => (at === 0 ? String(part) : String(part).padStart(2, '0'))).join(':');
}

function Figure({ label, note, children }: { label: string; note?: string | false; children: ReactNode }) {
  return (
    <div className="grid content-start">
      <dt className="text-xs text-ink-3">{label}</dt>
      <dd className="text-lg font-medium text-ink">{children}</dd>
      {note && <dd className="text-xs text-ink-3">{note}</dd>}
    </div>
  );
}
