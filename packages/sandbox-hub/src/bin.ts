#!/usr/bin/env node
// `sandbox-hub [--seed empty|demo|huge] [--port N] [--folder PATH]`: starts a hub for anyone's own experiments, until Ctrl-C.
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { startSandboxHub, type SeedName } from './index.ts';

const SEED_NAMES: readonly SeedName[] = ['empty', 'demo', 'huge'];
const USAGE = 'Usage: sandbox-hub [--seed empty|demo|huge] [--port N] [--folder PATH]';

function readOptions(): { seed: SeedName; port: number; folder?: string } {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string', default: 'demo' },
      port: { type: 'string', default: '0' },
      folder: { type: 'string' },
    },
  });
  const seed = SEED_NAMES.find((name) => name === values.seed);
  const port = Number(values.port);
  if (!seed || !Number.isInteger(port) || port < 0 || port > 65535)
    throw new TypeError('There is no such seed or port.');
  return { seed, port, ...(values.folder === undefined ? {} : { folder: resolve(values.folder) }) };
}

try {
  const hub = await startSandboxHub(readOptions());
  console.log(`# The Sandbox Hub is ready. Stop it with Ctrl-C.
export HF_ENDPOINT=${hub.url}
export HF_TOKEN=${hub.token}
# Inference router: ${hub.routerUrl}/v1
# Dataset viewer: ${hub.viewerUrl}
# Control API: ${hub.url}/__sandbox__ with Authorization: Bearer ${hub.controlSecret}
# Other tokens:`);
  for (const [name, value] of Object.entries(hub.tokens)) console.log(`#   ${name.padEnd(24)} ${value}`);
  const stop = () => void hub.close();
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
} catch (error) {
  console.error(error instanceof TypeError ? `${error.message}\n${USAGE}` : error);
  process.exitCode = 1;
}
