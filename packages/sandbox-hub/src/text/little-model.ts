// A small real language model: what follows three words, or failing that two or one, learned from `corpus.ts`.
// What the prompt talks about makes the passages that talk about it more likely. It knows nothing else,
// and it never pretends otherwise: the caller puts a sentence saying so in front.
import { randomFrom } from '../ids.ts';

export interface Sampling {
  /** What the person wrote; its words steer the answer. */
  prompt: string;
  /** 0 always takes the likeliest word. */
  temperature: number;
  /** Only the likeliest words that together reach this share are considered. */
  topP: number;
  /** The same seed, prompt and settings give the same words. */
  seed: number;
  maxTokens: number;
}

export interface LittleModel {
  /** Yields tokens (a word or mark with the space before it); returns why it ended. */
  generate(sampling: Sampling): Generator<string, 'stop' | 'length'>;
}

// A word, a run of rules or fences (so that a table's line stays whole), or one mark; with the space before it.
const TOKEN = /\s*(?:[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*|[-|=`]{2,}|[^\s\p{L}\p{N}])|\s+$/gu;
const END = '\u0003';
// An answer ends at the first end of a passage after this many tokens.
const LONG_ENOUGH = 70;
const PROMPT_PULL = 6;
// How much the places count that follow the same one, two and three tokens.
const SHARES = [0.002, 0.06, 1];
// A place that was used already counts this much less, so that an answer does not go round in circles.
const WORN = 0.02;
// Words of a question that say nothing about its subject.
const EMPTY_WORDS = new Set(
  'about and are can could did does for from give has have her how into its just know like make mean please should show tell than that the them then there these they this use was were what when where which who why will with work would write you your'.split(
    ' ',
  ),
);

/** Splits text the way the model does; joined again it is the same text. */
export function tokenize(text: string): string[] {
  return text.match(TOKEN) ?? [];
}

/** Learns from passages separated by lines of `%%`. */
export function trainLittleModel(corpus: string): LittleModel {
  const passages = corpus.split(/\n%%\n/).map((passage) => passage.trim());
  const stream: string[] = [];
  const passageAt: number[] = [];
  const starts: number[] = [];
  // For each context length, the places that follow a context.
  const after = SHARES.map(() => new Map<string, number[]>());

  for (const [passage, text] of passages.entries()) {
    const tokens = [...tokenize(text), END];
    starts.push(stream.length);
    for (const [place, token] of tokens.entries()) {
      const at = stream.length;
      stream.push(token);
      passageAt.push(passage);
      for (const [index, table] of after.entries()) {
        const length = index + 1;
        if (place >= length) remember(table, contextKey(tokens.slice(place - length, place)), at);
      }
    }
  }
  const pullOf = promptPull(passages);

  return {
    *generate({ prompt, temperature, topP, seed, maxTokens }) {
      const random = randomFrom(seed);
      const pull = pullOf(prompt);
      const worn = new Set<number>();
      // What was written last, and what is still to be written of a passage's first words.
      let recent: string[] = [];
      let opening: string[] = [];
      const weightAt = (at: number) => (pull[passageAt[at] ?? 0] ?? 1) * (worn.has(at) ? WORN : 1);

      function nextToken(): string | undefined {
        const found = new Map<string, { weight: number; places: number[] }>();
        for (const [index, table] of after.entries()) {
          if (recent.length <= index) continue;
          for (const at of table.get(contextKey(recent.slice(-index - 1))) ?? []) {
            const token = stream[at] ?? END;
            const entry = found.get(token) ?? { weight: 0, places: [] };
            entry.weight += (SHARES[index] ?? 0) * weightAt(at);
            entry.places.push(at);
            found.set(token, entry);
          }
        }
        const weighed = [...found].map(([token, { weight }]) => [token, weight] as const);
        const token = choose(weighed, temperature, topP, random);
        for (const at of found.get(token ?? '')?.places ?? []) worn.add(at);
        return token;
      }

      for (let count = 0; count < maxTokens; count += 1) {
        const isFirst = recent.length === 0;
        if (isFirst) {
          // A passage rather than a word: otherwise every answer would open with the commonest first word.
          const start = choose(
            starts.map((at) => [at, weightAt(at)] as const),
            temperature,
            topP,
            random,
          );
          if (start === undefined) return 'stop';
          opening = stream.slice(start, start + SHARES.length);
          worn.add(start);
        }
        const token = opening.shift() ?? nextToken();
        if (token === undefined) return 'stop';
        if (token === END) {
          if (count >= LONG_ENOUGH) return 'stop';
          recent = [];
          continue;
        }
        yield isFirst ? `\n\n${token}` : token;
        recent = [...recent.slice(1 - SHARES.length), token];
      }
      return 'length';
    },
  };
}

function contextKey(tokens: readonly string[]): string {
  return tokens.join('\u0000');
}

function remember(table: Map<string, number[]>, key: string, at: number): void {
  const places = table.get(key);
  if (places) places.push(at);
  else table.set(key, [at]);
}

/** How much each passage is pulled by the prompt: 1 for nothing in common, more for rarer shared words. */
function promptPull(passages: readonly string[]): (prompt: string) => number[] {
  const wordsOf = (text: string) => {
    const words = text.toLowerCase().match(/\p{L}{3,}/gu) ?? [];
    return new Set(words.filter((word) => !EMPTY_WORDS.has(word)).map(stem));
  };
  const bags = passages.map(wordsOf);
  const spread = new Map<string, number>();
  for (const bag of bags) for (const word of bag) spread.set(word, (spread.get(word) ?? 0) + 1);
  return (prompt) => {
    const asked = wordsOf(prompt);
    return bags.map((bag) => {
      let shared = 0;
      for (const word of asked) if (bag.has(word)) shared += Math.log(passages.length / (spread.get(word) ?? 1));
      return Math.exp(Math.min(shared, PROMPT_PULL));
    });
  };
}

function stem(word: string): string {
  return word.replace(/(?:ing|ed|es|s)$/, '');
}

function choose<Item>(
  weights: readonly (readonly [Item, number])[],
  temperature: number,
  topP: number,
  random: () => number,
): Item | undefined {
  const ranked = weights.toSorted((a, b) => b[1] - a[1]);
  const best = ranked[0];
  if (!best || temperature < 0.01) return best?.[0];
  // Divided by the best first, so that a small temperature cannot overflow.
  const warmed = ranked.map(([token, weight]) => [token, (weight / best[1]) ** (1 / temperature)] as const);
  const total = warmed.reduce((sum, [, weight]) => sum + weight, 0);
  const kept: (readonly [Item, number])[] = [];
  let mass = 0;
  for (const entry of warmed) {
    kept.push(entry);
    mass += entry[1];
    if (mass >= topP * total) break;
  }
  let left = random() * mass;
  for (const [token, weight] of kept) {
    left -= weight;
    if (left <= 0) return token;
  }
  return kept.at(-1)?.[0];
}
