// How a drop gets on, at the foot of the page it was dropped on and of those
// after it, until all is there.
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { orpc } from '../../api/client.ts';
import { explain } from '../../api/explain.ts';
import { Button } from '../../ui/button.tsx';
import { formatByteRate, formatBytes } from '../../ui/format-bytes.ts';
import { formatPlural } from '../../ui/format-count.ts';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { type Drop, dropAgain, drops, putDropAway, stopDrop } from './drop-store.ts';

/** From here on choosing the folder is the better way: nothing of it is copied. */
const manyFiles = 2_000;

export function DropNews() {
  const all = useStore(drops);
  if (all.length === 0) return null;
  return (
    <section aria-label="What was dropped" className="grid shrink-0 divide-y divide-line border-t border-line-strong">
      {all.map((drop) => (
        <DropLine key={drop.id} drop={drop} />
      ))}
    </section>
  );
}

function DropLine({ drop }: { drop: Drop }) {
  const navigate = useNavigate();
  const { draft: shownDraft } = useParams({ strict: false });
  const { id, name, state, draft } = drop;
  useStopWhenClosed(drop);
  const stop = () => {
    // The page of a draft that is gone would say so, which is no news to who ended it.
    if (draft !== null && draft === shownDraft) void navigate({ to: '/datasets' });
    void stopDrop(id);
  };
  if (state === 'sending') {
    const { bytesFound, bytesSent, walking } = drop.progress;
    const share = walking || bytesFound === 0 ? null : bytesSent / bytesFound;
    return (
      <div className="flex flex-wrap items-center gap-x-5 gap-y-1 bg-surface px-6 py-2.5 rail:px-8">
        <p className="max-w-64 truncate font-medium text-ink">{name}</p>
        <ProgressBar label={`Taking in ${name}`} value={share} className="min-w-24 flex-1" />
        <p className="text-sm whitespace-nowrap text-ink-2 tabular-nums">{progressWords(drop)}</p>
        <Button size="small" variant="quiet" onClick={stop}>
          Stop
        </Button>
        {drop.progress.filesFound >= manyFiles && (
          <p className="w-full text-sm text-ink-3">
            So many files take long to bring in one by one. “Choose a folder” on the page of datasets reads them where
            they are.
          </p>
        )}
      </div>
    );
  }
  return (
    <div role="alert" className="flex items-center gap-5 bg-surface px-6 py-2.5 rail:px-8">
      <p className="min-w-0 flex-1 text-ink-2">
        <strong className="font-semibold text-ink">{name}.</strong> {endWords(drop)}
      </p>
      {typeof state === 'object' && (
        <Button size="small" onClick={() => void dropAgain(id)}>
          Take it in again
        </Button>
      )}
      <Button size="small" variant="quiet" onClick={() => (state === 'done' ? putDropAway(id) : stop())}>
        Put away
      </Button>
    </div>
  );
}

/** A draft that is closed while it arrives needs the rest no more. */
function useStopWhenClosed({ id, draft }: Drop): void {
  const { data: isOpen } = useQuery(
    orpc.drafts.list.queryOptions({
      enabled: draft !== null,
      select: (drafts) => drafts.some((each) => each.id === draft),
    }),
  );
  // A list that was asked for before the draft was opened does not have it yet.
  const wasOpen = useRef(false);
  useEffect(() => {
    if (isOpen) wasOpen.current = true;
    else if (wasOpen.current) void stopDrop(id);
  }, [isOpen, id]);
}

function progressWords({ progress, bytesPerSecond }: Drop): string {
  const { filesFound, filesSent, bytesFound, bytesSent, walking } = progress;
  const parts = [
    walking
      ? `${formatPlural(filesFound, 'file')} found so far`
      : filesFound > 1
        ? `${filesSent.toLocaleString('en')} of ${formatPlural(filesFound, 'file')}`
        : null,
    walking ? formatBytes(bytesSent) : `${formatBytes(bytesSent)} of ${formatBytes(bytesFound)}`,
    bytesPerSecond === null ? null : formatByteRate(bytesPerSecond),
  ];
  return parts.filter((part) => part !== null).join(' · ');
}

function endWords({ state, progress }: Drop): string {
  if (state === 'empty') return 'There is no file in it that could be opened. Drop another file or folder.';
  if (typeof state === 'object') {
    const { title, body } = explain(state.failed);
    return `${title}. ${body}`;
  }
  const [first] = progress.unreadable;
  return `Taken in, but for ${formatPlural(progress.unreadable.length, 'file')} that could not be opened, such as ${first}.`;
}
