// Finds where a stream that begins anew goes on from what is kept. A server may replay everything, the last lines only,
// or something else altogether; it numbers nothing. A line is its time and its text, and the same may come several times:
// so the end of what is kept is looked for in what comes. Where the place is not certain, that is said: a line may be
// missing, and none stands there twice.
//
// Certain is a place where the end stands just once in a stream that began at an earlier instant, because lines come in
// the order of their time: then nothing of the last instant can hide before or behind it. Or a log that is kept from its
// banner on, and comes again from its banner on.

export interface MatchLine {
  readonly text: string;
  readonly atMs: number | null;
}

export interface Fresh<L> {
  /** Lines may be missing before these. */
  gap: boolean;
  lines: L[];
}

export interface ReplayMatcher<L extends MatchLine> {
  /** What is new among the next lines of the stream; once it has answered something, all that comes is new. */
  take(lines: readonly L[]): Fresh<L> | null;
  /**
   * The stream is over, and it was all there is: what is new after all. Null: it ended before it came to where the kept
   * lines end.
   */
  end(): Fresh<L> | null;
}

/** How many of the last lines are compared. */
export const comparedLines = 400;
/** Of a stream without times, in which nothing tells what is old. */
const mostHeld = 20_000;
const banner = '===== Job started at ';

/** `first`: the log begins with these lines. */
export function createReplayMatcher<L extends MatchLine>(kept: {
  lines: readonly MatchLine[];
  first: boolean;
}): ReplayMatcher<L> {
  const end = kept.lines;
  const length = end.length;
  const times = end.flatMap(({ atMs }) => (atMs === null ? [] : [atMs]));
  const lastMs = times.length === 0 ? null : times.reduce((latest, atMs) => Math.max(latest, atMs));
  const firstMs = end[0]?.atMs ?? null;

  /** The first line of the stream. */
  let began: MatchLine | null = null;
  /** For each place at which the stream may have reached the kept end: how many of its lines came so far. */
  let reached: number[] = [];
  /** How often the kept end was complete. */
  let found = 0;
  let sawLastInstant = false;
  /** Behind the last place that was found; before any was, lines of which nobody knows whether they are old. */
  let held: L[] = [];
  let settled = false;

  function take(lines: readonly L[]): Fresh<L> | null {
    for (const [at, line] of lines.entries()) {
      if (!settled && !step(line)) continue;
      const fresh = settle();
      // Not by spreading: there may be very many.
      fresh.lines = fresh.lines.concat(lines.slice(at + 1));
      return fresh;
    }
    return null;
  }

  /** Answers whether it is decided; then `held` is what is new. */
  function step(line: L): boolean {
    if (began === null && length === 0) {
      began = line;
      held = [line];
      return true;
    }
    reached = advance(line);
    began ??= line;
    if (reached.includes(length)) {
      found += 1;
      held = [];
      reached = reached.filter((count) => count < length);
      return false;
    }
    const isNewer = line.atMs !== null && lastMs !== null && line.atMs > lastMs;
    const isUnknown = line.atMs === null || lastMs === null;
    if (line.atMs !== null && line.atMs === lastMs) sawLastInstant = true;
    if (found > 0 || isNewer || isUnknown) held.push(line);
    if (isNewer || held.length > mostHeld) return true;
    // The end cannot come once more: it begins at an earlier instant than it ends at, or there is no time to tell by.
    return (
      found > 0 && held.length > 0 && reached.length === 0 && (firstMs === null || lastMs === null || firstMs < lastMs)
    );
  }

  function advance(line: L): number[] {
    if (began === null) return end.flatMap((other, at) => (same(other, line) ? [at + 1] : []));
    if (reached.length === 0) return same(end[0], line) ? [1] : reached;
    const next = reached.flatMap((count) => (same(end[count], line) ? [count + 1] : []));
    if (same(end[0], line)) next.push(1);
    return next;
  }

  function settle(): Fresh<L> {
    settled = true;
    reached = [];
    const lines = held;
    held = [];
    return { gap: !isCertain(), lines };
  }

  function isCertain(): boolean {
    if (length === 0) return kept.first && began?.text.startsWith(banner) === true;
    if (found !== 1 || began === null) return false;
    if (began.atMs !== null && lastMs !== null && began.atMs < lastMs) return true;
    const opening = end[0];
    return kept.first && opening?.text.startsWith(banner) === true && same(opening, began);
  }

  return {
    take,
    end: () => {
      if (settled || (length === 0 && began === null)) return { gap: false, lines: [] };
      if (found === 0 && !sawLastInstant && held.length === 0) return null;
      return settle();
    },
  };
}

const same = (one: MatchLine | undefined, other: MatchLine): boolean =>
  one !== undefined && one.atMs === other.atMs && one.text === other.text;
