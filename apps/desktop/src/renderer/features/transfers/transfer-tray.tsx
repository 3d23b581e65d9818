// Transfers at the foot of the navigation: whether something moves, how far it
// is, whether one stopped. Leads to their page.
import { Link } from '@tanstack/react-router';
import { ArrowUpDown } from 'lucide-react';
import { useStore } from 'zustand';
import type { Transfer } from '@hubdesk/shared/datasets/transfer';
import { formatPlural } from '../../ui/format-count.ts';
import { ProgressRing } from '../../ui/progress-ring.tsx';
import { StatusDot } from '../../ui/status-dot.tsx';
import { liveTransfers } from './transfer-feed.ts';
import { shareOfAll } from './transfer-share.ts';
import { useFollowTransfers } from './use-follow-transfers.ts';

/** `className`: the look of the navigation's items, and of the one that shows. */
export function TransferTray({ className, activeClassName }: { className: string; activeClassName: string }) {
  useFollowTransfers();
  const live = useStore(liveTransfers);
  const moving = live.filter(({ state }) => state === 'planning' || state === 'running' || state === 'waiting');
  const stopped = live.filter(({ state }) => state === 'stopped').length;
  const share = shareOfAll(moving);
  const note = noteOf(moving, live.length, stopped, share);
  return (
    <>
      <Link to="/transfers" className={`${className} relative`} activeProps={{ className: activeClassName }}>
        {moving.length > 0 ? (
          <ProgressRing share={share} />
        ) : (
          <ArrowUpDown aria-hidden className="size-4.5" strokeWidth={1.75} />
        )}
        Transfers
        {note !== null && (
          <span className="ml-auto text-sm font-normal text-ink-2 tabular-nums max-rail:sr-only">{note}</span>
        )}
        {stopped > 0 && (
          <span className="max-rail:absolute max-rail:top-1.5 max-rail:right-3">
            <StatusDot shape="attention" />
          </span>
        )}
      </Link>
      <p role="status" className="sr-only">
        {announcementOf(moving, stopped, share)}
      </p>
    </>
  );
}

function noteOf(moving: readonly Transfer[], all: number, stopped: number, share: number | null): string | null {
  if (stopped > 0) return `${stopped} stopped`;
  if (moving.length > 0) {
    const percent = share === null ? '' : `${Math.floor(share * 100)} %`;
    return moving.length === 1 ? percent : `${moving.length} · ${percent}`;
  }
  return all > 0 ? `${all} paused` : null;
}

/** Changes at each quarter only: a screen reader says every change. */
function announcementOf(moving: readonly Transfer[], stopped: number, share: number | null): string {
  if (stopped > 0) return `${formatPlural(stopped, 'transfer')} stopped and ${stopped === 1 ? 'needs' : 'need'} you`;
  if (moving.length === 0) return '';
  const quarter = share === null ? 0 : Math.floor(share * 4) * 25;
  return `${formatPlural(moving.length, 'transfer')} under way, ${quarter} percent`;
}
