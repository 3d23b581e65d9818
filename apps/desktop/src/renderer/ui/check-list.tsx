// What was looked at before something is done: what was found, and the one thing
// to do about each. What stops comes first.
import { Check, CircleAlert, CircleDashed, CircleHelp, type LucideIcon, Minus, OctagonX } from 'lucide-react';
import type { ReactNode } from 'react';
import { cx } from './cx.ts';
import { Spinner } from './spinner.tsx';

export type CheckState = 'waiting' | 'checking' | 'ok' | 'warning' | 'stops' | 'unknown' | 'not-needed';

export interface CheckItem {
  id: string;
  name: string;
  state: CheckState;
  finding: string;
  /** A button or a link. */
  action?: ReactNode;
}

const states: Record<CheckState, { icon: LucideIcon | null; word: string; tone: string }> = {
  waiting: { icon: CircleDashed, word: 'waiting', tone: 'text-ink-3' },
  checking: { icon: null, word: 'being looked at', tone: 'text-ink-3' },
  ok: { icon: Check, word: 'in order', tone: 'text-accent' },
  warning: { icon: CircleAlert, word: 'look at this', tone: 'text-ink' },
  stops: { icon: OctagonX, word: 'stops it', tone: 'text-loss' },
  unknown: { icon: CircleHelp, word: 'could not be found out', tone: 'text-ink-2' },
  'not-needed': { icon: Minus, word: 'not needed', tone: 'text-ink-3' },
};

/** `busy`: they are looked at again; `dim`: and what stands here is of before. */
export function CheckList({ items, busy, dim }: { items: readonly CheckItem[]; busy: boolean; dim: boolean }) {
  return (
    <ul
      aria-busy={busy}
      className={cx('divide-y divide-line rounded-lg border border-line transition-opacity', dim && 'opacity-70')}
    >
      {items
        .toSorted((a, b) => rank(a.state) - rank(b.state))
        .map((item) => (
          <CheckRow key={item.id} item={item} />
        ))}
    </ul>
  );
}

function CheckRow({ item: { name, state, finding, action } }: { item: CheckItem }) {
  const { icon: Icon, word, tone } = states[state];
  return (
    <li className="grid grid-cols-[1rem_minmax(0,7rem)_minmax(0,1fr)] items-baseline gap-x-3 gap-y-1 px-4 py-2.5 max-rail:grid-cols-[1rem_minmax(0,1fr)]">
      <span className={cx('self-start pt-1', tone)}>
        {Icon ? <Icon aria-hidden className="size-4" strokeWidth={2} /> : <Spinner className="size-4" />}
        <span className="sr-only">{word}</span>
      </span>
      <span className="text-base font-medium text-ink">{name}</span>
      <span className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1.5 max-rail:col-start-2">
        <span
          className={cx(
            'min-w-0 max-w-[68ch] flex-1 basis-60 text-sm [overflow-wrap:anywhere]',
            state === 'ok' ? 'text-ink-2' : 'text-ink',
          )}
        >
          {finding}
        </span>
        {action}
      </span>
    </li>
  );
}

/** What stops comes first, then what should be looked at; otherwise as it comes. */
function rank(state: CheckState): number {
  return state === 'stops' ? 0 : state === 'warning' ? 1 : state === 'unknown' ? 2 : 3;
}

/** The checks in one sentence; `deed` is what they are for: "the launch". */
export function summaryOf(checks: readonly { state: CheckState }[], deed: string): string {
  const count = (state: CheckState) => checks.filter((check) => check.state === state).length;
  const [stops, warnings] = [count('stops'), count('warning')];
  if (stops > 0) return stops === 1 ? `One thing stops ${deed}.` : `${stops} things stop ${deed}.`;
  if (warnings > 0) return warnings === 1 ? 'One thing to look at.' : `${warnings} things to look at.`;
  return 'Everything is in order.';
}
