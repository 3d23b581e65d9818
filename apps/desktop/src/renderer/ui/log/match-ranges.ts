// Where a text stands in a line, whatever its case, and spans cut there.
import type { AnsiSpan } from './ansi-spans.ts';

export interface MarkedSpan extends AnsiSpan {
  /** Part of what is looked for. */
  isMatch: boolean;
}

/** Cuts spans at each place of `text`; an empty one marks nothing. */
export function markSpans(spans: readonly AnsiSpan[], text: string): MarkedSpan[] {
  const ends = text === '' ? [] : matchEnds(spans.map((span) => span.text).join(''), text);
  if (ends.length === 0) return spans.map((span) => ({ ...span, isMatch: false }));
  const marked: MarkedSpan[] = [];
  let place = 0;
  let next = 0;
  for (const span of spans) {
    let rest = span.text;
    while (rest !== '') {
      const end = ends[next];
      const taken = end === undefined ? rest.length : Math.min(rest.length, end - place);
      // Even ones end what is between, odd ones end a match.
      if (taken > 0) marked.push({ text: rest.slice(0, taken), style: span.style, isMatch: next % 2 === 1 });
      rest = rest.slice(taken);
      place += taken;
      if (place === end) next += 1;
    }
  }
  return marked;
}

/** Begin, end, begin, end, … */
function matchEnds(line: string, text: string): number[] {
  const folded = line.toLowerCase();
  const wanted = text.toLowerCase();
  // Letters that change their length with their case would shift every place after them.
  if (folded.length !== line.length) return [];
  const ends: number[] = [];
  for (let at = folded.indexOf(wanted); at >= 0; at = folded.indexOf(wanted, at + wanted.length)) {
    ends.push(at, at + wanted.length);
  }
  return ends;
}
