// Looks at a Space's files before it is built: is its README right, is there an app, could its requirements be met.
// Nothing is installed: what cannot be met is known from rules alone, written down in the package's README.
import { parseCard, texts } from '../repos/card.ts';
import type { Repo, RepoStore } from '../repos/repo-store.ts';
import { endpointIn, type AppEndpoint } from './app-endpoint.ts';
import { ZERO_GPU } from './space-hardware.ts';

export interface AppPlan {
  sdk: 'gradio' | 'docker' | 'static';
  /** The program to run, the Dockerfile or the page to show. */
  appFile: string;
  /** What a Gradio program can be asked, as far as it names it. */
  endpoint: AppEndpoint;
  /** Names of packages in requirements.txt. */
  requirements: string[];
  title: string;
  /** The models that the README names, first the one that answers. */
  models: string[];
}

export type Inspection =
  | { kind: 'ready'; plan: AppPlan }
  | { kind: 'config-error'; message: string }
  | { kind: 'no-app-file' }
  | { kind: 'build-error'; message: string; lines: string[] }
  /** It builds, and stops as soon as it starts. */
  | { kind: 'start-error'; plan: AppPlan; message: string; lines: string[] };

const SDKS = ['gradio', 'docker', 'static'] as const;
const COLORS = new Set(['red', 'yellow', 'green', 'blue', 'indigo', 'purple', 'pink', 'gray']);
const TORCH_ON_ZERO = ['2.8.0', '2.9.1', '2.10.0', '2.11.0'];
const TEXT_LIMIT_BYTES = 2 ** 20;

/** `hardware` is the flavor it is to run on: ZeroGPU has rules of its own. */
export async function inspectSpace(repos: RepoStore, repo: Repo, hardware: string): Promise<Inspection> {
  const readme = await textOf(repos, repo, 'README.md');
  const { card, error } = parseCard(readme ?? '');
  if (error !== undefined) return { kind: 'config-error', message: `Invalid YAML in README.md: ${error}` };
  const sdk = SDKS.find((name) => name === (card.sdk ?? repo.facts.sdk));
  if (readme !== undefined && Object.keys(card).length === 0) {
    return { kind: 'config-error', message: 'Missing configuration in README' };
  }
  if (!sdk) return { kind: 'config-error', message: `"sdk" must be one of ${SDKS.join(', ')}` };
  for (const key of ['colorFrom', 'colorTo']) {
    const color = card[key];
    if (color !== undefined && !COLORS.has(String(color))) {
      return { kind: 'config-error', message: `"${key}" must be one of [${[...COLORS].join(', ')}]` };
    }
  }
  const described = card.short_description;
  if (typeof described === 'string' && described.length > 60) {
    return {
      kind: 'config-error',
      message: '"short_description" length must be less than or equal to 60 characters long',
    };
  }

  const appFile =
    sdk === 'docker' ? 'Dockerfile' : String(card.app_file ?? (sdk === 'gradio' ? 'app.py' : 'index.html'));
  const program = await textOf(repos, repo, appFile);
  if (program === undefined) return { kind: 'no-app-file' };

  const requirements = (await textOf(repos, repo, 'requirements.txt')) ?? '';
  const plan: AppPlan = {
    sdk,
    appFile,
    endpoint: endpointIn(program),
    requirements: namesIn(requirements),
    title: typeof card.title === 'string' ? card.title : repo.facts.name,
    models: texts(card.models),
  };
  if (sdk !== 'gradio') return { kind: 'ready', plan };

  const wrong = wrongRequirement(requirements, typeof card.sdk_version === 'string' ? card.sdk_version : '', hardware);
  if (wrong) {
    const lines = [
      ...wrong,
      `ERROR: process "/bin/sh -c pip install --no-cache-dir -r /tmp/requirements.txt" did not complete successfully: exit code: 1`,
    ];
    return { kind: 'build-error', message: 'Job failed with exit code: 1. Reason: cache miss: RUN pip install', lines };
  }
  if (hardware === ZERO_GPU && !(await hasGpuFunction(repos, repo))) {
    const message = 'No @spaces.GPU function detected during startup';
    return {
      kind: 'start-error',
      plan,
      message,
      lines: [`Traceback (most recent call last):`, `RuntimeError: ${message}`],
    };
  }
  return { kind: 'ready', plan };
}

