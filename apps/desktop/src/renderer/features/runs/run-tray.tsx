// The runs that go on, at the foot of the navigation on every page: how far, how
// long still. Not there while none does.
import { Link } from '@tanstack/react-router';
import { useStore } from 'zustand';
import type { Run } from '@hubdesk/shared/train/run';
import { cx } from '../../ui/cx.ts';
import { formatPlural } from '../../ui/format-count.ts';
import { ProgressRing } from '../../ui/progress-ring.tsx';
import { StatusDot } from '../../ui/status-dot.tsx';
import { visibleText } from '../../ui/visible-text.ts';
import { liveRuns } from './run-feed.ts';
import { percentOf, shareOf } from './run-share.ts';
import { progressFacts, stateWords } from './run-words.ts';
import { useFollowRuns } from './use-follow-runs.ts';

/** More than these are one line that counts them. */
const mostShown = 2;

export function RunTray() {
  useFollowRuns();
  const live = useStore(liveRuns);
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
              <Link
                to="/train"
                className="flex h-8 items-center rounded-md px-2.5 text-sm text-ink-2 hover:bg-hover hover:text-ink pointer-coarse:h-11 max-rail:justify-center max-rail:px-0"
              >
                <span className="max-rail:hidden">and {formatPlural(live.length - 1, 'more run')}</span>
                <span aria-hidden className="rail:hidden">
                  +{live.length - 1}
                </span>
              </Link>
            </li>
          )}
        </ul>
      )}
      <p role="status" className="sr-only">
        {announcementOf(live)}
      </p>
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
      className="relative flex min-h-12 items-center gap-3 rounded-md px-2.5 py-1.5 hover:bg-hover max-rail:min-h-13 max-rail:flex-col max-rail:justify-center max-rail:gap-1 max-rail:px-0"
      activeProps={{ className: 'bg-pressed' }}
    >
      <ProgressRing share={share} />
      <span className="grid min-w-0 flex-1 max-rail:sr-only">
        <span className="flex items-baseline gap-2">
          <bdi className="min-w-0 flex-1 truncate text-base font-medium text-ink">{visibleText(run.name)}</bdi>
          {share !== null && <span className="text-sm text-ink-2 tabular-nums">{percentOf(share)}</span>}
        </span>
        <span className="truncate text-sm text-ink-3 tabular-nums">
          {run.following === 'stopped' ? 'Needs you' : (progressFacts(run).at(-1) ?? stateWords(run))}
        </span>
      </span>
      <span aria-hidden className="text-xs text-ink-2 tabular-nums rail:hidden">
        {share === null ? '…' : percentOf(share)}
      </span>
      {needsPerson && (
        <span className={cx('absolute top-1.5 left-6.5', 'max-rail:left-auto max-rail:right-3')}>
          <StatusDot shape="attention" />
        </span>
      )}
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
