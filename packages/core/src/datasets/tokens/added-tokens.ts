// Cuts a text at the added tokens of a tokenizer, as `tokenizers` does: the
// leftmost match wins, of those at one place the longest.

export interface AddedToken {
  id: number;
  content: string;
  special: boolean;
  normalized: boolean;
  lstrip: boolean;
  rstrip: boolean;
  singleWord: boolean;
}

/** A piece of the text from `start` up to `end`, in UTF-16 units: an added token, or what lies between. */
export interface TextSection {
  start: number;
  end: number;
  token: AddedToken | null;
}

const endsInWord = /[\p{Alphabetic}\p{M}\p{Nd}\p{Pc}]$/u;
const beginsWithWord = /^[\p{Alphabetic}\p{M}\p{Nd}\p{Pc}]/u;

/** Answers a function that cuts a text. `contents` are what is looked for, in the place of each token's own content. */
export function addedTokenSplitter(tokens: readonly AddedToken[], contents = tokens.map(({ content }) => content)): (text: string) => TextSection[] {
  const byContent = new Map(tokens.flatMap((token, index) => (contents[index] ? [[contents[index], token] as const] : [])));
  if (byContent.size === 0) return (text) => (text.length === 0 ? [] : [{ start: 0, end: text.length, token: null }]);
  const longestFirst = [...byContent.keys()].sort((a, b) => b.length - a.length);
  const pattern = new RegExp(longestFirst.map((content) => escaped(content)).join('|'), 'gu');
  return (text) => {
    const sections: TextSection[] = [];
    let from = 0;
    for (const match of text.matchAll(pattern)) {
      const token = byContent.get(match[0]);
      if (!token || match.index < from) continue;
      let [start, end] = [match.index, match.index + match[0].length];
      if (token.singleWord && (endsInWord.test(text.slice(0, start)) || beginsWithWord.test(text.slice(end)))) continue;
      if (token.lstrip) start = from + text.slice(from, start).trimEnd().length;
      if (token.rstrip) end = text.length - text.slice(end).trimStart().length;
      if (start > from) sections.push({ start: from, end: start, token: null });
      sections.push({ start, end, token });
      from = end;
    }
    if (from < text.length) sections.push({ start: from, end: text.length, token: null });
    return sections;
  };
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
