// Distinct words as one string, so that one `indexOf` looks through all of them.
import { Column, integers } from './column.ts';
import { wordEdge } from './one-typo.ts';

const blockShift = 5;

export class WordList {
  /** The words, an edge before, between and after them. */
  text = wordEdge;
  length = 0;
  readonly #starts = new Column(integers);
  /** The word that each block of 32 letters begins in. */
  readonly #blocks = new Column(integers);

  constructor() {
    this.#starts.push(1);
  }

  append(words: readonly string[]): void {
    if (words.length === 0) return;
    this.text += words.join(wordEdge) + wordEdge;
    for (const word of words) {
      const end = this.#starts.data[this.length]! + word.length + 1;
      while (this.#blocks.length << blockShift < end) this.#blocks.push(this.length);
      this.#starts.push(end);
      this.length += 1;
    }
  }

  /** Which word the letter at `position` of the text belongs to, by order of appending. */
  wordAt(position: number): number {
    const starts = this.#starts.data;
    let word = this.#blocks.data[position >>> blockShift]!;
    while (starts[word + 1]! <= position) word += 1;
    return word;
  }

  startOf(word: number): number {
    return this.#starts.data[word]!;
  }

  /** Where the edge after the word is. */
  endOf(word: number): number {
    return this.#starts.data[word + 1]! - 1;
  }
}
