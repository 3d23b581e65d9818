// Which of a rendered conversation the assistant says, where the template does
// not mark it: found by rendering the conversation's beginnings.
import type { ChatTemplate, Message, RenderOptions, Span } from './chat-template.ts';

/**
 * From behind the words that a turn begins with to behind those that end it, as
 * the marked templates of TRL have it. Null where the template writes a turn so
 * differently once others follow that its place cannot be told.
 */
export function assistantSpans(
  template: ChatTemplate,
  messages: readonly Message[],
  text: string,
  options: RenderOptions & { endToken: string | null },
): Span[] | null {
  const { endToken, ...given } = options;
  const render = (some: readonly Message[], addGenerationPrompt: boolean): string | null => {
    try {
      return template.render(some, { ...given, addGenerationPrompt }).text;
    } catch {
      // Some templates refuse a conversation that stops here.
      return null;
    }
  };
  const spans: Span[] = [];
  for (const [index, message] of messages.entries()) {
    if (message['role'] !== 'assistant') continue;
    const last = index === messages.length - 1;
    const prompt = index === 0 ? null : render(messages.slice(0, index), true);
    const through = last ? text : withoutEnd(render(messages.slice(0, index + 1), false), text, endToken);
    let start = prompt !== null && text.startsWith(prompt) ? prompt.length : null;
    let end = through !== null && text.startsWith(through) ? through.length : null;
    if (start === null || end === null) {
      const around = aroundContent(render, messages, index, text, endToken);
      start ??= around === null ? null : behindHeading(text, around.start, prompt, index === 0 ? null : render(messages.slice(0, index), false));
      end ??= around?.end ?? null;
    }
    if (start === null || end === null || end < start) return null;
    spans.push({ start, end });
  }
  return spans;
}

/** A conversation that ends here may end with one more token (Phi's does). */
function withoutEnd(through: string | null, text: string, endToken: string | null): string | null {
  if (through === null || !endToken || text.startsWith(through) || !through.endsWith(endToken)) return through;
  return through.slice(0, -endToken.length);
}

/** A turn begins behind its heading: what the template prints before the answer itself (an empty thought) is the turn's too. */
function behindHeading(text: string, contentStart: number, prompt: string | null, before: string | null): number {
  const heading = prompt !== null && before !== null && prompt.startsWith(before) ? prompt.slice(before.length) : '';
  const at = heading === '' ? -1 : text.lastIndexOf(heading, contentStart - heading.length);
  return at < 0 ? contentStart : at + heading.length;
}

const standIn = 'The-assistant’s-words-stand-here';

/** Finds a turn by putting other words in its place: what stays the same around them is not the turn's. */
function aroundContent(
  render: (some: readonly Message[], addGenerationPrompt: boolean) => string | null,
  messages: readonly Message[],
  index: number,
  text: string,
  endToken: string | null,
): Span | null {
  const message = messages[index];
  if (typeof message?.['content'] !== 'string' || message['tool_calls']) return null;
  const replaced = messages.with(index, { ...message, content: standIn });
  const [before, after, more] = (render(replaced, false) ?? '').split(standIn);
  if (before === undefined || after === undefined || more !== undefined) return null;
  if (!text.startsWith(before) || !text.endsWith(after) || before.length + after.length > text.length) return null;
  const start = before.length;
  const contentEnd = text.length - after.length;
  const ending = (render(replaced.slice(0, index + 1), false) ?? '').split(standIn)[1];
  if (ending === undefined) return null;
  const fitting = [ending, endToken && ending.endsWith(endToken) ? ending.slice(0, -endToken.length) : null].find(
    (each) => each !== null && each !== '' && after.startsWith(each),
  );
  // Some end a turn that is followed by another one with another word (gpt-oss): the next that looks like one.
  const tail = fitting ?? /^\s*<[^<>\s]{1,40}>/.exec(after)?.[0];
  return tail === undefined ? null : { start, end: contentEnd + tail.length };
}
