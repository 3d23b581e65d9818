// Some providers leave a model's thoughts in its answer, in a <think> element at
// the very start. Tells the two apart; anything later in the text is left alone.

const opening = /^\s*<think>/;
const closing = '</think>';

export interface Thinking {
  thoughts: string;
  said: string;
  /** The thoughts were opened and not closed yet. */
  isOpen: boolean;
}

export function readThinking(text: string): Thinking {
  const start = opening.exec(text)?.[0].length;
  if (start === undefined) return { thoughts: '', said: text, isOpen: false };
  const end = text.indexOf(closing, start);
  if (end === -1) return { thoughts: text.slice(start).trim(), said: '', isOpen: true };
  return { thoughts: text.slice(start, end).trim(), said: text.slice(end + closing.length).trimStart(), isOpen: false };
}
