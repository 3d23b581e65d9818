// README.md of a generated Space: the head that the Hub builds it by, and what a visitor should know. Texts of people
// and names stand in the head as JSON strings, which YAML reads too, so that none can end it or add to it.
import { pythonLiteral } from '../train/python-literal.ts';
import { appEndpoints } from './app-endpoints.ts';
import type { AppSdk } from './app-sdk.ts';
import { titleOf } from './app-settings.ts';
import type { DeployConfig } from './deploy-config.ts';
import type { DeployModel } from './deployment.ts';
import { codeBlock, inlineCode, markdownText } from './readme-words.ts';

/** The newest Gradio when this was last looked at, November 2026; every generated app is run with it in the tests. */
export const gradioVersion = '6.31.0';

/** The Hub gives up on a start after 30 minutes unless it is told otherwise; loading more than this may take longer. */
const longStartBytes = 15e9;

/** A README as the Hub wants it: as it is where it has a head, with ours where it has none, a whole one where it is null. */
export function readmeWithHead(
  text: string | null,
  config: DeployConfig,
  model: DeployModel | null,
  sdk: AppSdk,
): string {
  if (text === null || text.trim() === '') return `${readmeHead(config, model, sdk)}\n${body(config, model)}`;
  // A byte-order mark in front would hide the head from the Hub.
  const plain = text.replace(/^\ufeff/, '');
  return /^---[ \t]*\r?\n/.test(plain) ? plain : `${readmeHead(config, model, sdk)}\n${plain}`;
}

function readmeHead(config: DeployConfig, model: DeployModel | null, sdk: AppSdk): string {
  const isGradio = sdk === 'gradio';
  const long = (model?.weightsBytes ?? 0) > longStartBytes || (model?.facts.parameters ?? 0) * 2 > longStartBytes;
  const lines: [key: string, value: string | null][] = [
    ['title', pythonLiteral(titleOf(config))],
    ['emoji', config.emoji === '' ? null : pythonLiteral(config.emoji)],
    ['colorFrom', config.colorFrom],
    ['colorTo', config.colorTo],
    ['sdk', sdk],
    ['sdk_version', isGradio ? gradioVersion : null],
    ['python_version', isGradio ? '"3.12"' : null],
    ['app_file', sdk === 'docker' ? null : isGradio ? 'app.py' : 'index.html'],
    ['pinned', 'false'],
    ['short_description', config.description === '' ? null : pythonLiteral(config.description)],
    ['models', config.model === null ? null : `\n  - ${pythonLiteral(config.model)}`],
    ['startup_duration_timeout', long && sdk !== 'static' ? '1h' : null],
  ];
  const told = lines.flatMap(([key, value]) =>
    value === null ? [] : [`${key}:${value.startsWith('\n') ? '' : ' '}${value}`],
  );
  return ['---', ...told, '---', ''].join('\n');
}

function body(config: DeployConfig, model: DeployModel | null): string {
  const parts = [`# ${markdownText(titleOf(config))}`];
  if (config.description !== '') parts.push(markdownText(config.description));
  if (config.model !== null) parts.push(about(config, config.model, model));
  const endpoint = appEndpoints[config.template];
  if (config.kind !== 'static' && endpoint !== null) parts.push(...calling(config, endpoint));
  parts.push('Made with Hubdesk.');
  return `${parts.join('\n\n')}\n`;
}

function about({ kind, template }: DeployConfig, id: string, model: DeployModel | null): string {
  const does = {
    chat: 'Chat with',
    completion: 'Let a text be continued by',
    embeddings: 'Turn texts into vectors with',
    classification: 'Put labels on texts with',
    folder: 'An app for',
  }[template];
  const named = linked(id);
  const base = model?.base ? ` It is an adapter for ${linked(model.base.model)}.` : '';
  const license = model?.facts.license;
  const licensed = license ? ` Its licence is ${inlineCode(license)}, as its card says.` : '';
  if (kind === 'static') return `This page shows ${named}. It does not run it.${base}${licensed}`;
  const swap =
    template === 'folder' ? '' : `\n\nThe variable ${inlineCode('MODEL_ID')} of this Space says which model answers.`;
  return `${does} ${named}.${base}${licensed}${swap}`;
}

/** What an adapter stands on is the word of whoever trained it: anything but a name is shown, and not followed. */
function linked(id: string): string {
  return isRepoName.test(id) ? `[${markdownText(id)}](https://huggingface.co/${id})` : inlineCode(id);
}

const isRepoName = /^[\w.-]+(?:\/[\w.-]+)?$/;

function calling({ namespace, name, question, visibility }: DeployConfig, endpoint: string): string[] {
  const space = pythonLiteral(`${namespace}/${name}`);
  const token = visibility === 'public' ? '' : ', token="hf_…"';
  const jsToken = visibility === 'public' ? '' : ', { token: "hf_…" }';
  const asked = pythonLiteral(question);
  return [
    '## Call it from a program',
    codeBlock(
      'python',
      `from gradio_client import Client\n\nclient = Client(${space}${token})\nprint(client.predict(${asked}, api_name="${endpoint}"))`,
    ),
    codeBlock(
      'js',
      `import { Client } from "@gradio/client";\n\nconst app = await Client.connect(${space}${jsToken});\nconst { data } = await app.predict("${endpoint}", [${asked}]);\nconsole.log(data[0]);`,
    ),
  ];
}
