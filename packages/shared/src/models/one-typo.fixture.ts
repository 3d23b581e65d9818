// What "one typo" means, written the slow and obvious way, to test against.

/** Whether the words differ by at most one letter added, missing, changed or swapped with its neighbour. */
export function atMostOneTypo(a: string, b: string): boolean {
  return a === b || oneTypos(b, lettersOf(a)).has(a);
}

/** Every other word that one typo with these letters makes of `word`. */
export function oneTypos(word: string, letters: Iterable<string>): Set<string> {
  const made = new Set<string>();
  for (let at = 0; at <= word.length; at += 1) {
    const before = word.slice(0, at);
    const after = word.slice(at + 1);
    for (const letter of letters) {
      made.add(before + letter + word.slice(at));
      if (at < word.length) made.add(before + letter + after);
    }
    if (at < word.length) made.add(before + after);
    if (at + 1 < word.length) made.add(before + word.charAt(at + 1) + word.charAt(at) + word.slice(at + 2));
  }
  made.delete(word);
  return made;
}

/** Whether `typed` may mean `word`: three letters a whole word, four its beginning, more any part of it. */
export function mayMean(typed: string, word: string): boolean {
  const lastStart = typed.length < 5 ? 0 : word.length;
  for (let start = 0; start <= lastStart; start += 1) {
    for (let end = typed.length < 4 ? word.length : start; end <= word.length; end += 1) {
      if (atMostOneTypo(typed, word.slice(start, end))) return true;
    }
  }
  return false;
}

function lettersOf(word: string): Set<string> {
  return new Set(word);
}
