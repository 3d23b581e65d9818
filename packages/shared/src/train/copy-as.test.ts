import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { exampleConfig } from '../contract/example-run.ts';
import { copyAs } from './copy-as.ts';
import type { RunConfig } from './run-config.ts';
import { trainingScript } from './training-script.ts';

const context = { hubUrl: 'https://huggingface.co', namespace: 'acme', accelerators: 1 };
const awkward: RunConfig = {
  ...exampleConfig,
  environment: { QUOTED: `it's "so" $HOME \`date\` \\ end`, LINES: 'one\ntwo\n' },
  secrets: ['WANDB_API_KEY'],
  labels: { team: 'birds' },
  volumes: [{ type: 'dataset', source: 'acme/data', mountPath: '/rows', path: 'inner', readOnly: true }],
};
const ownScript = { ...awkward, script: `print('''three''')\nx = "\\\\"\nEND_OF_SCRIPT\n'` };

const folder = mkdtempSync(join(tmpdir(), 'hubdesk-copy-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const has = (program: string) => spawnSync(program, ['--version']).status === 0;

/** Runs a text in bash, where programs of these names only tell how they were called. */
function inBash(text: string, env: Record<string, string> = {}): { calls: string[][]; input: string } {
  const calls = join(folder, 'calls');
  const input = join(folder, 'input');
  writeFileSync(calls, '');
  writeFileSync(input, '');
  const tell = `{ printf '%s\\0' "$@"; printf '\\1'; } >> ${calls}`;
  const script = `cd ${folder}\nhf() { ${tell}; }\ncurl() { ${tell}; cat > ${input}; }\n${text}`;
  const { status, stderr } = spawnSync('bash', ['-c', script], {
    encoding: 'utf8',
    env: { PATH: '/usr/bin:/bin', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  const told = readFileSync(calls, 'utf8').split('\u0001').slice(0, -1);
  return { calls: told.map((each) => each.split('\0').slice(0, -1)), input: readFileSync(input, 'utf8') };
}

test.skipIf(!has('bash'))('the command has each word as it was meant, and the script in its file', () => {
  for (const config of [awkward, ownScript]) {
    const { calls } = inBash(copyAs('cli', config, context));
    expect(calls[0]).toEqual(['buckets', 'create', 'acme/jobs-artifacts', '--private', '--exist-ok']);
    const words = calls[1] ?? [];
    expect(words.slice(0, 3)).toEqual(['jobs', 'uv', 'run']);
    const after = (option: string) => words.flatMap((word, index) => (word === option ? [words[index + 1]] : []));
    expect(after('--env')).toEqual(
      expect.arrayContaining(Object.entries(config.environment).map(([key, value]) => `${key}=${value}`)),
    );
    expect(after('--secrets')).toEqual(['HF_TOKEN', 'WANDB_API_KEY']);
    expect(after('--label')).toEqual(['team=birds']);
    expect(after('--volume')).toEqual([
      'hf://datasets/acme/data/inner:/rows',
      'hf://buckets/acme/jobs-artifacts/small-questions:/out:rw',
    ]);
    expect(after('--timeout')).toEqual(['600s']);
    const script = trainingScript(config, { kind: 'train' });
    expect(readFileSync(join(folder, 'train.py'), 'utf8')).toBe(script.endsWith('\n') ? script : `${script}\n`);
  }
});

test.skipIf(!has('bash'))(
  'the request is the whole job as JSON, with secrets from the environment and out of the words',
  () => {
    const { calls, input } = inBash(copyAs('curl', awkward, context), {
      HF_TOKEN: 'hf_of_mine',
      WANDB_API_KEY: 'of wandb',
    });
    expect(JSON.parse(input)).toMatchObject({
      flavor: 'cpu-basic',
      timeoutSeconds: 600,
      labels: { name: 'small-questions', team: 'birds' },
      environment: awkward.environment,
      secrets: { HF_TOKEN: 'hf_of_mine', WANDB_API_KEY: 'of wandb' },
    });
    expect(calls.flat().at(-1)).toBe('https://huggingface.co/api/jobs/acme');
    expect(calls.flat().join(' ')).not.toContain('hf_of_mine');
  },
);

test.skipIf(!has('python3'))('the program is Python, and its script the same', () => {
  for (const config of [exampleConfig, awkward, ownScript]) {
    const text = copyAs('python', config, { ...context, hubUrl: 'http://127.0.0.1:1' });
    const reads =
      'import ast, json, sys\ntree = ast.parse(sys.stdin.read())\nprint(json.dumps(next(ast.literal_eval(each.value) for each in tree.body if isinstance(each, ast.Assign) and each.targets[0].id == "SCRIPT")))';
    const { status, stdout } = spawnSync('python3', ['-c', reads], { input: text, encoding: 'utf8' });
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toBe(trainingScript(config, { kind: 'train' }));
  }
});

test('no form has the value of a secret, or speaks of a run of ours', () => {
  for (const form of ['cli', 'python', 'curl'] as const) {
    const text = copyAs(form, awkward, context);
    expect(text).toContain('WANDB_API_KEY');
    expect(text).not.toMatch(/hubdesk-run|hubdesk-kind|HUBDESK_CONFIG/);
  }
});

test('another Hub than the official one is named', () => {
  const other = { ...context, hubUrl: 'http://127.0.0.1:4000' };
  expect(copyAs('cli', exampleConfig, other)).toContain('export HF_ENDPOINT=http://127.0.0.1:4000\n');
  expect(copyAs('python', exampleConfig, other)).toContain('HfApi(endpoint="http://127.0.0.1:4000")');
  expect(copyAs('curl', exampleConfig, other)).toContain(' http://127.0.0.1:4000/api/jobs/acme');
});
