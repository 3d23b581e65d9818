// What a deployment puts into its Space: the files, the variables they read and the volumes they are read from.
// Pure: nothing here asks the Hub, and what a person changed always wins.
import type { Volume } from '../train/run-config.ts';
import { type AppEndpoint, appEndpoints } from './app-endpoints.ts';
import { appProgram } from './app-program.ts';
import { staticPage, staticStyle } from './app-static-page.ts';
import type { DeployConfig } from './deploy-config.ts';
import type { DeployTemplate } from './deploy-kinds.ts';
import type { DeployModel } from './deployment.ts';
import { readmeWithHead } from './readme-text.ts';
import { requirements } from './requirements.ts';

export interface AppFile {
  path: string;
  text: string;
}

/** Where the Hub mounts the model, and what an adapter stands on, with access `volume`. */
const modelMount = '/model';
const baseMount = '/base';

/** Say where something is mounted. */
export const mountVariables = ['MODEL_PATH', 'BASE_PATH'] as const;

/**
 * The generated files, with `config.files` in the place of those of the same path and added to them, sorted by path.
 * For the template `folder` only `config.files`: the folder itself is somewhere else, and its README gets a head by
 * `readmeWithHead`. A job has none.
 */
export function spaceFiles(config: DeployConfig, model: DeployModel | null): AppFile[] {
  const files = new Map(Object.entries(generated(config, model)));
  for (const [path, text] of Object.entries(config.files)) files.set(path, text);
  return [...files].map(([path, text]) => ({ path, text })).toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

function generated(config: DeployConfig, model: DeployModel | null): Record<string, string> {
  const { kind, template } = config;
  if (kind === 'job' || template === 'folder') return {};
  const readme = readmeWithHead(null, config, model, kind === 'static' ? 'static' : 'gradio');
  if (kind === 'static') {
    return { 'README.md': readme, 'index.html': staticPage(config, model), 'style.css': staticStyle };
  }
  return {
    'README.md': readme,
    'app.py': appProgram(config, model, template),
    'requirements.txt': requirements(kind),
  };
}

/** What the app reads: `MODEL_ID`, `MODEL_KIND`, and where a model is mounted `MODEL_PATH`. Those of the person win. */
export function spaceVariables(config: DeployConfig, model: DeployModel | null): Record<string, string> {
  if (config.model === null || config.kind === 'static') return { ...config.variables };
  const mounts = mountsOf(config, model);
  return {
    MODEL_ID: config.model,
    MODEL_KIND: model?.kind === 'adapter' ? 'adapter' : 'full',
    ...(mounts.model === null ? {} : { MODEL_PATH: modelMount }),
    ...(mounts.base === null ? {} : { BASE_PATH: baseMount }),
    ...config.variables,
  };
}

/** With access `volume` the model, and what an adapter stands on where not everybody may read that. */
export function spaceVolumes(config: DeployConfig, model: DeployModel | null): Volume[] {
  const mounts = mountsOf(config, model);
  const volumes: Volume[] = [];
  const mount = (source: string | null, mountPath: string) => {
    if (source !== null) volumes.push({ type: 'model', source, mountPath, path: null, readOnly: true });
  };
  mount(mounts.model, modelMount);
  mount(mounts.base, baseMount);
  return volumes;
}

function mountsOf(config: DeployConfig, model: DeployModel | null): { model: string | null; base: string | null } {
  if (config.access !== 'volume' || config.model === null || config.kind === 'static')
    return { model: null, base: null };
  const base = model?.kind === 'adapter' ? model.base : null;
  const closed = base !== null && (base.private || base.access !== 'open');
  return { model: config.model, base: closed ? base.model : null };
}

/** With which function a template answers; null for a folder of one's own. */
export function endpointOf(template: DeployTemplate): AppEndpoint | null {
  return appEndpoints[template];
}
