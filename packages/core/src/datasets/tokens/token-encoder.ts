// A model's tokenizer, for counting: text to ids with the place of every word,
// exactly as `tokenizers` does it. The parts are those of @huggingface/tokenizers;
// the loop over them is our own, because words that were seen are remembered here.
import { Tokenizer } from '@huggingface/tokenizers';
import { z } from 'zod';
import { addedTokenSplitter, type AddedToken, type TextSection } from './added-tokens.ts';
import { fromByteLetters, toByteLetters } from './byte-level.ts';
import { bpeWordModel } from './bpe-word-model.ts';

const addedTokenSchema = z.looseObject({
  id: z.number(),
  content: z.string(),
  special: z.boolean().default(false),
  normalized: z.boolean().optional(),
  lstrip: z.boolean().default(false),
  rstrip: z.boolean().default(false),
  single_word: z.boolean().default(false),
});

const partSchema = z.looseObject({ type: z.string() });
type Part = z.infer<typeof partSchema>;

export const tokenizerFileSchema = z.looseObject({
  added_tokens: z.array(addedTokenSchema).default([]),
  normalizer: partSchema.nullish(),
  pre_tokenizer: partSchema.nullish(),
  post_processor: partSchema.nullish(),
  decoder: partSchema.nullish(),
  model: z.looseObject({ type: z.string().optional() }),
});
export type TokenizerFile = z.infer<typeof tokenizerFileSchema>;

/** The ids of a text, and what is needed to find a place of the text among them. */
export interface EncodedText {
  ids: number[];
  /** Index of the token that begins with or holds the character at `offset` (UTF-16 units); null where no token has it. */
  tokenAt(offset: number): number | null;
}

export interface TokenEncoder {
  /** `special`: with the tokens that the post-processor adds around a text, as plain text is trained with. Throws for text that is not valid Unicode. */
  encode(text: string, special: boolean): EncodedText;
  /** Ids alone, without the trouble of places. */
  ids(text: string, special: boolean): number[];
  /** The text of each token; joined they are the text as near as the tokenizer keeps it. */
  texts(ids: readonly number[]): string[];
  isSpecial(id: number): boolean;
}

/** A piece of text between added tokens, as it was tokenized. */
interface Stretch {
  section: TextSection;
  firstToken: number;
  tokens: number;
}

const mostWords = 65_536;
const longestRememberedWord = 64;

