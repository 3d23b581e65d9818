// Paths against the patterns of a dataset's card, as fsspec reads them: `*` and
// `?` stay within a folder, `**` does not, `[…]` is one character. A card is a
// stranger's text, so this takes time in proportion to pattern and path, never more.

type Part =
  | { kind: 'one'; accepts(character: string): boolean }
  /** `*`, `**`. */
  | { kind: 'many' | 'any' }
  /** `**` and a slash: no folder or some. `entry` stands before a folder's name, `inside` (which follows it) within one. */
  | { kind: 'entry' | 'inside' };

/** A test for paths with `/` in them. A pattern's leading `./` counts as nothing. */
export function datasetGlob(pattern: string): (path: string) => boolean {
  const parts = partsOf(pattern.replace(/^\.\//, ''));
  return (path) => {
    // Which parts may come next, as in a state machine with all its states at once.
    let states = closure(new Set([0]), parts);
    for (const character of path) {
      const next = new Set<number>();
      for (const state of states) {
        const part = parts[state];
        if (part?.kind === 'any' || (part?.kind === 'many' && character !== '/')) next.add(state);
        else if (part?.kind === 'entry' && character !== '/') next.add(state + 1);
        else if (part?.kind === 'inside') next.add(character === '/' ? state - 1 : state);
        else if (part?.kind === 'one' && part.accepts(character)) next.add(state + 1);
      }
      states = closure(next, parts);
      if (states.size === 0) return false;
    }
    return states.has(parts.length);
  };
}

function closure(states: Set<number>, parts: readonly Part[]): Set<number> {
  for (const state of states) {
    const kind = parts[state]?.kind;
    if (kind === 'many' || kind === 'any') states.add(state + 1);
    if (kind === 'entry') states.add(state + 2);
  }
  return states;
}

function partsOf(pattern: string): Part[] {
  const parts: Part[] = [];
  const characters = [...pattern];
  for (let index = 0; index < characters.length; index += 1) {
    const character = characters[index] ?? '';
    if (character === '*' && characters[index + 1] === '*') {
      const isFolders = (index === 0 || characters[index - 1] === '/') && characters[index + 2] === '/';
      if (isFolders) parts.push({ kind: 'entry' }, { kind: 'inside' });
      else parts.push({ kind: 'any' });
      index += isFolders ? 2 : 1;
    } else if (character === '*') {
      parts.push({ kind: 'many' });
    } else if (character === '?') {
      parts.push({ kind: 'one', accepts: (each) => each !== '/' });
    } else if (character === '[' && characters.indexOf(']', index + 2) > 0) {
      const end = characters.indexOf(']', index + 2);
      parts.push({ kind: 'one', accepts: classOf(characters.slice(index + 1, end)) });
      index = end;
    } else {
      parts.push({ kind: 'one', accepts: (each) => each === character });
    }
  }
  return parts;
}

function classOf(inside: readonly string[]): (character: string) => boolean {
  const isNegative = inside[0] === '!' || inside[0] === '^';
  const listed = isNegative ? inside.slice(1) : inside;
  const ranges: [string, string][] = [];
  for (let index = 0; index < listed.length; index += 1) {
    const from = listed[index] ?? '';
    const to = listed[index + 1] === '-' ? listed[index + 2] : undefined;
    ranges.push([from, to ?? from]);
    if (to !== undefined) index += 2;
  }
  return (character) =>
    character !== '/' && ranges.some(([from, to]) => character >= from && character <= to) !== isNegative;
}
