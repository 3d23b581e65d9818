// Measures the model picker's search beside its peers, in one run, over 120,000
// believable ids: what a keystroke costs, and how many misspelt words are found.
// Exits non-zero when a keystroke's p95 is over 8 ms or recall under 0.98.
//
//   node scripts/bench/model-search.bench.ts [rows]
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import uFuzzy from '@leeoniya/ufuzzy';
import { isForgivable, wordsOf } from '../../packages/shared/src/models/id-words.ts';
import type { ModelQuery } from '../../packages/shared/src/models/model-index.ts';
import { createModelIndex } from '../../packages/shared/src/models/model-index.ts';
import { modelSorts } from '../../packages/shared/src/models/model-sort.ts';
import { believableModels, mistyped, pick, seeded } from './model-ids.ts';

const rowCount = Number(process.argv[2] ?? 120_000);
const pageRows = 500;
const p95LimitMs = 8;
const recallLimit = 0.98;

const typedQueries = [
  'llama 3.1 8b instruct',
  'meta-llama/Llama-3.3-70B-Instruct',
  'qwen2.5 coder 32b',
  'mistral nemo',
  'deepseek r1 distill',
  'gemma 2 9b it',
  'phi-3.5-mini',
  'command r gguf',
  'tinyllama chat',
  'bartowski medical qwen',
];

function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}

interface Timing {
  readonly name: string;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly maxMs: number;
}

type Search = (text: string) => unknown;

/**
 * Types every text letter by letter for each contender in turn, so that all of
 * them meet the same weather; the quickest of five (after one to warm up)
 * counts, so that what else runs on the machine counts little.
 */
function timed(contenders: ReadonlyMap<string, Search>, texts: readonly string[]): Timing[] {
  const quickestMs = new Map([...contenders.keys()].map((name) => [name, new Map<string, number>()] as const));
  for (let round = 0; round <= 5; round += 1) {
    for (const text of texts) {
      for (const [name, search] of contenders) {
        for (let length = 1; length <= text.length; length += 1) {
          const typed = text.slice(0, length);
          const spentMs = elapsedMs(() => search(typed));
          const quickest = quickestMs.get(name);
          // A beginning that several texts share is a keystroke of each.
          const keystroke = `${text}\n${length}`;
          if (round > 0) quickest?.set(keystroke, Math.min(quickest.get(keystroke) ?? Infinity, spentMs));
        }
      }
    }
  }
  return Array.from(quickestMs, ([name, quickest]) => {
    const all = [...quickest.values()].sort((a, b) => a - b);
    return { name, p50Ms: percentile(all, 0.5), p95Ms: percentile(all, 0.95), maxMs: all.at(-1) ?? NaN };
  });
}

/** How many of the ids are found by one of their words, misspelt. */
function recall(
  cases: readonly { readonly typed: string; readonly row: number }[],
  finds: (typed: string, row: number) => boolean,
): number {
  return cases.filter(({ typed, row }) => finds(typed, row)).length / cases.length;
}

