// Of a log, the few lines that show what went wrong and where: the traceback around a sign, or what stands beside it.

export const mostFailingLines = 30;
const before = 3;
const after = 10;
const longestShown = 500;
const tracebackBegins = /^\s*Traceback \(most recent call last\):/;

/** `at` is the index of the line that says it. */
export function failingLines(lines: readonly string[], at: number): string[] {
  const end = endOf(lines, at);
  const near = lines.slice(Math.max(0, end - mostFailingLines), at + 1);
  const traceback = near.findLastIndex((line) => tracebackBegins.test(line));
  const start = traceback < 0 ? at - before : at - (near.length - 1 - traceback);
  return shown(lines.slice(Math.max(0, start, end - mostFailingLines), end));
}

/** The end of a log where nothing in it is a sign of anything known: from the last error on, or the last lines. */
export function lastFailingLines(lines: readonly string[]): string[] {
  const at = lines.findLastIndex((line) => /^(?:\w+\.)*\w*(?:Error|Exception)\b|^\s*(?:ERROR|error|fatal):/.test(line));
  return at < 0 ? shown(lines.filter((line) => line.trim() !== '').slice(-12)) : failingLines(lines, at);
}

/** What belongs to it goes on until an empty line. */
function endOf(lines: readonly string[], at: number): number {
  const most = Math.min(lines.length, at + 1 + after);
  const empty = lines.slice(at + 1, most).findIndex((line) => line.trim() === '');
  return empty < 0 ? most : at + 1 + empty;
}

function shown(lines: readonly string[]): string[] {
  return lines.map((line) => (line.length > longestShown ? `${line.slice(0, longestShown)}…` : line));
}

/** A place in a file of the Space itself, as the last traceback up to the line `at` names it; null in nothing but libraries. */
export function placeInApp(
  lines: readonly string[],
  at: number,
  files: ReadonlyMap<string, string>,
): { path: string; line: number } | null {
  for (let index = at; index >= Math.max(0, at - 200); index -= 1) {
    const text = lines[index] ?? '';
    if (index < at && tracebackBegins.test(text)) return null;
    const [, path, line] = /^\s*File "([^"]{1,300})", line (\d{1,7})/.exec(text) ?? [];
    const own = path === undefined ? null : ownPath(path, files);
    if (own !== null) return { path: own, line: Number(line) };
  }
  return null;
}

/** Within the repository: the Hub checks it out to one of these folders. */
function ownPath(path: string, files: ReadonlyMap<string, string>): string | null {
  if (/site-packages|dist-packages|\/lib\/python|^</.test(path)) return null;
  const inside = /^\/(?:home\/user\/app|app|code)\/(.+)$/.exec(path)?.[1];
  if (inside !== undefined) return isRepoPath.test(inside) ? inside : null;
  const name = path.split('/').at(-1) ?? '';
  return files.has(name) ? name : null;
}

const isRepoPath = /^(?!\/)(?!.*(?:^|\/)\.{1,2}(?:\/|$))(?!.*\/\/)[^\\]+$/;
