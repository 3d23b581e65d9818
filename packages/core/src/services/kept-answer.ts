// An answer that is the same for all who ask and that hardly changes: asked for once, and kept for a while for the others.
import type { Clock } from '../ports/clock.ts';
import type { Workspace } from './workspace.ts';

/** `ask` is given nobody's signal, since others may wait for the same answer. A failure is not kept. */
export function keptAnswer<T>(
  { clock, keptMs }: { clock: Clock; keptMs: number },
  ask: (workspace: Workspace) => Promise<T>,
): (workspace: Workspace) => Promise<T> {
  const kept = new WeakMap<Workspace, { atMs: number; answer: Promise<T> }>();
  return async (workspace) => {
    const known = kept.get(workspace);
    // A clock that was set back makes an answer old too.
    if (known && Math.abs(clock.now() - known.atMs) < keptMs) return known.answer;
    const asked = { atMs: clock.now(), answer: ask(workspace) };
    kept.set(workspace, asked);
    try {
      return await asked.answer;
    } catch (error) {
      if (kept.get(workspace) === asked) kept.delete(workspace);
      throw error;
    }
  };
}
