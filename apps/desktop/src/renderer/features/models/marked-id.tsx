// A model's id with its namespace quiet and what was typed marked. Whatever the
// id contains, it is text, read in one direction and kept inside its place.
import { Fragment } from 'react';
import { matchRanges, type Range } from './match-ranges.ts';
import { visibleText } from '../../ui/visible-text.ts';

export function MarkedId({ id, typed = '', className }: { id: string; typed?: string; className?: string }) {
  const slash = id.indexOf('/') + 1;
  const ranges = typed === '' ? [] : matchRanges(id, typed);
  return (
    <bdi className={className}>
      {slash > 0 && <span className="text-ink-3">{marked(id, 0, slash, ranges)}</span>}
      <span className="font-medium text-ink">{marked(id, slash, id.length, ranges)}</span>
    </bdi>
  );
}

/** The characters from `start` to `end`, those within the ranges marked. */
function marked(id: string, start: number, end: number, ranges: readonly Range[]) {
  const within = ranges.filter((range) => range.start < end && range.end > start);
  if (within.length === 0) return visibleText(id.slice(start, end));
  let at = start;
  const pieces = within.map((range, place) => {
    const from = Math.max(range.start, start);
    const to = Math.min(range.end, end);
    const before = visibleText(id.slice(at, from));
    at = to;
    return (
      <Fragment key={place}>
        {before}
        <mark className="rounded-[2px] bg-accent-soft text-accent-text">{visibleText(id.slice(from, to))}</mark>
      </Fragment>
    );
  });
  return (
    <>
      {pieces}
      {visibleText(id.slice(at, end))}
    </>
  );
}
