// The job of a configuration as something to run elsewhere: the official
// command, Python, or curl. Secrets are named and never written out: their
// values come from the environment of whoever runs it.
import { artifactsBucket, jobSpecOf, type JobVolume, runEnvironment, runVolumes, secretNames } from './job-spec.ts';
import { pythonLiteral } from './python-literal.ts';
import type { RunConfig } from './run-config.ts';
import { shellWord } from './shell-word.ts';
import { trainingScript } from './training-script.ts';

export type CopyForm = 'cli' | 'python' | 'curl';

export interface CopyContext {
  hubUrl: string;
  namespace: string;
  accelerators: number;
}

const officialHub = 'https://huggingface.co';
const scriptName = 'train.py';

/** `cli` and `curl` are for bash or zsh; `python` needs `huggingface_hub` 1.0 or newer. */
export function copyAs(form: CopyForm, config: RunConfig, context: CopyContext): string {
  switch (form) {
    case 'cli':
      return command(config, context);
    case 'python':
      return program(config, context);
    case 'curl':
      return request(config, context);
  }
}

interface Parts {
  script: string;
  environment: Record<string, string>;
  volumes: JobVolume[];
  secrets: string[];
  labels: Record<string, string>;
}

/** What all three forms say. It is not a run of Hubdesk's: it has no id. */
function partsOf(config: RunConfig, { namespace }: CopyContext): Parts {
  const run = { kind: 'train', namespace, artifactsFolder: config.name } as const;
  return {
    script: trainingScript(config, { kind: 'train' }),
    environment: runEnvironment(config, run),
    volumes: runVolumes(config, run),
    secrets: secretNames(config),
    labels: { ...config.labels, name: config.name },
  };
}

function command(config: RunConfig, context: CopyContext): string {
  const { environment, labels, script, secrets, volumes } = partsOf(config, context);
  const { name, ...others } = labels;
  const options = [
    ['--flavor', config.flavor],
    ['--timeout', `${config.timeoutSeconds}s`],
    ['--namespace', context.namespace],
    ['--name', name ?? config.name],
    ...Object.entries(others).map(([key, value]) => ['--label', `${key}=${value}`]),
    ...Object.entries(environment).map(([key, value]) => ['--env', `${key}=${value}`]),
    ...secrets.map((each) => ['--secrets', each]),
    ...volumes.map((each) => ['--volume', volumeWord(each)]),
    ['--detach'],
  ];
  const lines = options.map((words) => `  ${words.map(shellWord).join(' ')} \\\n`).join('');
  const endpoint = context.hubUrl === officialHub ? '' : `export HF_ENDPOINT=${shellWord(context.hubUrl)}\n`;
  const bucket = needsBucket(volumes)
    ? `hf buckets create ${shellWord(`${context.namespace}/${artifactsBucket}`)} --private --exist-ok\n`
    : '';
  return `${endpoint}${secretsNote(secrets, '#')}${heredoc(script, scriptName)}${bucket}hf jobs uv run \\\n${lines}  ${scriptName}\n`;
}

function volumeWord({ mountPath, path, readOnly, source, type }: JobVolume): string {
  const inside = path ? `/${path}` : '';
  return `hf://${type}s/${source}${inside}:${mountPath}${type === 'bucket' ? (readOnly ? ':ro' : ':rw') : ''}`;
}

/** A file's text between two lines that its own lines are not. */
function heredoc(text: string, file: string): string {
  const lines = new Set(text.split('\n'));
  let mark = 'END_OF_SCRIPT';
  while (lines.has(mark)) mark += '_';
  return `cat > ${file} <<'${mark}'\n${text}${text.endsWith('\n') ? '' : '\n'}${mark}\n`;
}

