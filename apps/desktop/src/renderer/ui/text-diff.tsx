// What one text has otherwise than another, line by line.
import { structuredPatch } from 'diff';
import { useMemo } from 'react';
import { cx } from './cx.ts';
import { formatPlural } from './format-count.ts';

const marks: Record<string, { className: string; word: string }> = {
  '+': { className: 'bg-accent-soft text-ink', word: 'added' },
  '-': { className: 'bg-loss-soft text-ink', word: 'taken out' },
};

export interface TextDiffProps {
  before: string;
  after: string;
  /** What is compared, for screen readers: "What differs from the generated script". */
  label: string;
  /** What stands there when nothing differs. */
  same: string;
}

export function TextDiff({ before, after, label, same }: TextDiffProps) {
  const hunks = useMemo(
    () => structuredPatch('before', 'after', before, after, '', '', { context: 3, maxEditLength: 20_000 })?.hunks,
    [before, after],
  );
  if (!hunks) return <p className="text-sm text-ink-2">They have too little in common to be compared line by line.</p>;
  if (hunks.length === 0) return <p className="text-sm text-ink-2">{same}</p>;
  const lines = hunks.flatMap((hunk) => hunk.lines);
  const count = (sign: string) => lines.filter((line) => line.startsWith(sign)).length;
  return (
    <div className="grid gap-2">
      <p className="text-sm text-ink-2">
        {formatPlural(count('+'), 'line')} added, {formatPlural(count('-'), 'line')} taken out.
      </p>
      <div
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scroller must be reachable by keyboard
        tabIndex={0}
        role="group"
        aria-label={label}
        className="max-h-128 overflow-auto rounded-md border border-line bg-sunken py-2 font-mono text-xs leading-5"
      >
        {hunks.map((hunk) => (
          <div
            key={`${hunk.oldStart} ${hunk.newStart}`}
            className="w-max min-w-full border-line not-first:mt-2 not-first:border-t not-first:pt-2"
          >
            {hunk.lines.map((line, at) => {
              const mark = marks[line.charAt(0)];
              return (
                <div key={at} className={cx('px-3 whitespace-pre', mark ? mark.className : 'text-ink-3')}>
                  {mark && <span className="sr-only">{mark.word}: </span>}
                  <span aria-hidden>{line.charAt(0)} </span>
                  {line.slice(1)}
                </div>
              );
            })}
          </div>
        ))}
      </div>
    </div>
  );
}
