export interface LineSelection {
  first: number;
  last: number;
  /** Where it was begun. */
  anchor: number;
}

/** After a press on a line: that line, nothing where it was the one, or with `extend` all from where it was begun. */
export function selectLine(before: LineSelection | null, index: number, extend: boolean): LineSelection | null {
  if (extend && before) {
    return { first: Math.min(before.anchor, index), last: Math.max(before.anchor, index), anchor: before.anchor };
  }
  return before && before.first === index && before.last === index
    ? null
    : { first: index, last: index, anchor: index };
}
