// Server-sent events of the Hub, read piece by piece from a body that may go on for days (reference hub-api 3.4).
// Yields the data of each event and judges none of it. Refuses an event or a line without end.
import { AppError } from '@hubdesk/shared/errors';
import { createParser } from 'eventsource-parser';

/** No line is longer than this, in characters: of a longer one the beginning is told. */
export const longestLine = 16 * 1024 * 1024;
/** An event may have several lines; all of them together. */
const longestEvent = 2 * longestLine;
/** Longest silence; a keep-alive, which the Hub sends about every 30 seconds, ends it. */
export const usualIdleMs = 120_000;

/** The data of all events that came in one piece, piece after piece. Leaving the loop cancels `body`. */
export async function* readEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<readonly string[]> {
  let events: string[] = [];
  let failure: AppError | null = null;
  const decoder = new TextDecoder();
  const cut = lineCutter(longestLine);
  const parser = createParser({
    onEvent: ({ data }) => void events.push(data),
    // Fields that are unknown are nothing to us.
    onError: ({ type }) => {
      if (type === 'max-buffer-size-exceeded')
        failure = new AppError('HUB_CHANGED', 'The Hub sent an event that never ends.', { what: 'stream' });
    },
    maxBufferSize: longestEvent,
  });
  const reader = body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      parser.feed(cut(decoder.decode(value, { stream: true })));
      if (failure !== null) throw failure;
      if (events.length === 0) continue;
      const told = events;
      events = [];
      yield told;
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}

/** Lets at most `most` characters of each line through, piece by piece; pieces are taken to be far shorter than that. */
function lineCutter(most: number): (piece: string) => string {
  let length = 0;
  return (piece) => {
    const room = Math.max(most - length, 0);
    const lastFeed = piece.lastIndexOf('\n');
    // Looked for behind the last line feed only: a search for what is not there goes through the whole piece.
    const lastEnd = piece.includes('\r', lastFeed + 1) ? piece.lastIndexOf('\r') : lastFeed;
    if (lastEnd < 0) {
      length += piece.length;
      return piece.length <= room ? piece : piece.slice(0, room);
    }
    length = piece.length - lastEnd - 1;
    // Only the line that began in an earlier piece can be too long.
    const firstEnd = piece.search(/[\r\n]/);
    return firstEnd <= room ? piece : piece.slice(0, room) + piece.slice(firstEnd);
  };
}
