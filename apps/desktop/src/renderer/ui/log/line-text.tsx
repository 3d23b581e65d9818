// A log line as text nodes: colours are classes from a closed list, nothing in
// the line becomes markup.
import { memo } from 'react';
import { cx } from '../cx.ts';
import { type AnsiHue, ansiSpans, type AnsiStyle } from './ansi-spans.ts';
import { markSpans } from './match-ranges.ts';

const hues: Record<AnsiHue, string> = {
  red: 'text-ansi-red',
  green: 'text-ansi-green',
  yellow: 'text-ansi-yellow',
  blue: 'text-ansi-blue',
  magenta: 'text-ansi-magenta',
  cyan: 'text-ansi-cyan',
};
const grounds: Record<AnsiHue, string> = {
  red: 'bg-ansi-red/12',
  green: 'bg-ansi-green/12',
  yellow: 'bg-ansi-yellow/12',
  blue: 'bg-ansi-blue/12',
  magenta: 'bg-ansi-magenta/12',
  cyan: 'bg-ansi-cyan/12',
};

export interface LineTextProps {
  text: string;
  /** Marked wherever it stands, whatever its case. */
  find?: string;
  /** The characters shown; all, if left out. */
  from?: number;
  to?: number;
}

export const LineText = memo(function LineText(props: LineTextProps) {
  const { text, find = '', from = 0, to = Number.POSITIVE_INFINITY } = props;
  let place = 0;
  return markSpans(ansiSpans(text), find).map(({ text: part, style, isMatch }, at) => {
    const shown = part.slice(Math.max(0, from - place), Math.max(0, to - place));
    place += part.length;
    if (shown === '') return null;
    const className = classOf(style);
    if (isMatch) {
      return (
        <mark key={at} className={cx('rounded-xs bg-accent-line text-ink', className)}>
          {shown}
        </mark>
      );
    }
    return className === '' ? (
      shown
    ) : (
      <span key={at} className={className}>
        {shown}
      </span>
    );
  });
});

function classOf({ hue, ground, bold, dim, italic, underline }: AnsiStyle): string {
  return cx(
    hue && hues[hue],
    ground && grounds[ground],
    bold && 'font-semibold',
    dim && hue === null && 'text-ink-3',
    italic && 'italic',
    underline && 'underline',
  );
}
