// Which key stands twice in one object of a row: readers take the last and say
// nothing. Looks at the row's own object and at the messages of its conversations.

/** Up to the quote a text begins with: texts of megabytes are too long for a regular expression. */
const tokenStart = /["{}[\]:,]|[^\s"{}[\]:,]+/g;

function* tokensOf(text: string): Generator<string> {
  const pattern = new RegExp(tokenStart);
  for (let found = pattern.exec(text); found; found = pattern.exec(text)) {
    if (found[0] !== '"') yield found[0];
    else {
      let end = text.indexOf('"', pattern.lastIndex);
      while (end >= 0 && isEscaped(text, end)) end = text.indexOf('"', end + 1);
      pattern.lastIndex = end < 0 ? text.length : end + 1;
      yield text.slice(found.index, pattern.lastIndex);
    }
  }
}

function isEscaped(text: string, at: number): boolean {
  let slashes = 0;
  while (text[at - 1 - slashes] === '\\') slashes += 1;
  return slashes % 2 === 1;
}

/** The name of a key that stands twice, or null. `text` is valid JSON; `columns` are those that hold conversations. */
export function repeatedKey(text: string, columns: ReadonlySet<string>): string | null {
  /** Of each open bracket the keys seen, null in a list. */
  const open: (Set<string> | null)[] = [];
  let column = '';
  let keyComes = false;
  for (const token of tokensOf(text)) {
    if (token === '{' || token === '[') {
      open.push(token === '{' ? new Set() : null);
      keyComes = token === '{';
    } else if (token === '}' || token === ']') {
      open.pop();
      keyComes = false;
    } else if (token === ',') keyComes = open.at(-1) !== null;
    else if (keyComes) {
      keyComes = false;
      const keys = open.at(-1);
      const inMessage = open.length === 3 && open[1] === null && columns.has(column);
      if (keys && (open.length === 1 || inMessage)) {
        const key: unknown = JSON.parse(token);
        const name = String(key);
        if (open.length === 1) column = name;
        if (keys.has(name)) return name;
        keys.add(name);
      }
    }
  }
  return null;
}