function program(config: RunConfig, context: CopyContext): string {
  const { environment, labels, script, secrets, volumes } = partsOf(config, context);
  const own = secrets.filter((each) => each !== 'HF_TOKEN');
  const { name, ...others } = labels;
  const entries = (values: Record<string, string>) =>
    Object.entries(values)
      .map(([key, value]) => `        ${pythonLiteral(key)}: ${pythonLiteral(value)},\n`)
      .join('');
  const given = [
    ...(secrets.includes('HF_TOKEN') ? ['        "HF_TOKEN": get_token(),\n'] : []),
    ...own.map((each) => `        ${pythonLiteral(each)}: os.environ[${pythonLiteral(each)}],\n`),
  ].join('');
  const mounts = volumes
    .map(({ mountPath, path, readOnly, source, type }) => {
      const words = [
        `type=${pythonLiteral(type)}`,
        `source=${pythonLiteral(source)}`,
        `mount_path=${pythonLiteral(mountPath)}`,
      ];
      if (path) words.push(`path=${pythonLiteral(path)}`);
      words.push(`read_only=${pythonLiteral(readOnly)}`);
      return `        Volume(${words.join(', ')}),\n`;
    })
    .join('');
  const endpoint = context.hubUrl === officialHub ? '' : pythonLiteral(context.hubUrl);
  const bucket = needsBucket(volumes)
    ? `api.create_bucket(${pythonLiteral(`${context.namespace}/${artifactsBucket}`)}, private=True, exist_ok=True)\n`
    : '';
  return `import os
from pathlib import Path

from huggingface_hub import HfApi, Volume, get_token

SCRIPT = ${pythonText(script)}

Path("${scriptName}").write_text(SCRIPT, encoding="utf-8")
api = HfApi(${endpoint === '' ? '' : `endpoint=${endpoint}`})
${bucket}job = api.run_uv_job(
    "${scriptName}",
    flavor=${pythonLiteral(config.flavor)},
    timeout=${config.timeoutSeconds},
    namespace=${pythonLiteral(context.namespace)},
    name=${pythonLiteral(name ?? config.name)},
    labels={
${entries(others)}    },
    env={
${entries(environment)}    },
    secrets={
${given}    },
    volumes=[
${mounts}    ],
)
print(job.url)
`;
}

/** Several lines where Python takes them as they are. */
function pythonText(text: string): string {
  const plain = !text.includes("'''") && !/['\\]$/.test(text) && !/[\r\0]/.test(text);
  return plain ? `r'''${text}'''` : pythonLiteral(text);
}

function request(config: RunConfig, context: CopyContext): string {
  const run = {
    id: '',
    kind: 'train',
    namespace: context.namespace,
    artifactsFolder: config.name,
    accelerators: context.accelerators,
  } as const;
  const { labels, secrets, volumes } = partsOf(config, context);
  const { environment, ...spec } = jobSpecOf(config, run);
  const { HUBDESK_CONFIG: _, ...variables } = environment;
  const body = JSON.stringify({ ...spec, labels, environment: variables });
  // A secret stands outside of the quotes, so that the shell puts its value there.
  const values = secrets.map((each) => `${JSON.stringify(each)}:"'"$${each}"'"`).join(',');
  const text = `${singleQuoted(body.slice(0, -1))},"secrets":{${values}}}`;
  const hub = shellWord(context.hubUrl);
  const send = `curl --fail-with-body -sS -H @<(printf 'Authorization: Bearer %s' "$HF_TOKEN") -H 'Content-Type: application/json' --data-binary @-`;
  const bucket = needsBucket(volumes)
    ? `printf '{"private":true}' | ${send.replace('--fail-with-body ', '')} ${hub}/api/buckets/${context.namespace}/${artifactsBucket}\n`
    : '';
  return `${secretsNote(['HF_TOKEN', ...secrets], '#')}${bucket}printf %s '${text}' | ${send} ${hub}/api/jobs/${context.namespace}\n`;
}

/** To stand between single quotes. */
function singleQuoted(text: string): string {
  return text.replaceAll("'", `'\\''`);
}

function needsBucket(volumes: readonly JobVolume[]): boolean {
  return volumes.some(({ source, type }) => type === 'bucket' && source.endsWith(`/${artifactsBucket}`));
}

function secretsNote(secrets: readonly string[], mark: string): string {
  const names = [...new Set(secrets)];
  return names.length === 0 ? '' : `${mark} Needs in the environment: ${names.join(', ')}\n`;
}
