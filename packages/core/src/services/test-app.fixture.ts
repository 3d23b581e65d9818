// The whole product in one process for service tests: real services and Hub
// client, the Sandbox Hub for a Hub, a keychain in memory, its own folders.
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSandboxHub, type SandboxHub } from '@hubdesk/sandbox-hub';
import { createRouterClient } from '@orpc/server';
import { createApp } from '../app.ts';
import { noDialogs } from '../ports/dialogs.ts';
import { systemClock } from '../ports/clock.ts';
import { noTaskbar } from '../ports/taskbar.ts';
import { memoryKeychain } from '../secrets/keychain/memory-keychain.ts';
import { sourceWorkers } from '../ports/source-workers.ts';
import type { Ports } from '../ports/ports.ts';

export interface TestAppOptions {
  hub?: Parameters<typeof startSandboxHub>[0];
  env?: Record<string, string>;
  /** What the system's keychain says to everything. */
  keychainError?: string;
  /** A folder of an earlier start, to start again on. */
  folder?: string;
  keychain?: ReturnType<typeof memoryKeychain>;
  ports?: Partial<Ports>;
}

export async function startTestApp(options: TestAppOptions = {}) {
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'hubdesk-test-')));
  const hub: SandboxHub = await startSandboxHub({ seed: 'demo', tokenPace: 'none', ...options.hub });
  const keychain = options.keychain ?? memoryKeychain();
  if (options.keychainError) keychain.mood = { error: options.keychainError };
  let ids = 0;
  const app = await createApp({
    clock: systemClock,
    newId: () => `id-${(ids += 1)}`,
    paths: { settings: join(folder, 'settings'), state: join(folder, 'state'), home: join(folder, 'home') },
    platform: 'linux',
    env: { HF_ENDPOINT: hub.url, HUBDESK_ROUTER_URL: hub.routerUrl, HUBDESK_VIEWER_URL: hub.viewerUrl, ...options.env },
    keychain,
    startSandbox: () => startSandboxHub({ seed: 'demo', tokenPace: 'none' }),
    workerScript: sourceWorkers,
    dialogs: noDialogs,
    taskbar: noTaskbar,
    host: { kind: 'local', version: '0.0.0-test', capabilities: [] },
    ...options.ports,
  });
  return {
    app,
    call: createRouterClient(app.router),
    hub,
    keychain,
    folder,
    /** Everything on disk, as one text to look for things in. */
    async disk(): Promise<string> {
      const entries = await readdir(folder, { recursive: true, withFileTypes: true });
      const files = entries.filter((entry) => entry.isFile()).map((entry) => readFile(join(entry.parentPath, entry.name), 'latin1'));
      return (await Promise.all(files)).join('\n');
    },
    async stop(): Promise<void> {
      await app.dispose();
      await hub.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
export type TestApp = Awaited<ReturnType<typeof startTestApp>>;
