// Byte-pair merging over ids: one number a pair in a map, no text in between.
// Takes the plain BPE of chat models; refuses the kinds with suffixes and dropout,
// which are left to the library.
import { z } from 'zod';

const modelSchema = z.looseObject({
  type: z.literal('BPE').optional(),
  // Hundreds of thousands of entries, looked at one by one where they are used: a schema for each takes a second.
  vocab: z.custom<object>((value) => typeof value === 'object' && value !== null),
  merges: z.custom<readonly unknown[]>((value) => Array.isArray(value) && value.length > 0),
  unk_token: z.string().nullish(),
  fuse_unk: z.boolean().nullish(),
  byte_fallback: z.boolean().nullish(),
  ignore_merges: z.boolean().nullish(),
  continuing_subword_prefix: z.literal('').nullish(),
  end_of_word_suffix: z.literal('').nullish(),
  dropout: z.literal(0).nullish(),
});

export interface WordModel {
  ids(word: string): readonly number[];
  text(id: number): string | undefined;
  /** No token has a `▁` after another character, so words can be told apart before merging. */
  spacesOnlyBeginWords: boolean;
}

const encoder = new TextEncoder();
/** Pairs are `left * room + right`; vocabularies are far smaller. */
const room = 2 ** 24;

/** Null where the model is not plain BPE. */
export function bpeWordModel(model: object): WordModel | null {
  const parsed = modelSchema.safeParse(model);
  if (!parsed.success) return null;
  const { vocab, merges, unk_token: unknown, fuse_unk: fuse, byte_fallback: fallback, ignore_merges: wholeFirst } = parsed.data;
  const idOf = new Map<string, number>();
  const textOf: string[] = [];
  for (const [text, id] of Object.entries(vocab)) {
    if (typeof id !== 'number') return null;
    idOf.set(text, id);
    textOf[id] = text;
  }
  const ranks = new Map<number, number>();
  const results = new Float64Array(merges.length);
  merges.forEach((merge, rank) => {
    const [left, right] = halves(merge);
    const pair = [idOf.get(left), idOf.get(right), idOf.get(left + right)] as const;
    if (pair[0] === undefined || pair[1] === undefined || pair[2] === undefined) return;
    ranks.set(pair[0] * room + pair[1], rank);
    results[rank] = pair[2];
  });
  const unknownId = unknown === null || unknown === undefined ? undefined : idOf.get(unknown);
  const byteIds = fallback ? Array.from({ length: 256 }, (_, byte) => idOf.get(`<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`)) : [];

  const symbolsOf = (word: string): number[] => {
    const ids: number[] = [];
    let unknownBefore = false;
    for (const character of word) {
      const id = idOf.get(character);
      if (id !== undefined) {
        ids.push(id);
        unknownBefore = false;
        continue;
      }
      const bytes = fallback ? [...encoder.encode(character)].flatMap((byte) => byteIds[byte] ?? []) : [];
      if (bytes.length > 0 && bytes.length === Buffer.byteLength(character)) {
        ids.push(...bytes);
        unknownBefore = false;
      } else if (unknownId !== undefined) {
        if (!(fuse && unknownBefore)) ids.push(unknownId);
        unknownBefore = true;
      }
    }
    return ids;
  };

  return {
    text: (id) => textOf[id],
    spacesOnlyBeginWords: [...idOf.keys()].every((text) => !/[^▁]▁/u.test(text)),
    ids: (word) => {
      if (wholeFirst) {
        const whole = idOf.get(word);
        if (whole !== undefined) return [whole];
      }
      const ids = symbolsOf(word);
      return ids.length > longWord ? mergeLong(ids, ranks, results) : mergeShort(ids, ranks, results);
    },
  };
}

/** Written as `left right`, or in newer files as a pair. What is neither merges nothing. */
function halves(merge: unknown): [string, string] {
  if (typeof merge !== 'string') return Array.isArray(merge) ? [String(merge[0]), String(merge[1])] : ['', ''];
  const at = merge.indexOf(' ', 1);
  return [merge.slice(0, at), merge.slice(at + 1)];
}

const longWord = 48;

/** Looks all pairs over for every merge: the fastest way through a short word. */
function mergeShort(ids: number[], ranks: ReadonlyMap<number, number>, results: Float64Array): number[] {
  const rankOf = (at: number) => ranks.get((ids[at] ?? 0) * room + (ids[at + 1] ?? 0)) ?? Infinity;
  const pairRanks = ids.map((_, at) => (at + 1 < ids.length ? rankOf(at) : Infinity));
  for (;;) {
    let best = Infinity;
    let at = -1;
    for (let index = 0; index + 1 < ids.length; index += 1) {
      const rank = pairRanks[index] ?? Infinity;
      if (rank < best) [best, at] = [rank, index];
    }
    if (at < 0) return ids;
    ids[at] = results[best] ?? 0;
    ids.splice(at + 1, 1);
    pairRanks.splice(at + 1, 1);
    pairRanks[at] = at + 1 < ids.length ? rankOf(at) : Infinity;
    if (at > 0) pairRanks[at - 1] = rankOf(at - 1);
  }
}

/** Keeps the pairs in a heap, ordered by rank and then by place: a word of a megabyte must not take a day. */
function mergeLong(ids: number[], ranks: ReadonlyMap<number, number>, results: Float64Array): number[] {
  const next = Int32Array.from(ids, (_, at) => (at + 1 < ids.length ? at + 1 : -1));
  const previous = Int32Array.from(ids, (_, at) => at - 1);
  const gone = new Uint8Array(ids.length);
  const heap: { rank: number; at: number; left: number; right: number }[] = [];
  const before = (a: { rank: number; at: number } | undefined, b: { rank: number; at: number } | undefined) =>
    a !== undefined && b !== undefined && (a.rank < b.rank || (a.rank === b.rank && a.at < b.at));
  const offer = (at: number) => {
    const right = next[at] ?? -1;
    if (right < 0) return;
    const [leftId, rightId] = [ids[at] ?? 0, ids[right] ?? 0];
    const rank = ranks.get(leftId * room + rightId);
    if (rank === undefined) return;
    let place = heap.push({ rank, at, left: leftId, right: rightId }) - 1;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (!before(heap[place], heap[parent])) break;
      swap(heap, place, parent);
      place = parent;
    }
  };
  const take = () => {
    const top = heap[0];
    const last = heap.pop();
    if (heap.length === 0 || last === undefined) return top;
    heap[0] = last;
    for (let place = 0; ; ) {
      const child = before(heap[2 * place + 2], heap[2 * place + 1]) ? 2 * place + 2 : 2 * place + 1;
      if (!before(heap[child], heap[place])) return top;
      swap(heap, place, child);
      place = child;
    }
  };
  for (let at = 0; at < ids.length; at += 1) offer(at);
  for (let pair = take(); pair !== undefined; pair = take()) {
    const right = next[pair.at] ?? -1;
    if (gone[pair.at] || right < 0 || ids[pair.at] !== pair.left || ids[right] !== pair.right) continue;
    ids[pair.at] = results[pair.rank] ?? 0;
    gone[right] = 1;
    const after = next[right] ?? -1;
    next[pair.at] = after;
    if (after >= 0) previous[after] = pair.at;
    offer(pair.at);
    const left = previous[pair.at] ?? -1;
    if (left >= 0) offer(left);
  }
  return ids.filter((_, at) => !gone[at]);
}

function swap<T>(list: T[], a: number, b: number): void {
  const held = list[a];
  const other = list[b];
  if (held === undefined || other === undefined) return;
  list[a] = other;
  list[b] = held;
}
