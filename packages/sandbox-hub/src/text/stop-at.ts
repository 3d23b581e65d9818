// Ends a stream of tokens at the first stop sequence, which is left out. What might be the beginning of one
// is held back until it is clear that it is not.

/** Passes tokens through; returns `stop` when a sequence was met, otherwise what the source returned. */
export function* stopAt<End>(
  tokens: Generator<string, End>,
  sequences: readonly string[],
): Generator<string, End | 'stop'> {
  const wanted = sequences.filter((sequence) => sequence !== '');
  let held = '';
  for (;;) {
    const step = tokens.next();
    if (step.done) {
      if (held !== '') yield held;
      return step.value;
    }
    held += step.value;
    const met = Math.min(...wanted.map((sequence) => held.indexOf(sequence)).filter((at) => at >= 0));
    if (met !== Infinity) {
      if (met > 0) yield held.slice(0, met);
      return 'stop';
    }
    if (!wanted.some((sequence) => endsInStartOf(held, sequence))) {
      yield held;
      held = '';
    }
  }
}

function endsInStartOf(text: string, sequence: string): boolean {
  for (let length = Math.min(sequence.length - 1, text.length); length > 0; length -= 1) {
    if (text.endsWith(sequence.slice(0, length))) return true;
  }
  return false;
}
