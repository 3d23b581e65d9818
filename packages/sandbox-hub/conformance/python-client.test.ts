// The official Python client drives the Sandbox Hub through HF_ENDPOINT, in two major versions.
// Without Python or a package index the tests skip, and say so where nobody can miss it.
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { startSandboxHub, type SandboxHub } from '../src/index.ts';
import { pythonEnvironment } from './python-environment.ts';
import { conformanceTable } from './table.ts';

const SCRIPT = join(import.meta.dirname, 'identify_list_chat.py');
const passedLine = z.object({ passed: z.string() });

for (const version of ['1.33.0', '2.0.0']) {
  const environment = await pythonEnvironment(version);
  const python = 'python' in environment ? environment.python : undefined;
  if ('missing' in environment) {
    process.stdout.write(
      `\n*** SKIPPED: huggingface_hub ${version} did not drive the Sandbox Hub. ${environment.missing} ***\n\n`,
    );
  }

  describe.skipIf(python === undefined)(`huggingface_hub ${version}`, () => {
    const table = conformanceTable(`huggingface_hub ${version}`);
    let hub: SandboxHub;
    let huge: SandboxHub;
    let home: string;

    beforeAll(async () => {
      home = await mkdtemp(join(tmpdir(), 'sandbox-hub-python-'));
      hub = await startSandboxHub({ seed: 'demo', tokenPace: 'none' });
      huge = await startSandboxHub({ seed: 'huge', tokenPace: 'none' });
    });
    afterAll(async () => {
      await hub.close();
      await huge.close();
      await rm(home, { recursive: true, force: true });
      table.print();
    });

    test('identifies, lists, tells and chats', async () => {
      const given = { version, tokens: hub.tokens, routerUrl: hub.routerUrl, hugeEndpoint: huge.url };
      const { output, errors, code } = await runScript(python ?? '', given, {
        HF_ENDPOINT: hub.url,
        HF_TOKEN: hub.token,
        HF_HOME: join(home, 'hf'),
        HF_HUB_DISABLE_TELEMETRY: '1',
        HF_HUB_DISABLE_UPDATE_CHECK: '1',
        NO_PROXY: '127.0.0.1',
      });
      const rows = output.split('\n').filter(Boolean);
      for (const row of rows) table.passed(passedLine.parse(JSON.parse(row)).passed);
      expect({ code, errors: code === 0 ? '' : errors }).toEqual({ code: 0, errors: '' });
      expect(rows.length).toBeGreaterThan(10);
      expect(hub.requests.filter(({ status }) => status === 501)).toEqual([]);
    });
  });
}

/** Runs in an environment of exactly these variables; `given` goes in on standard input. */
function runScript(python: string, given: object, env: Record<string, string>) {
  return new Promise<{ output: string; errors: string; code: number | null }>((resolve, reject) => {
    const child = spawn(python, [SCRIPT], { env });
    let [output, errors] = ['', ''];
    child.stdout.on('data', (piece: Buffer) => (output += piece.toString()));
    child.stderr.on('data', (piece: Buffer) => (errors += piece.toString()));
    child.once('error', reject);
    child.once('close', (code) => resolve({ output, errors, code }));
    child.stdin.end(JSON.stringify(given));
  });
}
