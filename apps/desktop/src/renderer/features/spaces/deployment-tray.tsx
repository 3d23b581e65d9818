// The deployments that go on, at the foot of the navigation on every page: what
// they do now, and how far they are. Tells what becomes of them.
import { useQuery } from '@tanstack/react-query';
import { Link, useLocation, useNavigate } from '@tanstack/react-router';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import type { Deployment } from '@hubdesk/shared/spaces/deployment';
import { orpc } from '../../api/client.ts';
import { useFollowDeployments } from '../../api/deployment-feed.ts';
import { deploymentName, deploymentShare, deploymentTitle, deploymentWords } from '../../api/deployment-words.ts';
import { jobClock } from '../../api/job-clock.ts';
import { formatPlural } from '../../ui/format-count.ts';
import { formatRemaining } from '../../ui/format-remaining.ts';
import { useGoingOn } from '../../ui/going-on.ts';
import { SpokenNews } from '../../ui/spoken-news.tsx';
import { tellNews } from '../../ui/tell-news.ts';
import { TrayFace, trayLinkClasses, trayMoreClasses } from '../../ui/tray-face.tsx';
import { useSecond } from '../../ui/use-second.ts';
import { deploymentNews, type SeenDeployments } from './deployment-news.ts';
import { useDeployments } from './use-deployments.ts';

/** More than these are one line that counts them. */
const mostShown = 2;

export function DeploymentTray() {
  useFollowDeployments();
  const deployments = useDeployments();
  useTellNews(deployments);
  useGoingOn('deployments', deploymentTitle(deployments));
  const live = deployments.filter(
    ({ state, config }) => state === 'working' || (state === 'ready' && config.kind === 'job'),
  );
  const [first] = live;
  // Its own page tells how it goes on.
  const here = useLocation({ select: ({ pathname }) => pathname });
  const isHere = live.length === 1 && here === `/spaces/deployment/${first?.id}`;
  return (
    <>
      {live.length > 0 && (
        <ul aria-label="Deployments that go on" className="grid grid-cols-1 gap-0.5">
          {(live.length > mostShown ? live.slice(0, 1) : live).map((deployment) => (
            <li key={deployment.id}>
              <Item deployment={deployment} />
            </li>
          ))}
          {live.length > mostShown && (
            <li>
              <Link to="/spaces" className={trayMoreClasses}>
                <span className="max-rail:hidden">and {formatPlural(live.length - 1, 'more deployment')}</span>
                <span aria-hidden className="rail:hidden">
                  +{live.length - 1}
                </span>
              </Link>
            </li>
          )}
        </ul>
      )}
      {!isHere && (
        <SpokenNews
          news={
            first === undefined
              ? ''
              : live.length > 1
                ? `${live.length} deployments go on`
                : `${deploymentName(first)}: ${deploymentWords(first)}`
          }
        />
      )}
    </>
  );
}

function Item({ deployment }: { deployment: Deployment }) {
  const { id, state, following, steps } = deployment;
  const isServing = state === 'ready';
  const counted = steps.filter((step) => step.state !== 'skipped');
  const done = counted.filter((step) => step.state === 'done').length;
  const { leftMs } = jobClock(deployment, useSecond(isServing));
  const needsPerson = following === 'stopped';
  return (
    <Link
      to="/spaces/deployment/$deployment"
      params={{ deployment: id }}
      className={trayLinkClasses}
      activeProps={{ className: 'bg-pressed' }}
    >
      <TrayFace
        name={deploymentName(deployment)}
        share={deploymentShare(deployment)}
        mark={
          isServing
            ? leftMs === null
              ? null
              : formatRemaining(leftMs)
            : `${Math.min(done + 1, counted.length)}/${counted.length}`
        }
        line={needsPerson ? 'Needs you' : deploymentWords(deployment)}
        needsPerson={needsPerson}
      />
    </Link>
  );
}

function useTellNews(deployments: readonly Deployment[]): void {
  const { data: wanted } = useQuery(
    orpc.preferences.get.queryOptions({ select: (preferences) => preferences.notifications }),
  );
  const navigate = useNavigate();
  const [sinceMs] = useState(() => Date.now());
  const seen = useRef<SeenDeployments>(new Map());
  const tell = useEffectEvent((now: readonly Deployment[]) => {
    for (const news of deploymentNews(now, seen.current, sinceMs)) {
      if (isLookedAt(news.deployment)) continue;
      tellNews(news, {
        wanted: wanted === true,
        onOpen: () => void navigate({ to: '/spaces/deployment/$deployment', params: { deployment: news.deployment } }),
      });
    }
  });
  useEffect(() => tell(deployments), [deployments]);
}

/** Its page is open before the person, and says all of it itself. */
function isLookedAt(deployment: string): boolean {
  return document.hasFocus() && location.hash.split('?', 1)[0] === `#/spaces/deployment/${deployment}`;
}
