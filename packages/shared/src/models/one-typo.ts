// Finds a misspelt word in a list of words kept as one string. Forgives one
// letter too many, one missing, one wrong, or two neighbours swapped.
//
// One mistake leaves one half of the typed word intact (or is the swap of the
// two letters where the halves meet), so `indexOf` finds each half and only the
// other half is compared.

/** Stands before, between and after the words of the list. */
export const wordEdge = '\n';
const edge = wordEdge.charCodeAt(0);

/** From this length on a typed word may stand for any part of a word, so a longer one finds only some of what it finds. */
export const anywhereLength = 5;

/**
 * Calls `found` with a position inside (or at the leading edge of) every word
 * that `typed` may mean; a word may be reported more than once, and exact
 * occurrences are among them. The shorter the typed word, the less of a word it
 * may stand for: three letters a whole word, four the beginning of one, five
 * and more any part.
 */
export function findOneTypo(words: string, typed: string, found: (position: number) => void): void {
  const fromStart = typed.length < anywhereLength;
  const toEnd = typed.length < anywhereLength - 1;
  const before = fromStart ? wordEdge : '';
  const after = toEnd ? wordEdge : '';
  const middle = typed.length >> 1;
  const head = typed.slice(0, middle);
  const tail = typed.slice(middle);

  scan(words, before + head, found, (at) => restMatches(words, at + before.length + middle, typed, middle, 1, toEnd));
  scan(words, tail + after, found, (at) => restMatches(words, at - 1, typed, middle - 1, -1, fromStart));
  // The two letters where the halves meet, swapped.
  const swapped = head.slice(0, -1) + tail.charAt(0) + head.slice(-1) + tail.slice(1);
  scan(words, before + swapped + after, found, () => true);
}

/** Reports each word in which some occurrence of `needle` is accepted, once. */
function scan(words: string, needle: string, found: (position: number) => void, accept: (at: number) => boolean): void {
  let at = words.indexOf(needle);
  while (at !== -1) {
    if (accept(at)) {
      // A needle may begin with the edge before its word: report the word after it.
      const inside = words.charCodeAt(at) === edge ? at + 1 : at;
      found(inside);
      at = words.indexOf(needle, words.indexOf(wordEdge, inside));
    } else {
      at = words.indexOf(needle, at + 1);
    }
  }
}

/**
 * Whether `typed`, read from `index` in the direction of `step` to its end, is
 * what stands in `words` from `position` on with at most one mistake. Anchored,
 * the word must end there as well.
 */
function restMatches(
  words: string,
  position: number,
  typed: string,
  index: number,
  step: 1 | -1,
  anchored: boolean,
): boolean {
  const end = step === 1 ? typed.length : -1;
  let at = position;
  let i = index;
  while (i !== end && words.charCodeAt(at) === typed.charCodeAt(i)) {
    at += step;
    i += step;
  }
  if (i === end) {
    return !anchored || words.charCodeAt(at) === edge || words.charCodeAt(at + step) === edge;
  }
  const letter = words.charCodeAt(at);
  if (sameToEnd(words, at, typed, i + step, step, end, anchored)) return true; // one letter too many
  if (letter === edge) return false;
  if (sameToEnd(words, at + step, typed, i + step, step, end, anchored)) return true; // a wrong letter
  if (sameToEnd(words, at + step, typed, i, step, end, anchored)) return true; // a missing letter
  return (
    i + step !== end &&
    letter === typed.charCodeAt(i + step) &&
    words.charCodeAt(at + step) === typed.charCodeAt(i) &&
    sameToEnd(words, at + 2 * step, typed, i + 2 * step, step, end, anchored)
  );
}

function sameToEnd(
  words: string,
  position: number,
  typed: string,
  index: number,
  step: 1 | -1,
  end: number,
  anchored: boolean,
): boolean {
  let at = position;
  let i = index;
  while (i !== end) {
    if (words.charCodeAt(at) !== typed.charCodeAt(i)) return false;
    at += step;
    i += step;
  }
  return !anchored || words.charCodeAt(at) === edge;
}
