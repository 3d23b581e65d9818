// JSON spread over lines to be edited, and joined again. Only white space is
// touched: a number of twenty digits or a key that stands twice stays as it is.
import { applyEdits, format } from 'jsonc-parser';

/** Laying out more than this takes longer than a person waits. */
const mostCharacters = 500_000;

/** One value a line; what is no JSON comes back as it stands. */
export function laidOut(text: string): string {
  if (text.length > mostCharacters || !isJson(text)) return text;
  return applyEdits(text, format(text, undefined, { insertSpaces: true, tabSize: 2, eol: '\n' }));
}

/** Valid JSON without line ends: they can only stand between its words. */
export function inOneLine(text: string): string {
  return text.trim().replace(/\s*[\r\n]\s*/g, ' ');
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
