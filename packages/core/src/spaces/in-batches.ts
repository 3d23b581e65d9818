// Items of a stream, several at once where several come in one go: a screen need not be told of each.
import type { Clock } from '../ports/clock.ts';

/** At most `most` at once, none later than `withinMs` after the first of them. Ends and rejects as `source` does. */
export async function* inBatches<T>(
  source: AsyncIterator<T, unknown>,
  { most, withinMs, clock }: { most: number; withinMs: number; clock: Clock },
): AsyncGenerator<T[], void> {
  let next = source.next();
  for (;;) {
    const first = await next;
    if (first.done) return;
    const batch = [first.value];
    let takeBack = () => {};
    const time = new Promise<null>((resolve) => (takeBack = clock.after(withinMs, () => resolve(null))));
    let failure: unknown = null;
    next = source.next();
    while (batch.length < most) {
      // What fails is told after what came before it.
      const came = await Promise.race([next, time]).catch((error: unknown) => ((failure = error ?? new Error()), null));
      if (came === null || came.done) break;
      batch.push(came.value);
      next = source.next();
    }
    takeBack();
    // Whoever leaves now must not be told of a failure that nobody waits for.
    next.catch(() => {});
    yield batch;
    if (failure !== null) throw failure;
  }
}
