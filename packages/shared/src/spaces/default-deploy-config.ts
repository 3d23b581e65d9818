// The smallest sensible deployment of a model, so that nobody begins at an empty form.
import type { DeployConfig } from './deploy-config.ts';
import type { DeployTemplate, SpaceColor } from './deploy-kinds.ts';
import type { DeployModel, DeployOption } from './deployment.ts';
import { slugOf } from './space-name.ts';

const looks: Readonly<
  Record<DeployTemplate, { emoji: string; colors: [SpaceColor, SpaceColor]; does: string; asks: string }>
> = {
  chat: { emoji: '💬', colors: ['indigo', 'blue'], does: 'Chat with', asks: 'What can you help me with?' },
  completion: { emoji: '✍️', colors: ['blue', 'green'], does: 'Write on with', asks: 'Once upon a time' },
  embeddings: {
    emoji: '🧭',
    colors: ['green', 'yellow'],
    does: 'Vectors from',
    asks: 'The tide comes in.\nWater rises.',
  },
  classification: { emoji: '🏷️', colors: ['yellow', 'red'], does: 'Labels from', asks: 'What a wonderful day!' },
  folder: { emoji: '📦', colors: ['gray', 'indigo'], does: 'An app for', asks: 'Hello' },
};

const longestTitle = 100;
const longestDescription = 60;
/** Paid hardware does not stay up for nobody, and a job does not stay up for ever. */
const hour = 3_600;

export function defaultDeployConfig(given: {
  /** Owns and pays. */
  account: string;
  /** Null: a folder of one's own. */
  model: DeployModel | null;
  options: readonly DeployOption[];
}): DeployConfig {
  const { account, model, options } = given;
  const template = model?.templates[0] ?? (model ? 'chat' : 'folder');
  const option = options.find(({ recommended }) => recommended) ?? options.find(({ state }) => state !== 'no');
  const kind = option?.kind ?? 'static';
  const look = looks[template];
  const id = model?.facts.model ?? null;
  const short = id?.slice(id.indexOf('/') + 1) ?? '';
  return {
    version: 1,
    model: id,
    kind,
    template,
    folder: null,
    namespace: account,
    name: slugOf(short === '' ? 'my-app' : short),
    visibility: model?.private ? 'private' : 'public',
    flavor: cheapestFitting(option),
    sleepSeconds: kind === 'gpu' ? hour : null,
    timeoutSeconds: hour,
    title: titleFrom(short),
    emoji: look.emoji,
    colorFrom: look.colors[0],
    colorTo: look.colors[1],
    description: cut(short === '' ? '' : `${look.does} ${short}`, longestDescription),
    systemPrompt: '',
    examples: [look.asks],
    gpuSeconds: 60,
    maxNewTokens: 256,
    temperature: 0.7,
    access: defaultAccess(model),
    variables: {},
    secrets: [],
    files: {},
    question: look.asks,
  };
}

/** The cheapest where the model fits, else the cheapest where that is not known; null where there is no choice. */
function cheapestFitting(option: DeployOption | undefined): string | null {
  const by = (fit: DeployOption['flavors'][number]['fit']) => option?.flavors.find((each) => each.fit === fit);
  return (by('fits') ?? by('tight') ?? by('unknown') ?? option?.flavors[0])?.name ?? null;
}

/** A private repository is mounted, without any token; a gated one of others is read with a token that may. */
export function defaultAccess(model: DeployModel | null): DeployConfig['access'] {
  if (!model) return 'none';
  const closed = (access: string) => access !== 'open' && access !== 'unknown';
  if (closed(model.facts.access) || (model.base !== null && closed(model.base.access))) return 'secret';
  return model.private || model.base?.private ? 'volume' : 'none';
}

function titleFrom(short: string): string {
  const words = short.replace(/[-_]+/g, ' ').trim();
  return cut(words === '' ? 'My app' : words.slice(0, 1).toUpperCase() + words.slice(1), longestTitle);
}

function cut(text: string, longest: number): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 1)}…`;
}
