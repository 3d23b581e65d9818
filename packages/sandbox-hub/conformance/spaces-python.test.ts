// The official Python client and the `hf` tool make, manage and delete Spaces and sign in by device code, in two major
// versions. This side only plays the person who approves a login.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { startSandboxHub, type SandboxHub } from '../src/index.ts';
import { control } from '../src/testing/control.ts';
import { pythonEnvironment } from './python-environment.ts';
import { pythonVariables, runPython } from './run-python.ts';
import { conformanceTable } from './table.ts';

const SCRIPT = join(import.meta.dirname, 'spaces_and_login.py');
const decision = z.union([z.object({ approve: z.string() }), z.object({ deny: z.string() })]);

for (const version of ['1.33.0', '2.0.0']) {
  const environment = await pythonEnvironment(version);
  const python = 'python' in environment ? environment.python : undefined;
  if ('missing' in environment) {
    process.stdout.write(
      `\n*** SKIPPED: huggingface_hub ${version} made no Spaces and signed in nowhere. ${environment.missing} ***\n\n`,
    );
  }

  describe.skipIf(python === undefined)(`huggingface_hub ${version}`, () => {
    const table = conformanceTable(`huggingface_hub ${version}, hf: Spaces and device login`);
    let hub: SandboxHub;
    let home: string;

    beforeAll(async () => {
      home = await mkdtemp(join(tmpdir(), 'sandbox-hub-spaces-'));
      hub = await startSandboxHub({ seed: 'demo', tokenPace: 'none', spaces: { python: 'none' } });
    });
    afterAll(async () => {
      await hub.close();
      await rm(home, { recursive: true, force: true });
      table.print();
    });

    test('makes and manages Spaces, and signs in', async () => {
      const decided: Promise<unknown>[] = [];
      const decide = (line: string) => {
        const asked = decision.safeParse(JSON.parse(line));
        if (!asked.success) return;
        const body =
          'approve' in asked.data
            ? { userCode: asked.data.approve, approve: true, account: 'sandy' }
            : { userCode: asked.data.deny, approve: false };
        decided.push(control(hub, 'POST', 'devices', body));
      };
      const given = { version, tokens: hub.tokens, routerUrl: hub.routerUrl };
      const variables = pythonVariables(hub, join(home, 'hf'));
      const { passed, errors, code } = await runPython(python ?? '', SCRIPT, given, variables, decide);
      for (const row of passed) table.passed(row);
      expect({ code, errors: code === 0 ? '' : errors }).toEqual({ code: 0, errors: '' });
      await Promise.all(decided);
      expect(decided).toHaveLength(3);
      expect(passed.length).toBeGreaterThan(15);
      expect(hub.requests.filter(({ status }) => status === 501)).toEqual([]);
    });
  });
}
