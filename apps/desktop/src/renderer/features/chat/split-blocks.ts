// Cuts an answer into blocks that can be drawn each for itself, so that only
// the last one is drawn again while it grows. Never cuts where Markdown would
// read the parts otherwise than the whole; when in doubt it does not cut.

const fence = /^ {0,3}(`{3,}|~{3,})(.*)$/;
const listItem = /^ {0,3}(?:[-+*]|\d{1,9}[.)])(?:\s|$)/;
/** Reaches across blocks: a footnote or a link's address that other blocks refer to. */
const definition = /^ {0,3}\[[^\]]+\]:/;
/** Raw HTML of the kinds that may contain blank lines. */
const openHtml = /^ {0,3}<(?:!--|\?|![A-Za-z]|!\[CDATA\[|(?:script|pre|style|textarea)[\s>])/i;

/** The parts in order; joined by a line break they are the text, save for blank lines. */
export function splitBlocks(text: string): string[] {
  const blocks: string[] = [];
  let start = 0;
  let offset = 0;
  let openFence: string | null = null;
  let fenceIsNested = false;
  let afterBlank = false;
  let inList = false;

  for (const line of text.split('\n')) {
    const lineStart = offset;
    offset += line.length + 1;
    // An unindented line leaves a list, and with it a fence that was opened inside.
    if (openFence !== null && !(fenceIsNested && /^\S/.test(line))) {
      if (closes(line, openFence)) openFence = null;
      continue;
    }
    if (line.trim() === '') {
      afterBlank = true;
      continue;
    }
    if (definition.test(line) || openHtml.test(line)) return [text];

    const isItem = listItem.test(line);
    const isIndented = /^(?: {2,}|\t)/.test(line);
    if (afterBlank && !isIndented && !(inList && isItem)) {
      if (lineStart > start) blocks.push(text.slice(start, lineStart));
      start = lineStart;
      inList = isItem;
    } else if (isItem) inList = true;
    afterBlank = false;
    openFence = opensFence(inList ? line.trimStart() : line);
    fenceIsNested = inList && (isItem || isIndented);
  }
  if (start < text.length) blocks.push(text.slice(start));
  return blocks.map((block) => block.trimEnd()).filter((block) => block !== '');
}

function opensFence(line: string): string | null {
  const [, marks, info] = fence.exec(line.replace(/^(?:[-+*]|\d{1,9}[.)])\s+/, '')) ?? [];
  if (marks === undefined || (marks.startsWith('`') && info?.includes('`'))) return null;
  return marks;
}

function closes(line: string, marks: string): boolean {
  if (!line.includes(marks)) return false;
  const end = line.trim();
  return end.length >= marks.length && end === marks.charAt(0).repeat(end.length);
}
