// Any text as a part of Markdown that it cannot get out of.

/** On one line, every mark that Markdown or HTML could follow shown as it is. */
export function markdownText(text: string): string {
  return text
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .replace(/[\\`*_{}[\]()<>#+\-.!|~&:@$^=]/g, '\\$&');
}

export function inlineCode(text: string): string {
  const line = text.replace(/[\s\p{Cc}]+/gu, ' ').trim();
  const fence = fenceFor(line, 1);
  return fence.length === 1 ? `\`${line}\`` : `${fence} ${line} ${fence}`;
}

export function codeBlock(language: string, code: string): string {
  const fence = fenceFor(code, 3);
  return `${fence}${language}\n${code}\n${fence}`;
}

/** Longer than any run of backticks within. */
function fenceFor(text: string, least: number): string {
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  return '`'.repeat(Math.max(least, longest + 1));
}
