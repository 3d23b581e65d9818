// Text that others wrote, made safe to look at: what is invisible or turns the
// reading order around is shown as a mark instead of obeyed.

const plain = /^[ -~]*$/;
// Controls, what steers bidirectional text, further kinds of line end, and what has no width.
const unseen = /[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}\u200b\u2060\ufeff]/gu;
const unseenInLines = /(?![\t\r\n])[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}\u200b\u2060\ufeff]/gu;

/** The text with `�` for each character that would not be seen. */
export function visibleText(text: string): string {
  return plain.test(text) ? text : text.replace(unseen, '\ufffd');
}

/** As `visibleText`, for a text that keeps its lines and tabs. */
export function visibleLines(text: string): string {
  return plain.test(text) ? text : text.replace(unseenInLines, '\ufffd');
}
