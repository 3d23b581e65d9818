// Which key stands twice in one object of a row: readers take the last and say
// nothing. Looks at the row's own object and at the messages of its conversations.

const tokens = /"(?:[^"\\]|\\.)*"|[{}[\]:,]|[^\s"{}[\]:,]+/g;

/** The name of a key that stands twice, or null. `text` is valid JSON; `columns` are those that hold conversations. */
export function repeatedKey(text: string, columns: ReadonlySet<string>): string | null {
  /** Of each open bracket the keys seen, null in a list. */
  const open: (Set<string> | null)[] = [];
  let column = '';
  let keyComes = false;
  for (const [token] of text.matchAll(tokens)) {
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
