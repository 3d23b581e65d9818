// The local host: Hubdesk in the browser, for computers where Electron is not.
// The composition root of this process, and the only file here that reads the
// environment and the command line.
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createApp } from '@hubdesk/core/app';
import { systemClock } from '@hubdesk/core/ports/clock';
import { noDialogs } from '@hubdesk/core/ports/dialogs';
import { hostPaths } from '@hubdesk/core/ports/host-paths';
import { sourceWorkers } from '@hubdesk/core/ports/source-workers';
import { noTaskbar } from '@hubdesk/core/ports/taskbar';
import { forkKeychainProcess } from '@hubdesk/core/secrets/keychain/fork-keychain-process';
import { isAppError } from '@hubdesk/shared/errors';
import { startSandboxHub } from '@hubdesk/sandbox-hub';
import { z } from 'zod';
import { openInBrowser } from './open-in-browser.ts';
import { serve } from './serve.ts';
import { claimInstance } from './single-instance.ts';
import { onStopSignal } from './stop-signal.ts';

const { values: flags } = parseArgs({
  options: { port: { type: 'string', default: '0' }, 'no-open': { type: 'boolean', default: false } },
});
const port = z.coerce.number().int().min(0).max(65_535).parse(flags.port);
const { env, platform } = process;
const mayOpen = !flags['no-open'] && !env['HUBDESK_NO_OPEN'];

const paths = hostPaths({ platform, home: homedir(), env });
const pageFolder = env['HUBDESK_PAGE'] ?? fileURLToPath(new URL('../../desktop/dist/renderer', import.meta.url));
const manifest = z
  .object({ version: z.string() })
  .parse(JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8')));

let showWindow: (() => void) | undefined;
const instance = await claimInstance({
  stateFolder: paths.state,
  platform,
  clock: systemClock,
  onOpen: () => showWindow?.(),
});
if (!instance.first) {
  console.log('Hubdesk is already running; it was asked to open a window.');
  process.exit(0);
}

const app = await startedOrSaid(createApp({
  clock: systemClock,
  newId: randomUUID,
  paths,
  platform,
  env,
  keychain: forkKeychainProcess({
    helperPath: fileURLToPath(import.meta.resolve('@hubdesk/core/secrets/keychain/keychain-helper')),
    env,
  }),
  startSandbox: () => startSandboxHub(),
  workerScript: sourceWorkers,
  dialogs: noDialogs,
  taskbar: noTaskbar,
  host: { kind: 'local', version: manifest.version, capabilities: ['keychain', 'openExternal'] },
}));
const host = await serve({ app, pageFolder, port, version: manifest.version, clock: systemClock });

onStopSignal(process, async () => {
  await host.close();
  await instance.close();
  await app.dispose();
});

showWindow = () => {
  // The browser gets a code of its own; the one shown is for a person to use.
  if (mayOpen) openInBrowser(host.entryUrl());
  console.log(`Hubdesk is ready: ${host.entryUrl()}`);
};
showWindow();

/** A start that cannot be is one sentence, not a stack. */
async function startedOrSaid<T>(starting: Promise<T>): Promise<T> {
  try {
    return await starting;
  } catch (error) {
    if (!isAppError(error)) throw error;
    console.error(error.message);
    process.exit(1);
  }
}
