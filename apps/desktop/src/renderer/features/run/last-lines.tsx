import type { Run } from '@hubdesk/shared/train/run';
import { LineText } from '../../ui/log/line-text.tsx';
import { useLogBook } from './use-log-book.ts';

const shownLines = 8;
const plainLines = { level: null, events: false } as const;

/** The end of the log, without what the timeline says already. */
export function LastLines({ run }: { run: Run }) {
  const { news, hasNews, failure } = useLogBook(run.id, plainLines, shownLines);
  const lines = news.tail.lines.slice(-shownLines);
  if (lines.length === 0) {
    const isWaiting = !hasNews && failure === null;
    return <p className="text-sm text-ink-3">{isWaiting ? 'The log is being opened.' : 'Nothing was written yet.'}</p>;
  }
  return (
    <div className="overflow-hidden rounded-lg border border-line bg-surface px-4 py-3 font-mono text-xs leading-5 text-ink">
      {lines.map((line) => (
        <div key={line.line} className="truncate whitespace-pre">
          <LineText text={line.text} />
        </div>
      ))}
    </div>
  );
}