export function createTokenEncoder(file: TokenizerFile, config: object): TokenEncoder {
  const words = bpeWordModel(file.model);
  // The library keeps a BPE's merges as text, at ten times the memory; where ours reads them its own stay empty.
  const model = words ? { ...file.model, vocab: {}, merges: [] } : file.model;
  const library = new Tokenizer({ normalizer: null, pre_tokenizer: null, post_processor: null, decoder: null, ...file, model }, config);
  const { normalizer, pre_tokenizer: preTokenizer } = library;
  const added = file.added_tokens.map(
    ({ id, content, special, normalized, lstrip, rstrip, single_word: singleWord }): AddedToken => ({ id, content, special, normalized: normalized ?? !special, lstrip, rstrip, singleWord }),
  );
  const addedById = new Map(added.map((token) => [token.id, token]));
  const early = added.filter(({ normalized }) => !normalized || !normalizer);
  const late = added.filter(({ normalized }) => normalized && normalizer);
  const splitRaw = addedTokenSplitter(early);
  const splitNormalized = addedTokenSplitter(late, late.map(({ content }) => normalizer?.normalize(content) ?? content));
  const around = specialTokensAround(library);
  const byteLevel = lastPart(file.pre_tokenizer)?.type === 'ByteLevel';
  const rawWords = rawWordSplitter(file.pre_tokenizer, library);
  const splitAtSpaces = !file.pre_tokenizer && words?.spacesOnlyBeginWords === true;

  let known = new Map<string, readonly number[]>();
  const idsOfWord = (word: string): readonly number[] => {
    const remembered = known.get(word);
    if (remembered) return remembered;
    const letters = rawWords ? toByteLetters(word) : word;
    const ids = words ? words.ids(letters) : libraryIds(library, letters);
    if (word.length <= longestRememberedWord) {
      // Starting over is cheaper than keeping the order of use, and the common words are back at once.
      if (known.size >= mostWords) known = new Map();
      known.set(word, ids);
    }
    return ids;
  };

  const wordsOf = (text: string, sectionIndex: number): readonly string[] => {
    if (rawWords) return rawWords(text);
    if (preTokenizer) return preTokenizer.pre_tokenize(text, { section_index: sectionIndex });
    return splitAtSpaces ? (text.match(/▁*[^▁]+|▁+/gu) ?? []) : [text];
  };

  /** Normalized text between early added tokens, cut at the late ones. */
  const forEachPart = (text: string, sectionIndex: number, take: (part: string, token: AddedToken | null) => void) => {
    const normalized = normalizer ? normalizer.normalize(text) : text;
    if (late.length === 0) return take(normalized, null);
    for (const { start, end, token } of splitNormalized(normalized)) take(normalized.slice(start, end), token);
  };

  const run = (text: string, special: boolean, stretches: Stretch[] | null): number[] => {
    if (!text.isWellFormed()) throw new NotUnicode();
    const ids: number[] = special ? [...around.before] : [];
    splitRaw(text).forEach((section, sectionIndex) => {
      const firstToken = ids.length;
      if (section.token) ids.push(section.token.id);
      else {
        forEachPart(text.slice(section.start, section.end), sectionIndex, (part, token) => {
          if (token) ids.push(token.id);
          else if (part.length > 0) for (const word of wordsOf(part, sectionIndex)) for (const id of idsOfWord(word)) ids.push(id);
        });
      }
      stretches?.push({ section, firstToken, tokens: ids.length - firstToken });
    });
    if (special) ids.push(...around.after);
    return ids;
  };

  /** How many characters or, in byte-level words, bytes a token stands for. */
  const lengthOf = (id: number): number => {
    const token = library.id_to_token(id) ?? words?.text(id) ?? '';
    return /^<0x[0-9A-Fa-f]{2}>$/.test(token) ? -1 : token.replace(/^##/, '').length;
  };

  /** The token of a stretch that has the character at `offset` of its text. */
  const tokenInStretch = (text: string, sectionIndex: number, offset: number): number | null => {
    let token = 0;
    // Where the place is in normalized text: after what the text before it becomes.
    const target = normalizer ? normalizedOffset(normalizer.normalize(text), text, offset, (part) => normalizer.normalize(part)) : offset;
    let cursor = 0;
    let found: number | null = null;
    forEachPart(text, sectionIndex, (part, added) => {
      if (found !== null) return;
      if (added) {
        if (target < cursor + part.length) found = token;
        token += 1;
        cursor += part.length;
        return;
      }
      let inPart = 0;
      for (const word of wordsOf(part, sectionIndex)) {
        const ids = idsOfWord(word);
        const plain = byteLevel && !rawWords ? null : word;
        const surface = plain ?? new TextDecoder().decode(fromByteLetters(word) ?? new Uint8Array());
        const { start, end } = placeOf(surface, part, inPart);
        if (target < cursor + start) {
          found = target < cursor + inPart ? null : token;
          return;
        }
        if (target < cursor + end) {
          found = token + tokenInWord(ids, part.slice(start, end), target - cursor - start, surface.length - (end - start), byteLevel);
          return;
        }
        token += ids.length;
        inPart = end;
      }
      cursor += part.length;
    });
    return found;
  };

  const tokenInWord = (ids: readonly number[], text: string, offset: number, invented: number, inBytes: boolean): number => {
    if (offset === 0) return 0;
    const whole = inBytes ? Buffer.byteLength(text.slice(0, offset)) : offset;
    let reached = inBytes ? 0 : -invented;
    let pendingBytes = 0;
    for (const [index, id] of ids.entries()) {
      const length = lengthOf(id);
      if (length >= 0) {
        reached += length;
        pendingBytes = 0;
        if (whole < reached) return index;
        continue;
      }
      // A run of byte tokens is one character; it is the first of them that has it.
      const character = String.fromCodePoint(text.codePointAt(Math.max(reached, 0)) ?? 0);
      if (pendingBytes === 0 && whole < reached + character.length) return index;
      pendingBytes += 1;
      if (pendingBytes === Buffer.byteLength(character)) {
        reached += character.length;
        pendingBytes = 0;
      }
    }
    return Math.max(ids.length - 1, 0);
  };

  return {
    ids: (text, special) => run(text, special, null),
    isSpecial: (id) => addedById.get(id)?.special === true,
    encode: (text, special) => {
      const stretches: Stretch[] = [];
      const ids = run(text, special, stretches);
      return {
        ids,
        tokenAt: (offset) => {
          const index = stretches.findIndex(({ section }) => offset >= section.start && offset < section.end);
          const stretch = stretches[index];
          if (!stretch) return null;
          if (stretch.section.token) return stretch.firstToken;
          const inner = tokenInStretch(text.slice(stretch.section.start, stretch.section.end), index, offset - stretch.section.start);
          return inner === null ? null : stretch.firstToken + inner;
        },
      };
    },
    texts: (ids) => tokenTexts(ids, (id) => addedById.get(id)?.content ?? null, (id) => library.id_to_token(id) ?? words?.text(id) ?? ''),
  };
}

/** Text that no tokenizer takes: half of a pair of UTF-16 units. */
export class NotUnicode extends Error {
  constructor() {
    super('The text holds half of a character and is not valid Unicode.');
  }
}

function lastPart(part: Part | null | undefined): Part | null {
  if (!part) return null;
  if (part.type !== 'Sequence') return part;
  const parts = z.array(partSchema).safeParse(part['pretokenizers']);
  return parts.success ? (parts.data.at(-1) ?? null) : null;
}

/**
 * Where the last step only writes words in byte letters, the words before that
 * step are the ones to remember: most then never are written in letters at all.
 */
function rawWordSplitter(part: Part | null | undefined, library: Tokenizer): ((text: string) => readonly string[]) | null {
  if (part?.type !== 'Sequence') return null;
  const last = lastPart(part);
  if (last?.type !== 'ByteLevel' || last['use_regex'] !== false || last['add_prefix_space'] === true) return null;
  const steps = z.array(partSchema).parse(part['pretokenizers']).slice(0, -1);
  const before = new Tokenizer(
    { added_tokens: [], normalizer: null, post_processor: null, decoder: null, model: { type: 'BPE', vocab: {}, merges: [] }, pre_tokenizer: { type: 'Sequence', pretokenizers: steps } },
    {},
  ).pre_tokenizer;
  if (!before || !library.pre_tokenizer) return null;
  return (text) => before.pre_tokenize(text);
}

function specialTokensAround(library: Tokenizer): { before: number[]; after: number[] } {
  const text = '\u0000text\u0000';
  const tokens = library.post_processor?.post_process([text], null, true).tokens ?? [text];
  const at = tokens.indexOf(text);
  const ids = (some: readonly string[]) => some.flatMap((token) => library.token_to_id(token) ?? []);
  return { before: ids(tokens.slice(0, at)), after: ids(tokens.slice(at + 1)) };
}

function libraryIds(library: Tokenizer, word: string): number[] {
  const { model } = library;
  if (!model) return [];
  return model._call([word]).flatMap((token) => model.tokens_to_ids.get(token) ?? model.unk_token_id ?? []);
}

/** Where `offset` of `text` is in its normalized form. What stands before the first character belongs to it. */
function normalizedOffset(whole: string, text: string, offset: number, normalize: (text: string) => string): number {
  return whole === text || offset === 0 ? offset : normalize(text.slice(0, offset)).length;
}

/** Where a word stands in its part, looking from `from` on. A word may begin with a space that was put before it. */
function placeOf(word: string, part: string, from: number): { start: number; end: number } {
  const at = (text: string) => (text.length === 0 ? -1 : part.indexOf(text, from));
  const candidates = [word, word.replaceAll('▁', ' '), word.replace(/^▁/, ''), word.replace(/^▁/, '').replaceAll('▁', ' '), word.replace(/^ /, '')];
  for (const candidate of candidates) {
    const start = at(candidate);
    // Only spaces are ever left out between words.
    if (start >= 0 && part.slice(from, start).trim() === '') return { start, end: start + candidate.length };
  }
  return { start: from, end: Math.min(from + word.length, part.length) };
}

/** Bytes of a character that is cut in two are shown with the token that makes it whole. */
function tokenTexts(ids: readonly number[], added: (id: number) => string | null, text: (id: number) => string): string[] {
  const vocabularyIsBytes = (token: string) => fromByteLetters(token);
  const decoder = new TextDecoder();
  const texts: string[] = [];
  for (const id of ids) {
    const content = added(id);
    if (content !== null) {
      texts.push(decoder.decode() + content);
      continue;
    }
    const token = text(id);
    const byte = /^<0x([0-9A-Fa-f]{2})>$/.exec(token)?.[1];
    const bytes = byte === undefined ? vocabularyIsBytes(token) : Uint8Array.of(Number.parseInt(byte, 16));
    if (bytes) texts.push(decoder.decode(bytes, { stream: true }));
    else texts.push(decoder.decode() + token.replace(/^##/, '').replaceAll('▁', ' '));
  }
  const rest = decoder.decode();
  if (rest && texts.length > 0) texts[texts.length - 1] += rest;
  return texts;
}
