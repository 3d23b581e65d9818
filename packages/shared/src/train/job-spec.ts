// What is sent to the Hub for a run: one job, complete but for the values of
// its secrets, which are added where it is sent.
import type { RunConfig, Volume } from './run-config.ts';
import type { RunKind } from './run.ts';
import { trainingScript } from './training-script.ts';

// Every host has these; the vocabulary is compiled with the types of none.
declare function btoa(binary: string): string;
declare const TextEncoder: new () => { encode(text: string): Uint8Array };

export interface JobVolume {
  type: 'bucket' | 'dataset' | 'model' | 'space';
  source: string;
  mountPath: string;
  path?: string;
  readOnly: boolean;
}

/** The body of `POST /api/jobs/{namespace}` without `secrets` (hub-api.md 3.2). */
export interface JobSpec {
  dockerImage: string;
  command: string[];
  arguments: string[];
  environment: Record<string, string>;
  flavor: string;
  timeoutSeconds: number;
  labels: Record<string, string>;
  volumes: JobVolume[];
  attempts?: number;
  /** Ports at which the job is reached from outside, by whoever may read it. */
  expose?: { ports: number[] };
}

export interface RunOfJob {
  /** Becomes the label `hubdesk-run`, by which the job is found again. */
  id: string;
  kind: RunKind;
  /** Who pays and owns the job. */
  namespace: string;
  /** Folder in the namespace's bucket for checkpoints; null: nothing is kept. */
  artifactsFolder: string | null;
  /** Cards of the flavor. The generated script starts a process for each that it sees; a script of one's own is left alone. */
  accelerators: number;
}

/** Private bucket of a namespace, which the official client uses too: `${namespace}/jobs-artifacts`. */
export const artifactsBucket = 'jobs-artifacts';

/** The image that `hf jobs uv run` takes (`DEFAULT_UV_IMAGE` of huggingface_hub 2.0). */
const uvImage = 'ghcr.io/astral-sh/uv:python3.12-bookworm';
// Linux takes at most 128 KiB for one variable.
const variableCharacters = 100_000;

// A log for people: no bars, no colours of progress. The last two are torch's names for the same.
const quiet: Readonly<Record<string, string>> = {
  PYTHONUNBUFFERED: '1',
  UV_NO_PROGRESS: '1',
  TQDM_DISABLE: '1',
  HF_HUB_DISABLE_PROGRESS_BARS: '1',
  HF_DATASETS_DISABLE_PROGRESS_BARS: '1',
  TOKENIZERS_PARALLELISM: 'false',
  // Less memory is lost between tensors of changing lengths.
  PYTORCH_ALLOC_CONF: 'expandable_segments:True',
  PYTORCH_CUDA_ALLOC_CONF: 'expandable_segments:True',
};

/** `script` is run instead of the configuration's: to salvage a run. */
export function jobSpecOf(config: RunConfig, run: RunOfJob, options: { script?: string } = {}): JobSpec {
  const text = options.script ?? trainingScript(config, { kind: run.kind === 'smoke' ? 'smoke' : 'train' });
  const { variables, command } = delivered(text);
  const { script: _, ...settings } = config;
  return {
    dockerImage: uvImage,
    command,
    arguments: [],
    environment: { ...runEnvironment(config, run), HUBDESK_CONFIG: JSON.stringify(settings), ...variables },
    flavor: config.flavor,
    timeoutSeconds: config.timeoutSeconds,
    labels: { ...config.labels, name: config.name, 'hubdesk-run': run.id, 'hubdesk-kind': run.kind },
    volumes: runVolumes(config, run),
  };
}

/** What the script is told in plain variables, without the script itself. */
export function runEnvironment(
  config: RunConfig,
  run: Pick<RunOfJob, 'kind' | 'artifactsFolder'>,
): Record<string, string> {
  const output = keepsArtifacts(config, run) ? { HUBDESK_OUTPUT: outputPath(config) } : {};
  return { ...quiet, ...config.environment, ...output };
}

export function runVolumes(
  config: RunConfig,
  run: Pick<RunOfJob, 'kind' | 'namespace' | 'artifactsFolder'>,
): JobVolume[] {
  const own = config.volumes.map(jobVolume);
  if (!keepsArtifacts(config, run)) return own;
  const source = `${run.namespace}/${artifactsBucket}`;
  const artifacts = {
    type: 'bucket',
    source,
    path: run.artifactsFolder ?? '',
    mountPath: outputPath(config),
    readOnly: false,
  } as const;
  return [...own, artifacts];
}

/** Names of the secrets that a job of this configuration is given. */
export function secretNames(config: RunConfig): string[] {
  return [...new Set([...(config.giveToken ? ['HF_TOKEN'] : []), ...config.secrets])];
}

function keepsArtifacts(config: RunConfig, run: Pick<RunOfJob, 'kind' | 'artifactsFolder'>): boolean {
  if (run.artifactsFolder === null || run.kind === 'smoke') return false;
  return run.kind === 'salvage' || config.keepCheckpoints;
}

function outputPath(config: RunConfig): string {
  return config.volumes.some(({ mountPath }) => mountPath.replace(/\/+$/, '') === '/out') ? '/hubdesk-out' : '/out';
}

function jobVolume({ mountPath, path, readOnly, source, type }: Volume): JobVolume {
  return { type, source, mountPath, ...(path === null ? {} : { path }), readOnly: type !== 'bucket' || readOnly };
}

/** The script in variables, and the command that puts it back together: it needs no place to upload to. */
function delivered(text: string): { variables: Record<string, string>; command: string[] } {
  const encoded = base64(text);
  const variables: Record<string, string> = {};
  for (let start = 0; start < encoded.length; start += variableCharacters) {
    const name = start === 0 ? 'HUBDESK_SCRIPT' : `HUBDESK_SCRIPT_${start / variableCharacters + 1}`;
    variables[name] = encoded.slice(start, start + variableCharacters);
  }
  const all = Object.keys(variables)
    .map((name) => `\${${name}}`)
    .join('');
  const unset = Object.keys(variables).join(' ');
  const words = `printf %s "${all}" | base64 -d > /tmp/hubdesk.py && unset ${unset} && exec uv run /tmp/hubdesk.py`;
  return { variables, command: ['bash', '-c', words] };
}

function base64(text: string): string {
  const bytes = new TextEncoder().encode(text);
  let binary = '';
  for (let start = 0; start < bytes.length; start += 8_192) {
    binary += String.fromCharCode(...bytes.subarray(start, start + 8_192));
  }
  return btoa(binary);
}
