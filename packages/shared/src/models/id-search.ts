// Finds model ids by what a person types: every typed word must occur in the
// id, exactly or with one typo. It knows words only; filters, popularity and
// order are the model index's business.
//
// Ids share their words, so the distinct words are kept once, as one string
// that is scanned, and each word leads to the rows it occurs in.
import { Column, integers } from './column.ts';
import { isForgivable, typedWords, wordsOf } from './id-words.ts';
import { OccurrenceLists } from './occurrence-lists.ts';
import { anywhereLength, findOneTypo } from './one-typo.ts';
import { WordList } from './word-list.ts';

/** Qualities from here on needed a typo forgiven; each further typo adds as much again. */
export const typoQuality = 0x100;

export interface Matches {
  /** Row numbers, in no order. */
  readonly rows: Uint32Array;
  /**
   * By row number, only of `rows`; the lower the better. 0: the typed words are
   * the whole id or name. Then by how much of the id's words was typed, and
   * whether the id or its name begins with the first.
   */
  readonly qualities: Uint16Array;
}

export interface IdSearch {
  /** Adds the next row. */
  add(id: string): void;
  /** `null` when the text has no words. The arrays are reused by the next call. */
  match(text: string): Matches | null;
}

/** What one typed word found. */
interface Found {
  /** How well each row fits, by row number; 0 is not at all. */
  readonly fits: Uint8Array;
  /** The first `count` are the rows that fit. */
  readonly rows: Uint32Array;
  count: number;
  /** The words found, by number, where a longer typed word can only find some of these; else `null`. */
  words: number[] | null;
}

// A row keeps its best fit. `atStart` is added to the last two where the id or
// its name begins with the word.
const typo = 1;
const inside = 2;
const beginning = 3;
const whole = 5;
const atStart = 1;

/** What a fit adds to a row's quality, by the fit: a typo counts apart. */
const costs = Uint16Array.of(0, typoQuality + 4, 4, 2, 2, 0, 0);
/** The same for the first typed word, which had better be where the id or name begins. */
const firstCosts = Uint16Array.of(0, typoQuality + 6, 6, 4, 3, 2, 1);

// An occurrence is row, position in the id and start flag in 32 bits.
const positionBits = 6;
const rowShift = positionBits + 1;
/** Words of one id that are looked at; the Hub's longest ids have fewer. */
const wordLimit = 1 << positionBits;
/** Typed words that are looked at. */
const typedLimit = 8;
/** Typed words whose finds are kept, so that a keystroke looks for one word anew; more than `typedLimit`. */
const keptLimit = 10;

