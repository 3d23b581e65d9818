// An answer on its way to a page: redacted, whole each time, and no more often than somebody can read.
import type { Clock } from '../ports/clock.ts';

export interface ToldAnswer {
  answer: string;
  done: boolean;
  tookMs: number;
}

const everyMs = 80;

/** `said` is the whole answer so far, again and again. The last item alone is `done`; rejects as `said` does. */
export async function* toldAnswer(
  said: AsyncIterable<string>,
  { clock, redact }: { clock: Clock; redact(text: string): string },
): AsyncGenerator<ToldAnswer, void> {
  const beganMs = clock.now();
  let whole = '';
  let toldMs = -Infinity;
  for await (whole of said) {
    if (clock.now() - toldMs < everyMs) continue;
    toldMs = clock.now();
    yield { answer: redact(whole), done: false, tookMs: toldMs - beganMs };
  }
  yield { answer: redact(whole), done: true, tookMs: clock.now() - beganMs };
}
