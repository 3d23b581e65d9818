import { X } from 'lucide-react';
import type { LogLine } from '@hubdesk/shared/train/run';
import { CopyButton } from '../copy-button.tsx';
import { IconButton } from '../icon-button.tsx';
import { plainText } from './ansi-spans.ts';
import { LineText } from './line-text.tsx';
import { exactWords } from './log-words.ts';

/** One line in full, wrapped. */
export function LinePanel({ line, find, onClose }: { line: LogLine | undefined; find: string; onClose: () => void }) {
  if (!line) return null;
  return (
    <section
      aria-label={`Line ${line.line + 1}`}
      className="grid max-h-2/5 shrink-0 grid-rows-[auto_1fr] border-t border-line-strong bg-paper"
    >
      <div className="flex items-center gap-3 px-6 pt-2 text-sm text-ink-2 tabular-nums rail:px-8">
        <h2 className="font-medium text-ink">Line {(line.line + 1).toLocaleString('en')}</h2>
        {line.at !== null && <time dateTime={line.at}>{exactWords(line.at)}</time>}
        {line.level !== 'info' && <span>{line.level}</span>}
        <span className="ml-auto flex">
          <CopyButton text={plainText(line.text)} label="Copy the line" />
          <IconButton icon={X} label="Close the line" size="small" onClick={onClose} />
        </span>
      </div>
      <div className="overflow-y-auto px-6 pt-1 pb-3 font-mono text-xs leading-5 whitespace-pre-wrap [overflow-wrap:anywhere] text-ink rail:px-8">
        <LineText text={line.text} find={find} />
        {line.cut && <span className="font-sans text-ink-3"> The line went on; no more of it is kept.</span>}
      </div>
    </section>
  );
}
