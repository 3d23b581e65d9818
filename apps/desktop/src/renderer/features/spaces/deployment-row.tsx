import { Link } from '@tanstack/react-router';
import type { Deployment } from '@hubdesk/shared/spaces/deployment';
import { deploymentName, deploymentShape, deploymentWords, deployKindWords } from '../../api/deployment-words.ts';
import { SpaceTile } from '../../ui/space-tile.tsx';
import { StatusDot } from '../../ui/status-dot.tsx';
import { Time } from '../../ui/time.tsx';
import { visibleText } from '../../ui/visible-text.ts';

/** A deployment that is over, as one line that leads to it. */
export function DeploymentRow({ deployment, tabIndex }: { deployment: Deployment; tabIndex: 0 | -1 }) {
  const { id, config, state, createdAt } = deployment;
  return (
    <Link
      to="/spaces/deployment/$deployment"
      params={{ deployment: id }}
      data-row
      tabIndex={tabIndex}
      className="flex min-h-11 items-center gap-4 border-b border-line px-4 outline-offset-[-2px] [li:last-child>&]:border-b-0 hover:bg-hover"
    >
      <SpaceTile
        emoji={config.emoji}
        from={config.colorFrom}
        to={config.colorTo}
        size="small"
        faded={state !== 'ready'}
      />
      <span className="flex min-w-0 flex-1 items-baseline gap-2">
        <bdi className="truncate font-medium text-ink">{visibleText(deploymentName(deployment))}</bdi>
        <span className="truncate text-sm text-ink-3 max-rail:hidden">on {deployKindWords[config.kind]}</span>
      </span>
      <span className="flex w-40 shrink-0 items-center gap-2 text-sm text-ink-2">
        <StatusDot shape={deploymentShape(deployment)} />
        {deploymentWords(deployment)}
      </span>
      <span className="w-28 shrink-0 text-right text-sm text-ink-3">
        <Time iso={createdAt} />
      </span>
    </Link>
  );
}
