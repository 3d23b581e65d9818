// Keeps the memory of a stream of gigabytes small. The engine frees buffers lazily: on a busy machine a hundred
// megabytes of dead ones may pile up. A short collection of young objects after each few dozen megabytes prevents that.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const EVERY_BYTES = 32 * 1024 * 1024;

let collect: (() => void) | undefined;
let passedBytes = 0;

/** Counts bytes that went through this process, and tidies up when they are many. Costs about a millisecond then. */
export function tidyAfter(bytes: number): void {
  passedBytes += bytes;
  if (passedBytes < EVERY_BYTES) return;
  passedBytes = 0;
  collect ??= collector();
  collect();
}

function collector(): () => void {
  setFlagsFromString('--expose-gc');
  const gc: unknown = runInNewContext('gc');
  // An engine without it is left to its own pace.
  return typeof gc === 'function' ? () => void gc({ type: 'minor' }) : () => undefined;
}
