// What a job can run on and for how much, asked live. One answer is kept for a minute, for the many who ask at once.
import type { Flavor } from '@hubdesk/shared/train/hardware';
import { fetchHardware } from '../hub/hardware.ts';
import type { Clock } from '../ports/clock.ts';
import type { Implementer } from './implementer.ts';
import { keptAnswer } from './kept-answer.ts';
import type { Workspaces } from './workspace.ts';

const keptMs = 60_000;

export function createHardwareService({ workspaces, clock }: { workspaces: Workspaces; clock: Clock }) {
  const kept = keptAnswer({ clock, keptMs }, ({ hub }) => fetchHardware(hub, {}));
  /** Cheapest first. */
  const flavors = (workspace = workspaces.current()): Promise<Flavor[]> => kept(workspace);
  return { flavors, handlers: (os: Implementer['hardware']) => os.router({ list: os.list.handler(() => flavors()) }) };
}