async function hasGpuFunction(repos: RepoStore, repo: Repo): Promise<boolean> {
  const head = repos.revision(repo);
  for (const name of head?.tree.entries.keys() ?? []) {
    if (!name.endsWith('.py')) continue;
    if (/@\s*(?:spaces\.)?GPU\b|spaces\.GPU\(/.test((await textOf(repos, repo, name)) ?? '')) return true;
  }
  return false;
}

function wrongRequirement(requirements: string, sdkVersion: string, hardware: string): string[] | undefined {
  const pins = new Map<string, string>();
  if (sdkVersion !== '') pins.set('gradio', sdkVersion);
  for (const { line, name, version } of requirementLines(requirements)) {
    if (name === undefined) return [`ERROR: Invalid requirement: '${line}' (from line of /tmp/requirements.txt)`];
    // Nothing is asked of a package index; these never exist.
    const major = Number(version?.split('.')[0]);
    if (/does-not-exist|no-such-package/.test(name) || major >= 900 || version === '0.0.0') {
      const spec = version === undefined ? name : `${name}==${version}`;
      return [
        `ERROR: Could not find a version that satisfies the requirement ${spec} (from versions: none)`,
        `ERROR: No matching distribution found for ${spec}`,
      ];
    }
    const other = pins.get(name);
    if (version !== undefined && other !== undefined && other !== version) {
      return [
        `ERROR: Cannot install ${name}==${other} and ${name}==${version} because these package versions have conflicting dependencies.`,
        `ERROR: ResolutionImpossible: for help visit https://pip.pypa.io/en/latest/topics/dependency-resolution/`,
      ];
    }
    if (hardware === ZERO_GPU && name === 'torch' && version !== undefined && !TORCH_ON_ZERO.includes(version)) {
      return [`ERROR: torch==${version} is not supported on ZeroGPU. Supported versions: ${TORCH_ON_ZERO.join(', ')}`];
    }
    if (version !== undefined) pins.set(name, version);
  }
  return undefined;
}

function requirementLines(text: string): { line: string; name?: string; version?: string }[] {
  const lines = text.split('\n').map((line) => line.replace(/(?:^|\s)#.*$/, '').trim());
  return lines.flatMap((line) => {
    if (line === '' || line.startsWith('-') || /^(?:git\+|https?:)/.test(line)) return [];
    const [, name, version] =
      /^([A-Za-z0-9][\w.-]*)(?:\[[\w\s,.-]*\])?\s*(?:@\s*\S+|(?:==\s*([\w.!+*-]+)|(?:[<>~!]=?|===?)\s*[\w.!+*-]+)(?:\s*,\s*(?:[<>~!=]=?=?)\s*[\w.!+*-]+)*)?\s*(?:;.*)?$/.exec(
        line,
      ) ?? [];
    if (name === undefined) return [{ line }];
    return [{ line, name: name.toLowerCase(), ...(version === undefined ? {} : { version }) }];
  });
}

function namesIn(requirements: string): string[] {
  return requirementLines(requirements).flatMap(({ name }) => name ?? []);
}

async function textOf(repos: RepoStore, repo: Repo, path: string): Promise<string | undefined> {
  const file = repos.readFile(repo, 'main', path);
  if (!file || file.size > TEXT_LIMIT_BYTES || file.content.kind === 'hollow') return undefined;
  const pieces: Uint8Array[] = [];
  for await (const piece of file.stream()) pieces.push(piece);
  return Buffer.concat(pieces).toString('utf8');
}
