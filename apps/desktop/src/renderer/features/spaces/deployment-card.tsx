// One deployment that goes on: what it does now, how far it is, what it costs,
// and when it ends.
import { Link } from '@tanstack/react-router';
import type { Deployment } from '@hubdesk/shared/spaces/deployment';
import {
  deploymentName,
  deploymentShape,
  deploymentShare,
  deploymentWords,
  deployKindWords,
} from '../../api/deployment-words.ts';
import { stepDetail } from '../../api/step-detail.ts';
import { explain } from '../../api/explain.ts';
import { isFailure } from '../../api/failure.ts';
import { jobClock } from '../../api/job-clock.ts';
import { buttonClasses } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { cx } from '../../ui/cx.ts';
import { formatHourly } from '../../ui/format-hourly.ts';
import { formatRemaining } from '../../ui/format-remaining.ts';
import { formatUsd } from '../../ui/format-usd.ts';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { SpaceTile } from '../../ui/space-tile.tsx';
import { StatusDot } from '../../ui/status-dot.tsx';
import { useSecond } from '../../ui/use-second.ts';
import { visibleText } from '../../ui/visible-text.ts';

/** Parts of a line with a dot between; a dot ends a line rather than beginning one. */
const part = "not-last:after:ml-2 not-last:after:font-normal not-last:after:text-ink-3 not-last:after:content-['·']";

export function DeploymentCard({ deployment }: { deployment: Deployment }) {
  const { id, config, state, steps, failure, following, problem } = deployment;
  const name = deploymentName(deployment);
  const now = steps.find((step) => step.state === 'now');
  const detail = now ? stepDetail(now) : null;
  const words = deploymentWords(deployment);
  const model = config.model === null ? null : config.model.slice(config.model.indexOf('/') + 1);
  return (
    <article
      aria-label={name}
      className="grid grid-cols-[2.25rem_1fr] gap-x-4 gap-y-3 border-b border-line px-6 py-5 last:border-b-0 rail:px-8 wide:grid-cols-[2.25rem_1fr_auto]"
    >
      <SpaceTile emoji={config.emoji} from={config.colorFrom} to={config.colorTo} />
      <div className="grid min-w-0 content-start gap-2.5">
        <div className="grid min-w-0">
          <h3 className="text-base">
            <Link
              to="/spaces/deployment/$deployment"
              params={{ deployment: id }}
              className="block truncate font-semibold text-ink hover:underline hover:underline-offset-3"
            >
              <bdi>{visibleText(name)}</bdi>
            </Link>
          </h3>
          <p className="truncate text-sm text-ink-3">
            {model !== null && <bdi>{visibleText(model)}</bdi>} on {deployKindWords[config.kind]}
          </p>
        </div>
        <p className="flex flex-wrap items-center gap-x-2 text-sm text-ink-2 tabular-nums">
          <StatusDot shape={deploymentShape(deployment)} />
          <span className={cx(part, 'font-medium text-ink')}>{words}</span>
          {state === 'working' && detail !== null && detail !== words && (
            <span className={cx(part, '[overflow-wrap:anywhere]')}>{visibleText(detail)}</span>
          )}
        </p>
        {state === 'ready' && deployment.job?.endpoint && (
          <p className="flex min-w-0 items-center gap-1">
            <code className="truncate font-mono text-xs text-ink-2">{visibleText(deployment.job.endpoint)}</code>
            <CopyButton text={deployment.job.endpoint} label="Copy the address" />
          </p>
        )}
        {state === 'working' && (
          <ProgressBar
            label={`Progress of ${name}`}
            value={deploymentShare(deployment)}
            valueText={words}
            still={following === 'stopped' || following === 'waiting'}
          />
        )}
        {state === 'failed' && failure && <p className="max-w-[80ch] text-ink-2">{failure.sentence}</p>}
        {state !== 'failed' && problem && isFailure(problem) && (
          <p className="text-sm text-ink-2">
            {explain(problem).title}.{following === 'waiting' && ' It goes on by itself.'}
          </p>
        )}
      </div>
      <div className="col-start-2 flex flex-wrap items-start gap-x-8 gap-y-3 wide:col-start-3 wide:ml-8 wide:flex-nowrap">
        <Cost deployment={deployment} />
        <Link
          to="/spaces/deployment/$deployment"
          params={{ deployment: id }}
          aria-label={`${state === 'failed' ? 'See what may help' : 'Open'}: ${name}`}
          className={buttonClasses('secondary', 'small', 'ml-auto')}
        >
          {state === 'failed' ? 'See what may help' : 'Open'}
        </Link>
      </div>
    </article>
  );
}

function Cost({ deployment }: { deployment: Deployment }) {
  const { config, state, usdPerHour, job } = deployment;
  const isRunning = config.kind === 'job' && job !== null && state !== 'failed';
  const { costUsd, leftMs } = jobClock(deployment, useSecond(isRunning));
  if (usdPerHour === null || state === 'failed') return null;
  return (
    <dl className="grid min-w-28 content-start gap-0.5 whitespace-nowrap tabular-nums">
      <dt className="text-sm text-ink-3">{costUsd === null ? 'Price' : 'Cost so far'}</dt>
      <dd className="grid">
        <span className="text-base font-medium text-ink">
          {costUsd !== null ? formatUsd(costUsd) : formatHourly(usdPerHour)}
        </span>
        {leftMs !== null && <span className="text-sm text-ink-3">ends in {formatRemaining(leftMs)}</span>}
      </dd>
    </dl>
  );
}
