// A repository card (README.md) as its two parts: the YAML head between two
// lines of dashes, and the text below. Cuts only; joined, they are the card again.

export interface CardParts {
  /** Without its dashes; null when the card has no head. */
  head: string | null;
  body: string;
  lineBreak: '\n' | '\r\n';
}

export function splitCard(card: string): CardParts {
  const text = card.replace(/^\uFEFF/, '');
  const lineBreak = text.includes('\r\n') ? '\r\n' : '\n';
  const open = /^\s*---[ \t]*\r?\n/.exec(text);
  if (!open) return { head: null, body: text, lineBreak };
  const rest = text.slice(open[0].length);
  const close = /(?:^|\n)---[ \t]*(?:\r?\n|$)/.exec(rest);
  if (!close) return { head: null, body: text, lineBreak };
  return {
    head: rest.slice(0, close.index).replace(/\r$/, ''),
    body: rest.slice(close.index + close[0].length),
    lineBreak,
  };
}

export function joinCard({ head, body, lineBreak }: CardParts): string {
  if (head === null) return body;
  const lines = head.replace(/\r?\n/g, lineBreak).replace(/(?:\r?\n)+$/, '');
  return `---${lineBreak}${lines}${lineBreak}---${lineBreak}${body}`;
}
