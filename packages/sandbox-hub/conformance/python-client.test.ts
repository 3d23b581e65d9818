// The official Python client drives the Sandbox Hub through HF_ENDPOINT, in two major versions.
// Without Python or a package index the tests skip, and say so where nobody can miss it.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startSandboxHub, type SandboxHub } from '../src/index.ts';
import { pythonEnvironment } from './python-environment.ts';
import { pythonVariables, runPython } from './run-python.ts';
import { conformanceTable } from './table.ts';

const SCRIPT = join(import.meta.dirname, 'identify_list_chat.py');

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
      const variables = pythonVariables(hub, join(home, 'hf'), hub.token);
      const { passed, errors, code } = await runPython(python ?? '', SCRIPT, given, variables);
      for (const row of passed) table.passed(row);
      expect({ code, errors: code === 0 ? '' : errors }).toEqual({ code: 0, errors: '' });
      expect(passed.length).toBeGreaterThan(10);
      expect(hub.requests.filter(({ status }) => status === 501)).toEqual([]);
    });
  });
}