function elapsedMs(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

function print(rows: readonly (readonly string[])[]): void {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  for (const row of rows) {
    const cells = row.map((cell, column) =>
      column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
    );
    console.log(cells.join('  '));
  }
  console.log();
}

const ms = (value: number): string => value.toFixed(2);

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc');
function usedBytes(): number {
  collectGarbage();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

const models = believableModels(rowCount, 1);
const ids = models.map(({ id }) => id);
const lowered = ids.map((id) => id.toLowerCase());
const random = seeded(2);
const misspelt = typedQueries.map((text) => {
  const longest = text.split(' ').reduce((a, b) => (b.length > a.length ? b : a));
  return text.replace(longest, mistyped(random, longest));
});
const texts = [...typedQueries, ...misspelt];

// The index, as it is built: page by page, and asked while pages arrive.
const bytesBefore = usedBytes();
const index = createModelIndex();
const buildMs = elapsedMs(() => {
  for (let row = 0; row < models.length; row += pageRows) index.add(models.slice(row, row + pageRows));
});
const firstQueryMs = elapsedMs(() => index.query({ text: 'q' }));
const indexBytes = usedBytes() - bytesBefore;

const fuzzy = new uFuzzy({ intraMode: 1, intraIns: 1, intraSub: 1, intraTrn: 1, intraDel: 1 });
const searchFuzzy = (text: string, outOfOrder: number): readonly number[] => {
  const [found, , order] = fuzzy.search(ids, text, outOfOrder, 1000);
  return order === null ? (found ?? []) : order.map((at) => found[at] ?? -1);
};
const searchIncludes = (text: string): number[] => {
  const words = wordsOf(text);
  const found: number[] = [];
  for (let row = 0; row < lowered.length; row += 1)
    if (words.every((word) => lowered[row]?.includes(word))) found.push(row);
  return found;
};
const timings = timed(
  new Map<string, Search>([
    ['model index', (text) => index.query({ text })],
    ['uFuzzy, intraMode 1', (text) => searchFuzzy(text, 0)],
    ['uFuzzy, intraMode 1, out of order', (text) => searchFuzzy(text, 1)],
    ['includes, every word, not ranked', searchIncludes],
  ]),
  texts,
);
const [ours] = timings;
if (ours === undefined) throw new RangeError('Nothing was measured.');

const cases: { typed: string; row: number }[] = [];
while (cases.length < 1000) {
  const row = Math.floor(random() * ids.length);
  const words = wordsOf(ids[row] ?? '').filter((word) => word.length >= 4 && isForgivable(word));
  if (words.length === 0) continue;
  const typed = mistyped(random, pick(random, words));
  if (isForgivable(typed)) cases.push({ typed, row });
}
const recalls = new Map([
  [ours.name, recall(cases, (typed, row) => index.query({ text: typed }).includes(row))],
  ['uFuzzy, intraMode 1', recall(cases.slice(0, 200), (typed, row) => searchFuzzy(typed, 0).includes(row))],
  [
    'includes, every word, not ranked',
    recall(cases, (typed, row) => wordsOf(typed).every((word) => lowered[row]?.includes(word))),
  ],
]);

console.log(`${rowCount} ids, ${texts.length} texts typed letter by letter, half of them with a typo; milliseconds\n`);
print([
  ['a keystroke', 'p50', 'p95', 'max', 'p50 ratio', 'p95 ratio', 'typos found'],
  ...timings.map((timing) => [
    timing.name,
    ms(timing.p50Ms),
    ms(timing.p95Ms),
    ms(timing.maxMs),
    (timing.p50Ms / ours.p50Ms).toFixed(1),
    (timing.p95Ms / ours.p95Ms).toFixed(1),
    recalls.get(timing.name)?.toFixed(3) ?? '',
  ]),
]);

const questions = new Map<string, ModelQuery>([
  [
    'with filters',
    { filters: { providers: ['groq', 'novita', 'together'], maxOutputUsdPerMTok: 3, tools: true, hideGated: true } },
  ],
  ['by price', { sort: 'price' }],
  ['with 20 favourites', { pinned: ids.slice(0, 20) }],
]);
const asked = [...questions].map(([name, query]): [string, Search] => [
  name,
  (text) => index.query({ ...query, text }),
]);
print([
  ['the same, asked', 'p50', 'p95', 'max'],
  // One after the other: two kinds of filter at once are not how a person types.
  ...asked
    .flatMap((question) => timed(new Map([question]), texts))
    .map((timing) => [timing.name, ms(timing.p50Ms), ms(timing.p95Ms), ms(timing.maxMs)]),
]);

// A person who types while the pages arrive: each page, then a keystroke.
const fresh = createModelIndex();
const pagesMs: number[] = [];
for (let row = 0; row < models.length; row += pageRows) {
  const page = models.slice(row, row + pageRows);
  pagesMs.push(
    elapsedMs(() => {
      fresh.add(page);
      fresh.query({ text: 'llama' });
    }),
  );
}
pagesMs.sort((a, b) => a - b);
let anotherUsd = 1;
const filtersMs = Array.from({ length: 50 }, () =>
  elapsedMs(() => index.query({ filters: { maxOutputUsdPerMTok: (anotherUsd += 0.01), tools: true } })),
).sort((a, b) => a - b);
print([
  ['once', ''],
  [`build, ${Math.ceil(rowCount / pageRows)} pages`, ms(buildMs)],
  ['first keystroke after it', ms(firstQueryMs)],
  [`a further page of ${pageRows} and a keystroke (p50)`, ms(percentile(pagesMs, 0.5))],
  [`a further page of ${pageRows} and a keystroke (p95)`, ms(percentile(pagesMs, 0.95))],
  ['another filter (p95)', ms(percentile(filtersMs, 0.95))],
  ...modelSorts.map((sort) => [`first time by ${sort}`, ms(elapsedMs(() => fresh.query({ sort })))]),
  ['memory of the index, MB', (indexBytes / 1e6).toFixed(1)],
]);

const found = recalls.get(ours.name) ?? 0;
if (ours.p95Ms > p95LimitMs || found < recallLimit) {
  console.error(
    `Too slow or too strict: p95 ${ms(ours.p95Ms)} ms (at most ${p95LimitMs}), typos found ${found} (at least ${recallLimit}).`,
  );
  process.exitCode = 1;
}
