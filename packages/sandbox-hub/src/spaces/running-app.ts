// An app that a Space runs: it answers what comes through the Space's door until it is stopped.
import type { IncomingMessage, ServerResponse } from 'node:http';

export interface RunningApp {
  answer(request: IncomingMessage, response: ServerResponse): void | Promise<void>;
  /** Resolves with why, when the app ended by itself; an app within this process never does. */
  ended?: Promise<string>;
  /** The child process, for its figures. */
  pid?: number;
  stop(): Promise<void>;
}
