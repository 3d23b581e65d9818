// The logs and curves of runs that somebody looks at or that go on. Each is
// opened once, shared by all who use it, and closed a while after the last.
import { readEvent, type RunEvent } from '@hubdesk/shared/train/event-line';
import type { Clock } from '../../ports/clock.ts';
import { type KeptLog, openKeptLog } from '../log/kept-log.ts';
import { createPointsTable, type PointsTable } from './points-table.ts';

export interface OpenLog {
  log: KeptLog;
  points: PointsTable;
}

export interface OpenLogs {
  /** `run` has it to itself until it resolves. */
  use<T>(id: string, run: (open: OpenLog) => Promise<T>): Promise<T>;
  /** As `use`, for as long as the generator is read. */
  stream<T>(id: string, run: (open: OpenLog) => AsyncGenerator<T>): AsyncGenerator<T>;
  close(id?: string): Promise<void>;
}

const keptOpenMs = 60_000;

export interface OpenLogsParts {
  folderOf(id: string): string;
  clock: Clock;
  redact(text: string): string;
  /** The events that stood in a log that was opened. */
  replayed(id: string, events: readonly RunEvent[]): void;
  /** Nothing more will come. */
  isOver(id: string): boolean;
}

export function createOpenLogs(parts: OpenLogsParts): OpenLogs {
  const { folderOf, clock, redact, replayed, isOver } = parts;
  const logs = new Map<string, { open: Promise<OpenLog>; users: number; takeBack: () => void }>();

  async function open(id: string): Promise<OpenLog> {
    const log = await openKeptLog({ folder: folderOf(id), clock, redact });
    const points = createPointsTable();
    const events: RunEvent[] = [];
    await log.forEachEvent((json) => {
      const event = readEvent(json);
      if (event === null) return;
      points.add(event);
      events.push(event);
    });
    replayed(id, events);
    if (isOver(id)) log.end();
    return { log, points };
  }

  function take(id: string) {
    const known = logs.get(id);
    const entry = known ?? { open: open(id), users: 0, takeBack: () => {} };
    if (!known) {
      logs.set(id, entry);
      // The next one tries again.
      entry.open.catch(() => logs.delete(id));
    }
    entry.takeBack();
    entry.users += 1;
    return entry;
  }

  function leave(id: string, entry: ReturnType<typeof take>): void {
    entry.users -= 1;
    if (entry.users > 0 || logs.get(id) !== entry) return;
    entry.takeBack = clock.after(keptOpenMs, () => void close(id));
  }

  async function close(id: string): Promise<void> {
    const entry = logs.get(id);
    logs.delete(id);
    entry?.takeBack();
    const opened = await entry?.open.catch(() => null);
    await opened?.log.close();
  }

  return {
    async use(id, run) {
      const entry = take(id);
      try {
        return await run(await entry.open);
      } finally {
        leave(id, entry);
      }
    },
    async *stream(id, run) {
      const entry = take(id);
      try {
        yield* run(await entry.open);
      } finally {
        leave(id, entry);
      }
    },
    async close(id) {
      await Promise.all((id === undefined ? [...logs.keys()] : [id]).map(close));
    },
  };
}
