// A log of any length as the page sees it: how long it is, its last lines, and
// the pages of it that were looked at lately. Bounded in characters, not lines;
// everything else stays with the host and is asked for when it comes into sight.
import type { Failure } from '@hubdesk/shared/errors';
import type { LogLine } from '@hubdesk/shared/train/run';
import type { LogSource } from '../../ui/log/log-source.ts';
import { pagesOf } from '../../ui/pages-of.ts';

export const pageLines = 200;
/** About twice as many bytes at most. */
const mostCharacters = 4_000_000;
/** What a line weighs besides its text. */
const lineCharacters = 120;
/** While the thumb flies past, nothing is asked for. */
const restMs = 50;

export interface LogNews {
  total: number;
  counting: boolean;
  tail: { index: number; lines: LogLine[] };
  gaps: number;
  over: boolean;
}

export interface LogBookParts {
  ask: (from: number, count: number) => Promise<{ lines: LogLine[]; total: number }>;
  toFailure: (caught: unknown) => Failure;
  /** Runs its argument before the next paint. */
  schedule: (run: () => void) => void;
}

interface Page {
  lines: readonly LogLine[];
  characters: number;
}

export class LogBook implements LogSource {
  readonly #parts: LogBookParts;
  readonly #pages = new Map<number, Page>();
  readonly #asked = new Set<number>();
  readonly #listeners = new Set<() => void>();
  #characters = 0;
  #news: LogNews = { total: 0, counting: true, tail: { index: 0, lines: [] }, gaps: 0, over: false };
  #wasEnd: LogNews['tail'] = { index: 0, lines: [] };
  #hasNews = false;
  #failure: Failure | null = null;
  #version = 0;
  #isScheduled = false;
  #wanted = { first: 0, last: -1 };
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(parts: LogBookParts) {
    this.#parts = parts;
  }

  get news(): LogNews {
    return this.#news;
  }
  get total(): number {
    return this.#news.total;
  }
  /** Something was heard of the log. */
  get hasNews(): boolean {
    return this.#hasNews;
  }
  get failure(): Failure | null {
    return this.#failure;
  }
  readonly version = (): number => this.#version;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  tell(news: LogNews): void {
    // Fewer lines than before: it was begun anew.
    if (news.total < this.#news.total) this.#forgetPages();
    // What somebody reads stays where it is while the end goes on and its page is on the way.
    const { tail } = this.#news;
    if (this.#wanted.first >= tail.index && this.#wanted.first < news.tail.index) this.#wasEnd = tail;
    this.#news = news;
    this.#hasNews = true;
    this.#failure = null;
    // What is in sight may have been the end, which comes by itself, and is not any more.
    this.#askSoon();
    this.#changed();
  }

  fail(failure: Failure): void {
    this.#failure = failure;
    this.#changed();
  }

  /** Undefined while it is on its way. */
  lineAt(index: number): LogLine | undefined {
    const { tail } = this.#news;
    if (index >= tail.index) return tail.lines[index - tail.index];
    const line = this.#pages.get(Math.floor(index / pageLines))?.lines[index % pageLines];
    return line ?? this.#wasEnd.lines[index - this.#wasEnd.index];
  }

  /** These are in sight: what of them is not here is asked for once they rest there. */
  want(first: number, last: number): void {
    this.#wanted = { first, last };
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#askSoon();
  }

  /** Lines from any place, for what leaves the page. */
  async read(first: number, last: number): Promise<LogLine[]> {
    const lines: LogLine[] = [];
    for (let from = first; from <= last; from += 500) {
      const answer = await this.#parts.ask(from, Math.min(500, last - from + 1));
      lines.push(...answer.lines);
      if (answer.lines.length === 0) break;
    }
    return lines;
  }

  #askSoon(): void {
    if (this.#timer !== undefined || this.#missing().length === 0) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      for (const page of this.#missing()) void this.#fetch(page);
    }, restMs);
  }

  #missing(): number[] {
    const { first, last } = this.#wanted;
    const end = Math.min(last, this.#news.tail.index - 1, this.#news.total - 1);
    if (end < first) return [];
    return pagesOf(first, end, pageLines).filter((page) => {
      const needed = Math.min(end, (page + 1) * pageLines - 1);
      return (this.#pages.get(page)?.lines.length ?? 0) <= needed - page * pageLines;
    });
  }

  async #fetch(page: number): Promise<void> {
    if (this.#asked.has(page)) return;
    this.#asked.add(page);
    try {
      const { lines } = await this.#parts.ask(page * pageLines, pageLines);
      this.#keep(page, lines);
    } catch (caught) {
      this.#failure = this.#parts.toFailure(caught);
    }
    this.#asked.delete(page);
    this.#changed();
  }

  #keep(page: number, lines: readonly LogLine[]): void {
    this.#drop(page);
    const characters = lines.reduce((sum, { text }) => sum + text.length + lineCharacters, 0);
    this.#pages.set(page, { lines, characters });
    this.#characters += characters;
    // The one looked at longest ago is the first.
    for (const oldest of this.#pages.keys()) {
      if (this.#characters <= mostCharacters || oldest === page) break;
      this.#drop(oldest);
    }
  }

  #drop(page: number): void {
    this.#characters -= this.#pages.get(page)?.characters ?? 0;
    this.#pages.delete(page);
  }

  #forgetPages(): void {
    this.#pages.clear();
    this.#wasEnd = { index: 0, lines: [] };
    this.#characters = 0;
  }

  #changed(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    this.#parts.schedule(() => {
      this.#isScheduled = false;
      this.#version += 1;
      for (const listener of this.#listeners) listener();
    });
  }
}
