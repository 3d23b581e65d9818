import { Link } from '@tanstack/react-router';
import { CloudDownload, Files, FolderInput, X } from 'lucide-react';
import type { Draft } from '@hubdesk/shared/datasets/draft';
import { formatBytes } from '../../ui/format-bytes.ts';
import { formatPlural } from '../../ui/format-count.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { StatusDot, type StatusShape } from '../../ui/status-dot.tsx';
import { Time } from '../../ui/time.tsx';
import { visibleText } from '../../ui/visible-text.ts';

const originIcons = { paths: Files, drop: FolderInput, hub: CloudDownload };

export interface DraftRowViewProps {
  draft: Draft;
  tabIndex: 0 | -1;
  onClose: (draft: Draft) => void;
}

/** A dataset in preparation, as one line that leads to it. */
export function DraftRowView({ draft, tabIndex, onClose }: DraftRowViewProps) {
  const Icon = originIcons[draft.origin.kind];
  const state = stateWords(draft);
  return (
    <div className="group/row relative flex items-center border-b border-line pr-3 hover:bg-hover rail:pr-5">
      <Link
        to="/datasets/draft/$draft"
        params={{ draft: draft.id }}
        data-row
        tabIndex={tabIndex}
        className="flex min-h-15 min-w-0 flex-1 items-center gap-4 py-2.5 pl-6 outline-offset-[-2px] rail:pl-8"
      >
        <Icon aria-hidden className="size-5 shrink-0 text-ink-3" strokeWidth={1.5} />
        <span className="grid min-w-0 flex-1">
          <span className="truncate font-medium text-ink">
            <bdi>{visibleText(draft.name)}</bdi>
          </span>
          <span className="truncate text-sm text-ink-3">{originWords(draft)}</span>
        </span>
        <span className="flex w-52 shrink-0 items-center gap-2 text-sm text-ink-2 max-rail:w-40">
          <StatusDot shape={state.shape} />
          {state.words}
        </span>
        <span className="w-32 shrink-0 text-right text-sm text-ink-2 tabular-nums max-wide:hidden">
          {draft.found && formatPlural(draft.found.rows, 'row')}
        </span>
        <span className="w-20 shrink-0 text-right text-sm text-ink-2 tabular-nums max-rail:hidden">
          {draft.found && formatBytes(draft.found.bytes)}
        </span>
        <span className="w-28 shrink-0 text-right text-sm text-ink-3 max-rail:hidden">
          <Time iso={draft.openedAt} />
        </span>
      </Link>
      <IconButton
        icon={X}
        label={`Close ${draft.name}`}
        size="small"
        tabIndex={tabIndex}
        onClick={() => onClose(draft)}
      />
    </div>
  );
}

function originWords({ origin, edits }: Draft): string {
  const changed = edits.changed + edits.dropped;
  const from =
    origin.kind === 'hub'
      ? `From ${origin.dataset} on the Hub${origin.config === null ? '' : `, ${origin.config}`}`
      : origin.kind === 'drop'
        ? 'Dropped here'
        : origin.paths.length === 1
          ? (origin.paths[0] ?? '')
          : `${origin.paths[0]} and ${origin.paths.length - 1} more`;
  return changed === 0 ? from : `${from} · ${formatPlural(changed, 'edit')}`;
}

function stateWords({ arriving, found }: Draft): { shape: StatusShape; words: string } {
  if (arriving) {
    const share = arriving.totalBytes === 0 ? 0 : arriving.receivedBytes / arriving.totalBytes;
    return { shape: 'half', words: `Arriving, ${Math.floor(share * 100)} %` };
  }
  if (!found?.verdict) return { shape: 'off', words: 'Not checked yet' };
  const { method, state } = found.verdict;
  const aim = method === 'reward' ? 'a reward model' : method.toUpperCase();
  if (state === 'ready') return { shape: 'on', words: `Ready for ${aim}` };
  if (state === 'needs-mapping') return { shape: 'half', words: `Needs a mapping for ${aim}` };
  return { shape: 'attention', words: 'Cannot train as it is' };
}
