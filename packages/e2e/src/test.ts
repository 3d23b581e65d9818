// The `test` that journeys import. Each one gets a home folder, a Hub and an app
// of its own; the project says on which host it runs.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSandboxHub, type SandboxHub, type SandboxHubOptions } from '@hubdesk/sandbox-hub';
import { test as base } from '@playwright/test';
import { launchDesktop } from './launch-desktop.ts';
import { launchLocal } from './launch-local.ts';
import type { HostKind, Launched } from './launched.ts';

export { expect } from '@playwright/test';

interface Options {
  host: HostKind;
  /** How the Hub of each test starts. */
  hubOptions: SandboxHubOptions;
  /** Added to the environment the app starts with. */
  appEnv: Record<string, string>;
}

interface Fixtures {
  home: string;
  hub: SandboxHub;
  /** Starts the app over this test's home and Hub; again after it was closed, or a second window's worth of it. */
  launch(env?: Record<string, string>): Promise<Launched>;
  /** The app, started. */
  hubdesk: Launched;
}

export const test = base.extend<Options & Fixtures>({
  host: ['local', { option: true }],
  hubOptions: [{ seed: 'demo', tokenPace: 'none' }, { option: true }],
  appEnv: [{}, { option: true }],

  home: async ({ host }, provide) => {
    const home = await mkdtemp(join(tmpdir(), `hd-${host}-`));
    await provide(home);
    await rm(home, { recursive: true, force: true });
  },

  hub: async ({ hubOptions }, provide) => {
    const hub = await startSandboxHub(hubOptions);
    await provide(hub);
    await hub.close();
  },

  launch: async ({ context, host, hub, home, appEnv }, provide, info) => {
    const launched: Launched[] = [];
    const closed = new Set<Launched>();
    await provide(async (env = {}) => {
      const one = await (host === 'local' ? launchLocal : launchDesktop)(context, {
        hub,
        home,
        env: { ...appEnv, ...env },
      });
      const { close, kill } = one;
      one.close = () => (closed.add(one), close());
      one.kill = () => (closed.add(one), kill());
      launched.push(one);
      return one;
    });
    for (const one of launched) {
      if (info.status !== info.expectedStatus) await info.attach('output of the app', { body: one.output() });
      if (!closed.has(one)) await one.close();
    }
  },

  hubdesk: async ({ launch }, provide) => {
    await provide(await launch());
  },
});
