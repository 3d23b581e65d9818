// How a model id, and what a person types, become words. `-`, `_`, `.`, `/`
// and white space all separate and are all alike; case does not count.

/** Longer than any id the Hub allows; what is typed beyond it is not looked at. */
const typedLimit = 256;

/** The words of an id or of a part of one. Scanned by hand: splitting by a pattern took most of the index's build. */
export function wordsOf(text: string): string[] {
  const lower = text.toLowerCase();
  const words: string[] = [];
  let start = 0;
  for (let at = 0; at <= lower.length; at += 1) {
    if (at < lower.length && !isSeparator(lower.charCodeAt(at))) continue;
    if (at > start) words.push(lower.slice(start, at));
    start = at + 1;
  }
  return words;
}

/** The words of a search text, however much was pasted. */
export function typedWords(text: string): string[] {
  return wordsOf(text.trimStart().slice(0, typedLimit));
}

/**
 * Whether a typed word may be a misspelling of another. Two letters carry too
 * little to tell, and a number is never a misspelling: `70b` is not `7b`.
 */
export function isForgivable(word: string): boolean {
  return word.length >= 3 && !/^\d+[a-z]?$/.test(word);
}

/** `-`, `.`, `/`, `_`, and anything up to the space, with the space that does not break. */
function isSeparator(code: number): boolean {
  return (code >= 45 && code <= 47) || code === 95 || code <= 32 || code === 160;
}