export function createIdSearch(): IdSearch {
  const numbers = new Map<string, number>();
  const vocabulary: string[] = [];
  const occurrences = new OccurrenceLists();
  /** The words of all rows, one row after the other, and where each row's begin. */
  const rowWords = new Column(integers);
  const rowStarts = new Column(integers);
  let size = 0;

  // What `settle` derives from the above.
  const list = new WordList();
  let settledRows = 0;
  /** Each word's latest turn of being found, so that it is not found twice in one. */
  let turns = integers(0);
  let turn = 0;
  let matched = integers(0);
  let qualities = new Uint16Array(0);
  const kept = new Map<string, Found>();
  /** Room to be used again, so that typing allocates little. */
  const spare: Found[] = [];

  rowStarts.push(0);

  function add(id: string): void {
    const slash = id.indexOf('/');
    const nameStart = slash === -1 ? 0 : addWords(wordsOf(id.slice(0, slash)), 0);
    addWords(wordsOf(id.slice(slash + 1)), nameStart);
    rowStarts.push(rowWords.length);
    size += 1;
  }

  /** Adds words of the next row from `position` on, of which the first is a start; answers the position after them. */
  function addWords(words: readonly string[], position: number): number {
    const end = Math.min(wordLimit, position + words.length);
    for (let at = position; at < end; at += 1) {
      const number = numberOf(words[at - position]!);
      rowWords.push(number);
      occurrences.add(number, size * (1 << rowShift) + at * 2 + (at === position ? atStart : 0));
    }
    return end;
  }

  function numberOf(word: string): number {
    const known = numbers.get(word);
    if (known !== undefined) return known;
    const number = vocabulary.length;
    numbers.set(word, number);
    vocabulary.push(word);
    occurrences.addWord();
    return number;
  }

  /** Brings what is derived up to date with the rows added since. */
  function settle(): void {
    if (settledRows === size) return;
    list.append(vocabulary.slice(list.length));
    occurrences.merge();
    if (turns.length < vocabulary.length) {
      turns = integers(vocabulary.length * 2);
      turn = 0;
    }
    if (matched.length < size) {
      matched = integers(size * 2);
      qualities = new Uint16Array(size * 2);
      spare.length = 0;
    } else {
      spare.push(...kept.values());
    }
    kept.clear();
    settledRows = size;
  }

  function find(typed: string): Found {
    const known = kept.get(typed);
    if (known !== undefined) {
      kept.delete(typed);
      kept.set(typed, known);
      return known;
    }
    const among = narrower(typed);
    const found = blank();
    if (among === null) {
      lookThrough(list, typed, found, (word) => word);
    } else {
      const few = new WordList();
      few.append(among.map((word) => vocabulary[word]!));
      lookThrough(few, typed, found, (word) => among[word]!);
    }
    markJoined(found, typed);
    kept.set(typed, found);
    return found;
  }

  /** The words that the longest kept beginning of this typed word found, or `null` for all words. */
  function narrower(typed: string): readonly number[] | null {
    for (let length = typed.length - 1; length >= anywhereLength; length -= 1) {
      const words = kept.get(typed.slice(0, length))?.words;
      if (words) return words;
    }
    return null;
  }

  /** Room for what one more typed word finds, if need be that of the one not needed for longest. */
  function blank(): Found {
    const [oldest] = kept;
    if (oldest !== undefined && kept.size >= keptLimit) {
      kept.delete(oldest[0]);
      spare.push(oldest[1]);
    }
    const found = spare.pop();
    if (found === undefined) {
      return { fits: new Uint8Array(matched.length), rows: integers(matched.length), count: 0, words: null };
    }
    found.fits.fill(0, 0, size);
    found.count = 0;
    found.words = null;
    return found;
  }

  function lookThrough(words: WordList, typed: string, found: Found, numberIn: (word: number) => number): void {
    const forgivable = isForgivable(typed);
    const narrows: number[] = [];
    const { text } = words;
    turn += 1;
    for (let at = text.indexOf(typed); at !== -1;) {
      const word = words.wordAt(at);
      const end = words.endOf(word);
      const number = numberIn(word);
      turns[number] = turn;
      if (forgivable) narrows.push(number);
      mark(found, number, at > words.startOf(word) ? inside : at + typed.length === end ? whole : beginning);
      at = text.indexOf(typed, end);
    }
    if (!forgivable) return;
    findOneTypo(text, typed, (at) => {
      const number = numberIn(words.wordAt(at));
      if (turns[number] === turn) return;
      turns[number] = turn;
      narrows.push(number);
      mark(found, number, typo);
    });
    if (typed.length >= anywhereLength) found.words = narrows;
  }

  /** Gives every row with this word the fit. */
  function mark(found: Found, word: number, fit: number): void {
    const { packed, starts } = occurrences;
    const { fits, rows } = found;
    const end = starts[word + 1]!;
    const mayStart = fit >= beginning ? atStart : 0;
    let { count } = found;
    for (let i = starts[word]!; i < end; i += 1) {
      const occurrence = packed[i]!;
      const row = occurrence >>> rowShift;
      const value = fit + (occurrence & mayStart);
      const known = fits[row]!;
      if (known >= value) continue;
      fits[row] = value;
      if (known === 0) {
        rows[count] = row;
        count += 1;
      }
    }
    found.count = count;
  }

  /** Two neighbouring words typed as one: `llama3` for `Llama-3`. */
  function markJoined(found: Found, typed: string): void {
    const { packed, starts } = occurrences;
    const { fits, rows } = found;
    for (let cut = 1; cut < typed.length; cut += 1) {
      const first = numbers.get(typed.slice(0, cut));
      if (first === undefined) continue;
      const rest = typed.slice(cut);
      const end = starts[first + 1]!;
      for (let i = starts[first]!; i < end; i += 1) {
        const occurrence = packed[i]!;
        const row = occurrence >>> rowShift;
        const next = positionOf(occurrence) + 1;
        if (next === rowStarts.data[row + 1]!) continue;
        const word = rowWords.data[next]!;
        if (!list.text.startsWith(rest, list.startOf(word))) continue;
        const value = (vocabulary[word]!.length === rest.length ? whole : beginning) + (occurrence & atStart);
        if (fits[row] === 0) {
          rows[found.count] = row;
          found.count += 1;
        }
        if (fits[row]! < value) fits[row] = value;
      }
    }
  }

  /** Where in `rowWords` an occurrence is. */
  function positionOf(occurrence: number): number {
    return rowStarts.data[occurrence >>> rowShift]! + ((occurrence >>> 1) & (wordLimit - 1));
  }

  /** The rows whose id or name consists of exactly the typed words get quality 0. */
  function promoteEqual(typed: readonly string[]): void {
    const sought: number[] = [];
    for (const word of typed) {
      const number = numbers.get(word);
      if (number === undefined) return;
      sought.push(number);
    }
    const { packed, starts } = occurrences;
    const end = starts[sought[0]! + 1]!;
    for (let i = starts[sought[0]!]!; i < end; i += 1) {
      const occurrence = packed[i]!;
      if ((occurrence & atStart) === 0) continue;
      const row = occurrence >>> rowShift;
      const start = positionOf(occurrence);
      if (start + sought.length !== rowStarts.data[row + 1]!) continue;
      if (sought.every((word, offset) => rowWords.data[start + offset] === word)) qualities[row] = 0;
    }
  }

  function match(text: string): Matches | null {
    settle();
    const typed = typedWords(text).slice(0, typedLimit);
    if (typed.length === 0) return null;
    const all = [...new Set(typed)].map(find);
    const [first, ...others] = all.map(({ fits }) => fits);
    const fewest = all.reduce((least, each) => (each.count < least.count ? each : least));
    const found = matched;
    const qualityOf = qualities;
    let count = 0;
    candidates: for (let i = 0; i < fewest.count; i += 1) {
      const row = fewest.rows[i]!;
      const firstFit = first![row]!;
      if (firstFit === 0) continue;
      let quality = firstCosts[firstFit]!;
      for (let other = 0; other < others.length; other += 1) {
        const fit = others[other]![row]!;
        if (fit === 0) continue candidates;
        quality += costs[fit]!;
      }
      qualityOf[row] = quality;
      found[count] = row;
      count += 1;
    }
    promoteEqual(typed);
    return { rows: found.subarray(0, count), qualities };
  }

  return { add, match };
}
