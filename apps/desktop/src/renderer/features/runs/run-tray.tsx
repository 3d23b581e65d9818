// The runs that go on, at the foot of the navigation on every page: how far, how
// long still. Not there while none does.
import { Link, useLocation } from '@tanstack/react-router';
import { useStore } from 'zustand';
import type { Run } from '@hubdesk/shared/train/run';
import { formatPlural } from '../../ui/format-count.ts';
import { useGoingOn } from '../../ui/going-on.ts';
import { SpokenNews } from '../../ui/spoken-news.tsx';
import { TrayFace, trayLinkClasses, trayMoreClasses } from '../../ui/tray-face.tsx';
import { liveRuns } from './run-feed.ts';
import { percentOf, shareOf } from './run-share.ts';
import { titleOf } from './run-title.ts';
import { progressFacts, stateWords } from './run-words.ts';
import { useFollowRuns } from './use-follow-runs.ts';

/** More than these are one line that counts them. */
const mostShown = 2;

export function RunTray() {
  useFollowRuns();
  const live = useStore(liveRuns);
  useGoingOn('runs', titleOf(live));
  // Its own page tells how it goes on.
  const here = useLocation({ select: ({ pathname }) => pathname });
  const isHere = live.length === 1 && here === `/train/run/${live[0]?.id}`;
  return (
    <>
      {live.length > 0 && (
        <ul aria-label="Runs that go on" className="grid grid-cols-1 gap-0.5">
          {(live.length > mostShown ? live.slice(0, 1) : live).map((run) => (
            <li key={run.id}>
              <RunItem run={run} />
            </li>
          ))}
          {live.length > mostShown && (
            <li>
              <Link to="/train" className={trayMoreClasses}>
                <span className="max-rail:hidden">and {formatPlural(live.length - 1, 'more run')}</span>
                <span aria-hidden className="rail:hidden">
                  +{live.length - 1}
                </span>
              </Link>
            </li>
          )}
        </ul>
      )}
      {!isHere && <SpokenNews news={announcementOf(live)} />}
    </>
  );
}

function RunItem({ run }: { run: Run }) {
  const share = shareOf(run);
  const needsPerson = run.following === 'stopped' || run.progress?.beyondTimeout === true;
  return (
    <Link
      to="/train/run/$run"
      params={{ run: run.id }}
      className={trayLinkClasses}
      activeProps={{ className: 'bg-pressed' }}
    >
      <TrayFace
        name={run.name}
        share={share}
        mark={share === null ? null : percentOf(share)}
        line={run.following === 'stopped' ? 'Needs you' : (progressFacts(run).at(-1) ?? stateWords(run))}
        needsPerson={needsPerson}
      />
    </Link>
  );
}

/** Changes at each quarter only: a screen reader says every change. */
function announcementOf(live: readonly Run[]): string {
  const [run] = live;
  if (!run) return '';
  if (live.length > 1) return `${live.length} runs go on`;
  const share = shareOf(run);
  return share === null ? `${run.name}: ${stateWords(run)}` : `${run.name}: ${Math.floor(share * 4) * 25} percent`;
}
