// What a job can run on and for how much, asked live. One answer is kept for a minute, for the many who ask at once.
import type { Flavor } from '@hubdesk/shared/train/hardware';
import { fetchHardware } from '../hub/hardware.ts';
import type { Clock } from '../ports/clock.ts';
import type { Implementer } from './implementer.ts';
import type { Workspace, Workspaces } from './workspace.ts';

const keptMs = 60_000;

export function createHardwareService({ workspaces, clock }: { workspaces: Workspaces; clock: Clock }) {
  const kept = new WeakMap<Workspace, { atMs: number; answer: Promise<Flavor[]> }>();

  /** Cheapest first. Nobody's signal ends it, since others may wait for the same answer. */
  async function flavors(workspace = workspaces.current()): Promise<Flavor[]> {
    const known = kept.get(workspace);
    // A clock that was set back makes an answer old too.
    if (known && Math.abs(clock.now() - known.atMs) < keptMs) return known.answer;
    const asked = { atMs: clock.now(), answer: fetchHardware(workspace.hub, {}) };
    kept.set(workspace, asked);
    try {
      return await asked.answer;
    } catch (error) {
      if (kept.get(workspace) === asked) kept.delete(workspace);
      throw error;
    }
  }

  return { flavors, handlers: (os: Implementer['hardware']) => os.router({ list: os.list.handler(() => flavors()) }) };
}
