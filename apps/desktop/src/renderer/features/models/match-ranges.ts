// Which characters of an id to mark for what a person typed. A mark explains a
// match that the index found; it decides none.
import { isForgivable, typedWords, wordsOf } from '@hubdesk/shared/models/id-words';

export interface Range {
  readonly start: number;
  readonly end: number;
}

/** In order and apart from each other; empty when nothing was typed. */
export function matchRanges(id: string, typed: string): Range[] {
  const words = typedWords(typed);
  if (words.length === 0) return [];
  const lower = id.toLowerCase();
  // A letter whose lower case is longer would shift all marks behind it.
  if (lower.length !== id.length) return [];
  return joined(words.flatMap((word) => exactly(lower, word) ?? acrossWords(lower, word) ?? misspelt(lower, word)));
}

/** In the name if it is there, which is what people look at, else in the namespace. */
function exactly(lower: string, word: string): Range[] | null {
  const inName = lower.indexOf(word, lower.indexOf('/') + 1);
  const start = inName === -1 ? lower.indexOf(word) : inName;
  return start === -1 ? null : [{ start, end: start + word.length }];
}

/** `llama3` in `Llama-3`: found with the separators left out. */
function acrossWords(lower: string, word: string): Range[] | null {
  const places: number[] = [];
  let letters = '';
  for (const { text, start } of placedWords(lower)) {
    for (let i = 0; i < text.length; i += 1) places.push(start + i);
    letters += text;
  }
  const at = letters.indexOf(word);
  if (at === -1) return null;
  return places.slice(at, at + word.length).map((place) => ({ start: place, end: place + 1 }));
}

/** The letters on both sides of the one that is wrong, missing or too many. */
function misspelt(lower: string, word: string): Range[] {
  if (!isForgivable(word)) return [];
  for (const { text, start } of placedWords(lower)) {
    for (const length of [word.length, word.length + 1, word.length - 1]) {
      if (length > text.length || length < 1) continue;
      const part = text.slice(0, length);
      const before = sharedStart(part, word);
      const after = Math.min(sharedEnd(part, word), Math.min(part.length, word.length) - before);
      // Two swapped letters are one slip, although two letters differ.
      const slip = Math.max(part.length, word.length) - before - after;
      const isSwap = slip === 2 && part[before] === word[before + 1] && part[before + 1] === word[before];
      if (slip > 1 && !isSwap) continue;
      return [
        { start, end: start + before },
        { start: start + part.length - after, end: start + part.length },
      ];
    }
  }
  return [];
}

function placedWords(lower: string): { text: string; start: number }[] {
  let from = 0;
  return wordsOf(lower).map((text) => {
    const start = lower.indexOf(text, from);
    from = start + text.length;
    return { text, start };
  });
}

function sharedStart(a: string, b: string): number {
  let length = 0;
  while (length < a.length && length < b.length && a[length] === b[length]) length += 1;
  return length;
}

function sharedEnd(a: string, b: string): number {
  let length = 0;
  while (length < a.length && length < b.length && a.at(-1 - length) === b.at(-1 - length)) length += 1;
  return length;
}

function joined(ranges: Range[]): Range[] {
  const found: Range[] = [];
  for (const range of ranges.filter(({ start, end }) => end > start).sort((a, b) => a.start - b.start)) {
    const last = found.at(-1);
    if (last && range.start <= last.end)
      found[found.length - 1] = { start: last.start, end: Math.max(last.end, range.end) };
    else found.push(range);
  }
  return found;
}
