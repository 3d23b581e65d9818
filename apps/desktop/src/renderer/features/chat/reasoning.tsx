import { ChevronRight } from 'lucide-react';
import { formatSeconds } from '../../ui/format-duration.ts';
import { PlainText } from './plain-text.tsx';

/** What a model thought before it answered, folded away. `durationMs` is null while it still thinks. */
export function Reasoning({
  text,
  durationMs,
  isUnderWay,
}: {
  text: string;
  durationMs: number | null;
  isUnderWay: boolean;
}) {
  const thinks = durationMs === null && isUnderWay;
  const words = thinks ? 'Thinking…' : durationMs === null ? 'Thoughts' : `Thought for ${formatSeconds(durationMs)}`;
  return (
    <details className="group mb-3">
      <summary className="-ml-1.5 inline-flex min-h-8 cursor-pointer list-none items-center gap-1 rounded-md pr-2.5 pl-1 text-sm text-ink-2 select-none hover:bg-hover hover:text-ink pointer-coarse:min-h-11">
        <ChevronRight
          aria-hidden
          className="size-4 transition-transform duration-100 group-open:rotate-90"
          strokeWidth={1.75}
        />
        {words}
      </summary>
      <div
        dir="auto"
        className="mt-1 border-l-2 border-line pl-4 text-base whitespace-pre-wrap text-ink-2 [overflow-wrap:anywhere]"
      >
        <PlainText>{text.trim()}</PlainText>
      </div>
    </details>
  );
}
