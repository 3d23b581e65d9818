// Gathers what arrives between two frames, so that a fast model costs one
// repaint a frame and not one a token.

export interface FrameBatch<T> {
  add: (item: T) => void;
  /** Hands over what is left, now. */
  flush: () => void;
}

/** `schedule` runs its argument before the next paint. `handOver` gets what was gathered, in order and never empty. */
export function frameBatch<T>(
  handOver: (items: readonly T[]) => void,
  schedule: (run: () => void) => void,
): FrameBatch<T> {
  let gathered: T[] = [];
  let isScheduled = false;
  function flush() {
    if (gathered.length === 0) return;
    const items = gathered;
    gathered = [];
    handOver(items);
  }
  return {
    add(item) {
      gathered.push(item);
      if (isScheduled) return;
      isScheduled = true;
      schedule(() => {
        isScheduled = false;
        flush();
      });
    },
    flush,
  };
}
