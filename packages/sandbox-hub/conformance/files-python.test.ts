// The official Python client and the `hf` tool make repos and move files, in two major versions, by Xet and by plain LFS.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startSandboxHub, type SandboxHub } from '../src/index.ts';
import { pythonEnvironment } from './python-environment.ts';
import { pythonVariables, runPython } from './run-python.ts';
import { conformanceTable } from './table.ts';

const SCRIPT = join(import.meta.dirname, 'make_repos_move_files.py');

// Both have the same code for plain LFS.
for (const [version, ways] of [
  ['1.33.0', ['xet']],
  ['2.0.0', ['xet', 'lfs']],
] as const) {
  const environment = await pythonEnvironment(version);
  const python = 'python' in environment ? environment.python : undefined;

  describe.skipIf(python === undefined).each(ways)(`huggingface_hub ${version} by %s`, (way) => {
    const table = conformanceTable(`huggingface_hub ${version}: repos and files by ${way}`);
    let hub: SandboxHub;
    let home: string;
    beforeAll(async () => {
      // A home of its own for each run: hf_xet remembers what it has uploaded to a hub that is gone.
      home = await mkdtemp(join(tmpdir(), 'sandbox-hub-python-'));
      hub = await startSandboxHub({ seed: 'demo', tokenPace: 'none' });
    });
    afterAll(async () => {
      await hub.close();
      await rm(home, { recursive: true, force: true });
      table.print();
    });

    test('makes repos, uploads, downloads, lists, moves and deletes', async () => {
      const variables = {
        ...pythonVariables(hub, join(home, 'hf'), hub.token),
        HF_HUB_DISABLE_PROGRESS_BARS: '1',
        ...(way === 'lfs' ? { HF_HUB_DISABLE_XET: '1' } : {}),
      };
      const { passed, errors, code } = await runPython(
        python ?? '',
        SCRIPT,
        { way, tokens: hub.tokens, folder: home },
        variables,
      );
      for (const row of passed) table.passed(row);
      expect({ code, errors: code === 0 ? '' : errors }).toEqual({ code: 0, errors: '' });
      expect(passed.length).toBeGreaterThan(12);
      expect(hub.requests.filter(({ status }) => status !== undefined && status >= 500)).toEqual([]);
      const puts = hub.requests.filter(({ method, path }) => method === 'PUT' && path.startsWith('/lfs/upload/'));
      expect(puts.length > 4).toBe(way === 'lfs');
    });
  });
}
