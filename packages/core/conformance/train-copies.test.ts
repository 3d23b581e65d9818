// What the form gives to copy really starts the job that the app would: run with the official `hf` command, the
// official Python client and curl, against the Sandbox.
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { exampleConfig } from '@hubdesk/shared/contract/example-run';
import { copyAs } from '@hubdesk/shared/train/copy-as';
import { jobSpecOf } from '@hubdesk/shared/train/job-spec';
import type { RunConfig } from '@hubdesk/shared/train/run-config';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { pythonEnvironment } from '../../sandbox-hub/conformance/python-environment.ts';
import { pythonVariables } from '../../sandbox-hub/conformance/run-python.ts';
import { startTrainingSandbox, type TrainingSandbox } from './training-sandbox.ts';

const version = '2.0.0';
const environment = await pythonEnvironment(version);
const python = 'python' in environment ? environment.python : undefined;
if ('missing' in environment) {
  process.stdout.write(`\n*** SKIPPED: no copied command was run by huggingface_hub ${version}. ${environment.missing} ***\n\n`);
}

const config: RunConfig = {
  ...exampleConfig,
  name: 'copied',
  environment: { QUOTED: `it's "so" $HOME` },
  secrets: ['OTHER_SECRET'],
  labels: { team: 'birds' },
  volumes: [{ type: 'dataset', source: 'sandy/small-questions', mountPath: '/rows', path: null, readOnly: true }],
  output: { repo: 'sandy/copied', private: true },
};
const jobSchema = z.looseObject({
  flavor: z.string(),
  timeout: z.number(),
  dockerImage: z.string(),
  environment: z.record(z.string(), z.string()),
  secrets: z.array(z.string()),
  labels: z.record(z.string(), z.string()),
  volumes: z.array(z.looseObject({ type: z.string(), source: z.string(), mountPath: z.string() })),
});

describe.skipIf(python === undefined)('a copied run', () => {
  let sandbox: TrainingSandbox;
  let home: string;

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'hubdesk-copies-'));
    // Nothing is run here: what is looked at is the job.
    sandbox = await startTrainingSandbox({ running: 0 });
  });
  afterAll(async () => {
    await sandbox.close();
    await rm(home, { recursive: true, force: true });
  });

  test.each(['cli', 'python', 'curl'] as const)(
    'as %s starts the job that the app would start',
    async (form) => {
      const text = copyAs(form, config, { hubUrl: sandbox.hub.url, namespace: 'sandy', accelerators: 0 });
      const env = {
        ...pythonVariables(sandbox.hub, join(home, 'hf'), sandbox.hub.token),
        PATH: `${dirname(python ?? '')}:/usr/bin:/bin`,
        OTHER_SECRET: 'of-mine',
      };
      await (form === 'python' ? program(python ?? '', ['-c', text], env, home) : program('bash', ['-c', `set -e\n${text}`], env, home));
      const [job] = z.array(jobSchema).parse(await (await sandbox.ask('/api/jobs/sandy')).json());
      const ours = jobSpecOf(config, { id: 'x', kind: 'train', namespace: 'sandy', artifactsFolder: 'copied', accelerators: 0 });
      const { HUBDESK_CONFIG: _, HUBDESK_SCRIPT: script, ...variables } = ours.environment;
      expect(job).toMatchObject({ flavor: ours.flavor, timeout: ours.timeoutSeconds, dockerImage: ours.dockerImage, environment: variables });
      expect(job?.labels).toEqual({ team: 'birds', name: 'copied' });
      expect([...(job?.secrets ?? [])].sort()).toEqual(['HF_TOKEN', 'OTHER_SECRET']);
      expect(job?.volumes).toEqual(expect.arrayContaining(ours.volumes.map((each) => expect.objectContaining(each))));
      if (form === 'curl') expect(job?.environment['HUBDESK_SCRIPT']).toBe(script);
      else expect(await uploadedScript(sandbox, job?.volumes ?? [])).toBe(Buffer.from(script ?? '', 'base64').toString());
    },
    60_000,
  );
});

/** The client puts a local script into the bucket, in a folder that it mounts at /data. */
async function uploadedScript(sandbox: TrainingSandbox, volumes: readonly Record<string, unknown>[]): Promise<string> {
  const folder = volumes.find(({ mountPath }) => mountPath === '/data')?.['path'];
  return await (await sandbox.ask(`/buckets/sandy/jobs-artifacts/resolve/${String(folder)}/train.py`)).text();
}

function program(name: string, words: string[], env: Record<string, string>, cwd: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(name, words, { env, cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece: Buffer) => (said += piece.toString()));
    child.once('error', reject);
    child.once('close', (code) => (code === 0 ? resolve() : reject(new Error(`${name} ended with ${code}: ${said.slice(-2_000)}`))));
  });
}
