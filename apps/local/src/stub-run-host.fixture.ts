// A host for benches of a run's page: the product with its own wire and built
// screens, of which only the operations on runs are the bench's.
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { createApp } from '@hubdesk/core/app';
import { systemClock } from '@hubdesk/core/ports/clock';
import { noDialogs } from '@hubdesk/core/ports/dialogs';
import { hostPaths } from '@hubdesk/core/ports/host-paths';
import { sourceWorkers } from '@hubdesk/core/ports/source-workers';
import { noTaskbar } from '@hubdesk/core/ports/taskbar';
import { memoryKeychain } from '@hubdesk/core/secrets/keychain/memory-keychain';
import { contract } from '@hubdesk/shared/contract';
import { startSandboxHub, type SandboxHub } from '@hubdesk/sandbox-hub';
import { implement, type AnyRouter } from '@orpc/server';
import { serve } from './serve.ts';

const builtPage = join(import.meta.dirname, '../../desktop/dist/renderer');

/** `runs` gets the implementer of the contract's runs and answers the handlers there are. */
export async function startStubRunHost(options: {
  hub: SandboxHub;
  home: string;
  runs: (os: ReturnType<typeof implementRuns>) => Record<string, AnyRouter>;
}) {
  const app = await createApp({
    clock: systemClock,
    newId: randomUUID,
    paths: hostPaths({ platform: process.platform, home: options.home, env: { HUBDESK_HOME: options.home } }),
    platform: process.platform,
    env: { HF_ENDPOINT: options.hub.url, HUBDESK_ROUTER_URL: options.hub.routerUrl, HUBDESK_VIEWER_URL: options.hub.viewerUrl },
    keychain: memoryKeychain(),
    startSandbox: () => startSandboxHub(),
    workerScript: sourceWorkers,
    dialogs: noDialogs,
    taskbar: noTaskbar,
    host: { kind: 'local', version: '0.0.0', capabilities: [] },
  });
  const router: AnyRouter = { ...app.router, runs: { ...app.router.runs, ...options.runs(implementRuns()) } };
  const host = await serve({
    app: { router, theme: app.theme },
    pageFolder: process.env['HUBDESK_PAGE'] ?? builtPage,
    port: 0,
    version: '0.0.0',
    clock: systemClock,
  });
  return {
    entryUrl: () => host.entryUrl(),
    async close() {
      await host.close();
      await app.dispose();
    },
  };
}

function implementRuns() {
  return implement(contract.runs);
}
