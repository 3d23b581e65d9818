// The official Python client and the `hf` tool run Jobs in the Sandbox Hub, in two major versions.
// Without Python or a package index the tests skip, and say so where nobody can miss it.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startSandboxHub, type SandboxHub } from '../src/index.ts';
import { pythonEnvironment } from './python-environment.ts';
import { pythonVariables, runPython } from './run-python.ts';
import { conformanceTable } from './table.ts';

const SCRIPT = join(import.meta.dirname, 'run_jobs.py');

for (const version of ['1.33.0', '2.0.0']) {
  const environment = await pythonEnvironment(version);
  const python = 'python' in environment ? environment.python : undefined;
  if ('missing' in environment) {
    process.stdout.write(
      `\n*** SKIPPED: huggingface_hub ${version} ran no Jobs in the Sandbox Hub. ${environment.missing} ***\n\n`,
    );
  }

  describe.skipIf(python === undefined)(`huggingface_hub ${version}`, () => {
    const table = conformanceTable(`huggingface_hub ${version} and hf, Jobs`);
    let hub: SandboxHub;
    let home: string;

    beforeAll(async () => {
      home = await mkdtemp(join(tmpdir(), 'sandbox-hub-jobs-'));
      hub = await startSandboxHub({
        tokenPace: 'none',
        // The usual interval of signs of life: the tool takes five silent seconds for the end of what there is so far.
        jobs: { schedulingMs: 0, tickMs: 50, metricsMs: 50, graceMs: 200 },
      });
    });
    afterAll(async () => {
      await hub.close();
      await rm(home, { recursive: true, force: true });
      table.print();
    });

    test('runs, follows, lists, cancels and schedules jobs', async () => {
      const given = { version, tokens: hub.tokens };
      const env = pythonVariables(hub, join(home, 'hf'), hub.token);
      const { passed, errors, code } = await runPython(python ?? '', SCRIPT, given, env);
      for (const row of passed) table.passed(row);
      expect({ code, errors: code === 0 ? '' : errors }).toEqual({ code: 0, errors: '' });
      expect(passed.length).toBeGreaterThan(15);
      expect(hub.requests.filter(({ status }) => status === 501)).toEqual([]);
    }, 300_000);
  });
}
