import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { exampleConfig } from '../contract/example-run.ts';
import { jobSpecOf, type JobSpec, secretNames } from './job-spec.ts';
import { trainingScript } from './training-script.ts';

const run = { id: 'run-1', kind: 'train', namespace: 'acme', artifactsFolder: 'run-1', accelerators: 1 } as const;
const folder = mkdtempSync(join(tmpdir(), 'hubdesk-job-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const bash = spawnSync('bash', ['--version']).status === 0;

/** What its command hands to uv, by really running it with `uv` as a program that shows its file. */
function delivered({ command, environment }: JobSpec): string {
  const [program = '', flag = '', words = ''] = command;
  const file = join(folder, 'hubdesk.py');
  const inPlace = `uv() { cat "$2"; }; ${words.replaceAll('/tmp/hubdesk.py', () => file).replace('exec uv', 'uv')}`;
  const { status, stderr, stdout } = spawnSync(program, [flag, inPlace], {
    env: { PATH: '/usr/bin:/bin', ...environment },
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return stdout;
}

test('it is found again by its label, and its settings travel with it, without the script', () => {
  const config = { ...exampleConfig, labels: { team: 'birds', 'hubdesk-run': 'other' }, script: 'print(1)' };
  const spec = jobSpecOf(config, run);
  expect(spec.labels).toEqual({
    team: 'birds',
    name: 'small-questions',
    'hubdesk-run': 'run-1',
    'hubdesk-kind': 'train',
  });
  const { script: _, ...settings } = config;
  expect(JSON.parse(spec.environment['HUBDESK_CONFIG'] ?? '')).toEqual(settings);
  expect(spec).toMatchObject({ flavor: 'cpu-basic', timeoutSeconds: 600 });
});

test('checkpoints go to a folder of the payer’s bucket, which the script is told of', () => {
  expect(jobSpecOf(exampleConfig, run)).toMatchObject({
    volumes: [{ type: 'bucket', source: 'acme/jobs-artifacts', path: 'run-1', mountPath: '/out', readOnly: false }],
    environment: { HUBDESK_OUTPUT: '/out' },
  });
});

test.each([
  ['a run that keeps none', { ...exampleConfig, keepCheckpoints: false }, run],
  ['a run without a folder', exampleConfig, { ...run, artifactsFolder: null }],
  ['a smoke run', exampleConfig, { ...run, kind: 'smoke' }],
] as const)('%s has no bucket', (_, config, which) => {
  const spec = jobSpecOf(config, which);
  expect(spec.volumes).toEqual([]);
  expect(spec.environment).not.toHaveProperty('HUBDESK_OUTPUT');
});

test('a salvage has the bucket of its run, and the script it was given', () => {
  const spec = jobSpecOf(
    { ...exampleConfig, keepCheckpoints: false },
    { ...run, kind: 'salvage' },
    { script: 'print("saved")' },
  );
  expect(spec.volumes).toHaveLength(1);
  expect(atob(spec.environment['HUBDESK_SCRIPT'] ?? '')).toBe('print("saved")');
  expect(spec.labels['hubdesk-kind']).toBe('salvage');
});

test('volumes of the person’s own stay, and the bucket makes room for one at the same place', () => {
  const own = { type: 'dataset', source: 'acme/data', mountPath: '/out', path: null, readOnly: false } as const;
  const spec = jobSpecOf({ ...exampleConfig, volumes: [own] }, run);
  expect(spec.volumes).toEqual([
    { type: 'dataset', source: 'acme/data', mountPath: '/out', readOnly: true },
    expect.objectContaining({ type: 'bucket', mountPath: '/hubdesk-out' }),
  ]);
  expect(spec.environment['HUBDESK_OUTPUT']).toBe('/hubdesk-out');
});

test.skipIf(!bash)('its command puts the script back together, also one of many characters and variables', () => {
  expect(delivered(jobSpecOf(exampleConfig, run))).toBe(trainingScript(exampleConfig, { kind: 'train' }));
  const long = `# naïve 日本語 🙂 $HOME \`date\` "quoted" 'single'\n${'x = 1 # filler line of a long script\n'.repeat(9_000)}`;
  const spec = jobSpecOf({ ...exampleConfig, script: long }, run);
  for (const value of Object.values(spec.environment)) expect(value.length).toBeLessThan(131_072);
  expect(delivered(spec)).toBe(long);
});

test('secrets are named apart and once, and are nowhere in what is sent', () => {
  const config = { ...exampleConfig, giveToken: true, secrets: ['HF_TOKEN', 'WANDB_API_KEY'] };
  expect(secretNames(config)).toEqual(['HF_TOKEN', 'WANDB_API_KEY']);
  expect(secretNames({ ...config, giveToken: false, secrets: [] })).toEqual([]);
  expect(Object.keys(jobSpecOf(config, run).environment)).not.toEqual(expect.arrayContaining(['HF_TOKEN']));
});
