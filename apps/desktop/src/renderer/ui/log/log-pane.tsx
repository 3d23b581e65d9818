// A log that comes by itself: followed or held, wrapped, searched and copied.
// Holds the lines it is given and asks for none; whoever shows it follows them.
import { Copy, WrapText } from 'lucide-react';
import { type ReactNode, useMemo, useRef, useState } from 'react';
import type { LogLine } from '@hubdesk/shared/train/run';
import { Button } from '../button.tsx';
import { cx } from '../cx.ts';
import { formatPlural } from '../format-count.ts';
import { IconButton } from '../icon-button.tsx';
import { toast } from '../toast.tsx';
import { plainText } from './ansi-spans.ts';
import { FindField } from './find-field.tsx';
import { findLines } from './find-lines.ts';
import { FollowButton } from './follow-button.tsx';
import { LinePanel } from './line-panel.tsx';
import { LogNewsRegion } from './log-news-region.tsx';
import type { LogSource } from './log-source.ts';
import { LogView, type LogViewHandle } from './log-view.tsx';
import { nextPlace } from './next-place.ts';
import { type LineSelection, selectLine } from './select-line.ts';
import { useLogKeys } from './use-log-keys.ts';

export interface LogPaneProps {
  /** What it is the log of: `Build log`. */
  label: string;
  lines: readonly LogLine[];
  /** Lines let go from the front since the log began. */
  dropped?: number;
  /** `waiting`: for the network, or for the log to begin. `over`: no more will come. */
  state: 'live' | 'waiting' | 'over';
  /** In the place of the lines while there are none. */
  empty: ReactNode;
  /** At the left end of the bar, for instance a choice of logs. */
  start?: ReactNode;
  /** Above the lines, for instance why no more come. */
  notice?: ReactNode;
  /** Without its own margins beside the text: inside a card. */
  isNarrow?: boolean;
  className?: string;
}

export function LogPane(props: LogPaneProps) {
  const { label, lines, dropped = 0, state, empty, start, notice, isNarrow = false, className } = props;
  const view = useRef<LogViewHandle>(null);
  const field = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  const [isWrapped, setWrapped] = useState(false);
  const [isFollowing, setFollowing] = useState(true);
  // Places since the log began, so that they stay the same when lines are let go.
  const [heldAt, setHeldAt] = useState(0);
  const [place, setPlace] = useState<number | null>(null);
  const [selected, setSelected] = useState<LineSelection | null>(null);
  const source = useMemo(
    (): LogSource => ({ total: lines.length, lineAt: (index) => lines[index], dropped }),
    [lines, dropped],
  );
  const found = useMemo(() => findLines(lines, text), [lines, text]);
  const total = lines.length + dropped;
  const fresh = isFollowing ? 0 : Math.max(0, total - heldAt);
  const at = place === null ? -1 : found.indexOf(place - dropped);
  const isOver = state === 'over';

  function change(next: boolean) {
    if (next === isFollowing) return;
    setFollowing(next);
    setHeldAt(total);
  }
  function go(by: 1 | -1) {
    const next = nextPlace(found, at, by, view.current?.visible().first ?? 0);
    if (next === null) return;
    setPlace(next + dropped);
    view.current?.showLine(next);
  }
  useLogKeys(field, () => change(true));

  async function copy() {
    const copied = selected ? lines.slice(selected.first - dropped, selected.last - dropped + 1) : lines;
    try {
      await navigator.clipboard.writeText(copied.map((line) => plainText(line.text)).join('\n'));
      toast(`${formatPlural(copied.length, 'line')} copied`);
    } catch {
      toast('The clipboard is closed to this page', undefined, { attention: true });
    }
  }

  const inset = isNarrow ? 'px-3' : 'px-6 rail:px-8';
  return (
    <section aria-label={label} className={cx('flex min-h-0 flex-col', className)}>
      <div className={cx('flex flex-wrap items-center gap-x-3 gap-y-2 border-b border-line py-2.5', inset)}>
        {start}
        <FindField
          ref={field}
          text={text}
          onText={(next) => {
            setText(next);
            setPlace(null);
          }}
          onMove={go}
          onLeave={() => view.current?.focus()}
          found={found.length}
          at={at}
        />
        <div className="flex items-center gap-1">
          <Button size="small" variant="quiet" icon={Copy} disabled={lines.length === 0} onClick={() => void copy()}>
            {selected ? `Copy ${formatPlural(selected.last - selected.first + 1, 'line')}` : 'Copy all'}
          </Button>
          <IconButton
            icon={WrapText}
            label="Wrap long lines"
            size="small"
            aria-pressed={isWrapped}
            className={isWrapped ? 'bg-pressed text-ink' : ''}
            onClick={() => setWrapped(!isWrapped)}
          />
        </div>
      </div>
      {notice}
      <LogNewsRegion total={total} isLive={!isOver} />
      <div className="relative flex min-h-0 flex-1 flex-col">
        {lines.length === 0 ? (
          empty
        ) : (
          <LogView
            ref={view}
            source={source}
            isWrapped={isWrapped}
            find={text}
            current={at < 0 ? null : (found[at] ?? null)}
            selected={selected && { first: selected.first - dropped, last: selected.last - dropped }}
            onSelect={(index, extend) => {
              change(false);
              setSelected((before) => selectLine(before, index + dropped, extend));
            }}
            isFollowing={isFollowing}
            onFollowing={change}
          />
        )}
        {!isFollowing && lines.length > 0 && (
          <FollowButton isOver={isOver} fresh={fresh} onFollow={() => change(true)} />
        )}
      </div>
      {selected && selected.first === selected.last && (
        <LinePanel line={lines[selected.first - dropped]} find={text} onClose={() => setSelected(null)} />
      )}
      <p className={cx('flex flex-wrap gap-x-4 border-t border-line py-1.5 text-xs text-ink-3 tabular-nums', inset)}>
        <span>
          {dropped > 0 ? `The last ${formatPlural(lines.length, 'line')}` : formatPlural(lines.length, 'line')}
        </span>
        <span className="ml-auto">{stateWords()}</span>
      </p>
    </section>
  );

  function stateWords(): string {
    if (isOver) return 'No more will come';
    if (state === 'waiting') return 'Waiting for more';
    return isFollowing ? 'Following' : 'Held where you read';
  }
}
