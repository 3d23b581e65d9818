// What a journey gets, whichever host it runs on.
import type { Page } from '@playwright/test';
import type { SandboxHub } from '@hubdesk/sandbox-hub';
import type { ShellDouble } from '../electron-double/launch-double.ts';

export type HostKind = 'local' | 'desktop';

export interface Launched {
  kind: HostKind;
  page: Page;
  /** The Hub that the app sees as the real one. */
  hub: SandboxHub;
  /** The home folder of this run; nothing is written elsewhere. */
  home: string;
  /** Addresses that left for the person's browser. */
  openedOutside(): Promise<string[]>;
  /** Errors on the console, uncaught ones, and violations of the content policy. */
  problems: string[];
  /** Requests of the page to anything but its own host. */
  outsideRequests: string[];
  /** Everything the app's process printed. */
  output(): string;
  /** Starts the app a second time over the same home and waits until that one has ended. */
  startAgain(): Promise<{ output: string; code: number | null }>;
  /** Ends the app as a person would. The Hub and the home folder stay. */
  close(): Promise<void>;
  /** Ends the app as a power cut would. */
  kill(): Promise<void>;
  /** What the person chooses in the system's next dialog for files; null where the page asks with its own. */
  choosePaths: ((paths: string[]) => Promise<void>) | null;
  /** Electron's shell, when its double runs it; null on the local host and on a real Electron. */
  shell: ShellDouble | null;
}

export interface LaunchOptions {
  hub: SandboxHub;
  home: string;
  /** Added to the environment the app starts with. */
  env?: Record<string, string>;
}
