// Everything the product needs from outside itself. A host supplies these and
// knows nothing else about what the product does.
import type { Capability } from '@hubdesk/shared/errors';
import type { Clock } from './clock.ts';
import type { Dialogs } from './dialogs.ts';
import type { KeychainProcess } from './keychain-process.ts';
import type { Taskbar } from './taskbar.ts';
import type { WorkerScript } from './workers.ts';

/** A Hub of our own on loopback, as `startSandboxHub` gives it. */
export interface RunningSandbox {
  url: string;
  routerUrl: string;
  viewerUrl: string;
  token: string;
  close(): Promise<void>;
}

export interface Ports {
  clock: Clock;
  /** Unique and unguessable; names log entries and runs. */
  newId(): string;
  /** Absolute folders. `settings` and `state` are ours to create; `home` is the person's. */
  paths: { settings: string; state: string; home: string };
  platform: NodeJS.Platform;
  /** The environment the app was started with, read for `HF_*` only. */
  env: Readonly<Record<string, string | undefined>>;
  keychain: KeychainProcess;
  startSandbox(): Promise<RunningSandbox>;
  workerScript: WorkerScript;
  dialogs: Dialogs;
  taskbar: Taskbar;
  host: { kind: 'electron' | 'local'; version: string; capabilities: readonly Capability[] };
}
