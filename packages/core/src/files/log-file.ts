// The app's own log: one JSON line an event, behind the redactor, never more
// than a few files of bounded size. Logging never fails the work it tells of:
// when the disk refuses, lines are dropped and counted.
import { mkdir, open, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Redactor } from '../secrets/redact.ts';
import type { Clock } from '../ports/clock.ts';

const fileName = 'hubdesk.log';
const defaultMaxBytes = 1024 * 1024;
const olderKept = 2;
const maxLineLength = 16_384;

export interface Log {
  info(event: string, fields?: Record<string, unknown>): void;
  /** Answers the reference a person can quote: the line in the log that tells the whole story. */
  error(event: string, error: unknown, fields?: Record<string, unknown>): string;
  /** Resolves when everything logged so far is written, or dropped. */
  flush(): Promise<void>;
}

/** Logs to `hubdesk.log` in `dir` (made with 0700 if missing) and keeps two older files beside it. */
export function createLog(
  dir: string,
  redactor: Redactor,
  parts: { clock: Clock; newId: () => string; maxBytes?: number },
): Log {
  const path = join(dir, fileName);
  const maxBytes = parts.maxBytes ?? defaultMaxBytes;
  let waiting: string[] = [];
  let dropped = 0;
  let writing: Promise<void> | null = null;

  function add(entry: Record<string, unknown>): void {
    waiting.push(line({ at: new Date(parts.clock.now()).toISOString(), ...entry }, redactor));
    writing ??= drain();
  }

  async function drain(): Promise<void> {
    // One turn later, so that events of one moment share one write.
    await Promise.resolve();
    while (waiting.length > 0) {
      const lines = waiting;
      waiting = [];
      try {
        await append(dir, path, dropped > 0 ? [`${JSON.stringify({ dropped })}\n`, ...lines] : lines, maxBytes);
        dropped = 0;
      } catch {
        // There is nowhere to tell of it but the log itself, once it can be written again.
        dropped += lines.length;
      }
    }
    writing = null;
  }

  return {
    info: (event, fields) => add({ level: 'info', event, ...fields }),
    error: (event, error, fields) => {
      const ref = parts.newId();
      add({ level: 'error', event, ref, ...fields, error: told(error) });
      return ref;
    },
    flush: async () => {
      while (writing) await writing;
    },
  };
}

function line(entry: Record<string, unknown>, redactor: Redactor): string {
  let text: string;
  try {
    text = JSON.stringify(entry);
  } catch {
    text = JSON.stringify({ at: entry['at'], level: entry['level'], event: entry['event'], unreadable: true });
  }
  const shown = redactor.redact(text);
  // Cut after redacting: half a secret would no longer be recognised.
  return `${shown.length > maxLineLength ? JSON.stringify({ cut: shown.slice(0, maxLineLength) }) : shown}\n`;
}

/** An error with what caused it, as far as it goes, in words a log can hold. */
function told(error: unknown, depth = 0): unknown {
  if (!(error instanceof Error)) return error;
  return {
    ...error,
    name: error.name,
    message: error.message,
    stack: error.stack,
    ...(error.cause !== undefined && { cause: depth < 4 ? told(error.cause, depth + 1) : '…' }),
  };
}

async function append(dir: string, path: string, lines: readonly string[], maxBytes: number): Promise<void> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  for (let rest = lines; rest.length > 0;) {
    let room = maxBytes - (await sizeOf(path));
    let count = 0;
    while (count < rest.length && (room -= Buffer.byteLength(rest[count] ?? '')) >= 0) count += 1;
    if (count === 0 && (await sizeOf(path)) > 0) {
      await rotate(path);
      continue;
    }
    const handle = await open(path, 'a', 0o600);
    try {
      await handle.writeFile(rest.slice(0, Math.max(count, 1)).join(''));
    } finally {
      await handle.close();
    }
    rest = rest.slice(Math.max(count, 1));
  }
}

async function rotate(path: string): Promise<void> {
  for (let age = olderKept; age >= 1; age -= 1) {
    const younger = age === 1 ? path : `${path}.${age - 1}`;
    if ((await sizeOf(younger)) > 0) await rename(younger, `${path}.${age}`);
  }
}

/** 0 for a file that is not there. */
async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch {
    return 0;
  }
}
