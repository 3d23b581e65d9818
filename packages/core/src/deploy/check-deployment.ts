// Looks at everything a deployment depends on, side by side; changes nothing. Each check says what it has found in one
// sentence and, where something can be done about it, with one click what.
import { formatUsd } from '@hubdesk/shared/format-usd';
import { repoNameProblem } from '@hubdesk/shared/datasets/repo-name';
import { isAppError } from '@hubdesk/shared/errors';
import { sdkProblem } from '@hubdesk/shared/spaces/app-sdk';
import type { DeployConfig } from '@hubdesk/shared/spaces/deploy-config';
import { defaultAccess } from '@hubdesk/shared/spaces/default-deploy-config';
import {
  type DeployCheck,
  deployCheckIds,
  type DeployModel,
  type DeployOption,
} from '@hubdesk/shared/spaces/deployment';
import { planRights } from '@hubdesk/shared/spaces/plan-rights';
import type { Flavor } from '@hubdesk/shared/train/hardware';
import { worstUsd } from '@hubdesk/shared/train/money';
import type { HubClient } from '../hub/hub-client.ts';
import { judgeCard } from '../hub/repo-manage.ts';
import { fetchSpace, listSpaces } from '../hub/spaces.ts';
import type { TokenOwner } from '../hub/whoami.ts';
import type { Secret } from '../secrets/secret.ts';
import { namespacesOf } from '../services/namespaces.ts';
import { deployFiles } from './deploy-files.ts';
import { secretsToGive, tokenSecret } from './deploy-secrets.ts';
import { freeName } from './free-name.ts';
import type { OptionsWish } from './gather-options.ts';

export interface CheckParts {
  hub: HubClient;
  token: Secret | null;
  owner(): Promise<TokenOwner>;
  model(id: string): Promise<DeployModel | null>;
  options(wish: OptionsWish): Promise<DeployOption[]>;
  jobFlavors(): Promise<Flavor[]>;
  judge(wish: { worstUsd: number | null }): Promise<{ ok: boolean; sentence: string }>;
  /** Spaces that this deployment has made in an earlier try. */
  made: readonly string[];
  signal: AbortSignal | undefined;
}

type Found = Omit<DeployCheck, 'id'>;
type Action = DeployCheck['action'];

interface Asked extends CheckParts {
  config: DeployConfig;
  given: readonly string[];
  ownerNow: Promise<TokenOwner>;
  modelNow: Promise<DeployModel | null>;
  optionsNow: Promise<DeployOption[]>;
}

const found = (state: Found['state'], finding: string, action: Action = null): Found => ({ state, finding, action });
const link = (label: string, url: string): Action => ({ kind: 'link', label, url });
const change = (label: string, patch: Record<string, unknown>): Action => ({ kind: 'config', label, patch });

const checks: Readonly<Record<DeployCheck['id'], (asked: Asked) => Promise<Found>>> = {
  token: checkToken,
  namespace: checkNamespace,
  name: checkName,
  kind: checkKind,
  credits: checkCredits,
  budget: checkBudget,
  model: checkModel,
  access: checkAccess,
  files: checkFiles,
  readme: checkReadme,
};

/** All of `deployCheckIds`, in their order. Rejects with CANCELLED alone: what keeps a check from being made is its finding. */
export async function checkDeployment(
  config: DeployConfig,
  given: readonly string[],
  parts: CheckParts,
): Promise<DeployCheck[]> {
  const asked: Asked = {
    ...parts,
    config,
    given,
    ownerNow: parts.owner(),
    modelNow: config.model === null ? Promise.resolve(null) : parts.model(config.model),
    optionsNow: parts.options({ namespace: config.namespace, model: config.model, template: config.template }),
  };
  // Each is awaited by some checks and not by others.
  for (const each of [asked.ownerNow, asked.modelNow, asked.optionsNow]) each.catch(() => {});
  return Promise.all(
    deployCheckIds.map(async (id) => ({
      id,
      ...(await checks[id](asked).catch((error: unknown) => unfinished(error, parts.signal))),
    })),
  );
}

function unfinished(error: unknown, signal: AbortSignal | undefined): Found {
  if (!isAppError(error) || error.code === 'CANCELLED' || signal?.aborted) throw error;
  if (error.code === 'SIGNED_OUT' || error.code === 'TOKEN_REJECTED')
    return found('stops', error.message, { kind: 'go', label: 'Connect an account', place: '/settings/providers' });
  const certain = error.code === 'INVALID_INPUT' || error.code === 'FILE_UNREADABLE' || error.code === 'NOT_FOUND';
  return found(certain ? 'stops' : 'unknown', error.message);
}

async function checkToken({ ownerNow, hub, config }: Asked): Promise<Found> {
  const { identity, token } = await ownerNow;
  const tokens = link('Make another token', `${hub.address.hubUrl}/settings/tokens`);
  const isJob = config.kind === 'job';
  if (token.kind === 'read')
    return found('stops', `This token may only read: it can ${isJob ? 'start no jobs' : 'make no Spaces'}.`, tokens);
  const needed = isJob ? token.permissions.jobs : token.permissions.write;
  const does = isJob ? 'start jobs' : 'make Spaces';
  if (needed === 'no') return found('stops', `This token has no permission to ${does}.`, tokens);
  return found(
    'ok',
    needed === 'unknown'
      ? `${identity.name}’s token; the Hub does not say all that it may do.`
      : `${identity.name}’s token may ${does}.`,
  );
}

async function checkNamespace({ ownerNow, config }: Asked): Promise<Found> {
  const { identity, token } = await ownerNow;
  const place = namespacesOf(identity, token).find(({ name }) => name.toLowerCase() === config.namespace.toLowerCase());
  const own = change(`Use ${identity.name}`, { namespace: identity.name });
  if (!place) return found('stops', `You are not a member of ${config.namespace}.`, own);
  if (!place.mayWrite)
    return found(
      'stops',
      place.reason ?? `You may not write to ${config.namespace}.`,
      place.kind === 'user' ? null : own,
    );
  return found(
    'ok',
    place.kind === 'user'
      ? `It belongs to ${place.name}.`
      : `It belongs to the organization ${place.name}, which pays for it.`,
  );
}

async function checkName({ config, hub, token, made, signal }: Asked): Promise<Found> {
  const problem = repoNameProblem(config.name);
  if (problem !== null) return found('stops', problem);
  if (config.kind === 'job') return found('ok', 'A job needs no repository; the name is its label.');
  const id = `${config.namespace}/${config.name}`;
  try {
    const there = await fetchSpace(hub, id, { token, signal });
    // A renamed one answers to its old name, which can be taken again.
    if (there.id.toLowerCase() !== id.toLowerCase()) return found('ok', `${id} is free.`);
    if (made.includes(there.id)) return found('ok', `${id} is there from the last try, and is gone on with.`);
  } catch (error) {
    if (isAppError(error, 'NOT_FOUND')) return found('ok', `${id} is free.`);
    throw error;
  }
  const free = await freeName(id, async (namespace) =>
    token === null ? [] : listSpaces(hub, namespace, { token, signal }),
  );
  return found('stops', `There is a Space ${id} already.`, change(`Call it ${free}`, { name: free }));
}

async function checkKind({ config, optionsNow }: Asked): Promise<Found> {
  const options = await optionsNow;
  const option = options.find(({ kind }) => kind === config.kind);
  if (!option) return found('unknown', 'Whether this account can have it is not known.');
  const to = option.link === null ? null : link(option.link.label, option.link.url);
  const other = options.find(({ recommended, kind }) => recommended && kind !== config.kind);
  const instead = other
    ? change(`Choose ${other.kind.replace('-', ' ')}`, {
        kind: other.kind,
        flavor: other.flavors.find(({ fit }) => fit !== 'no')?.name ?? null,
      })
    : to;
  if (option.state === 'no') return found('stops', option.reason, instead);
  const needsFlavor = config.kind === 'gpu' || config.kind === 'job';
  const flavor = option.flavors.find(({ name }) => name === config.flavor);
  if (needsFlavor && !flavor) {
    const [best] = option.flavors.filter(({ fit }) => fit !== 'no');
    const words =
      config.flavor === null ? 'No hardware is chosen.' : `The Hub does not offer ${config.flavor} for this.`;
    return found('stops', words, best ? change(`Use ${best.label}`, { flavor: best.name }) : null);
  }
  if (flavor?.fit === 'no') {
    const larger = option.flavors.find(({ fit }) => fit === 'fits');
    return found(
      'warning',
      `The model is larger than the memory of ${flavor.label}: it will most likely not start.`,
      larger ? change(`Use ${larger.label}`, { flavor: larger.name }) : null,
    );
  }
  if (option.state === 'unclear') return found('unknown', option.reason, to);
  return found(
    'ok',
    flavor
      ? `${flavor.label}${flavor.usdPerHour === null ? '' : `, ${formatUsd(flavor.usdPerHour)} an hour`}. ${option.reason}`
      : option.reason,
    null,
  );
}

async function checkCredits({ config, ownerNow, hub }: Asked): Promise<Found> {
  if (config.kind !== 'gpu' && config.kind !== 'job') return found('ok', 'It costs nothing.');
  const { identity } = await ownerNow;
  const rights = planRights(identity, config.namespace);
  const page = rights.isOrganization
    ? `/organizations/${encodeURIComponent(config.namespace)}/settings/billing`
    : '/settings/billing';
  const billing = link('Credits and billing', `${hub.address.hubUrl}${page}`);
  if (rights.mayPay === false && !rights.subscribed)
    return found('warning', `The Hub knows no means of payment of ${config.namespace}: it needs credits.`, billing);
  return found('unknown', `What credits ${config.namespace} has, the Hub says only when they are too few.`, billing);
}

async function checkBudget({ config, jobFlavors, judge, optionsNow }: Asked): Promise<Found> {
  if (config.kind === 'job') {
    const flavor = (await jobFlavors()).find(({ name }) => name === config.flavor);
    if (!flavor) return found('unknown', 'Without hardware there is no price.');
    const usd = worstUsd(flavor, config.timeoutSeconds);
    const { ok, sentence } = await judge({ worstUsd: usd });
    return found(
      ok ? 'ok' : 'stops',
      usd === null ? sentence : `At most ${formatUsd(usd)}, if it runs to its deadline. ${sentence}`,
      ok ? null : { kind: 'go', label: 'See the limits', place: '/train' },
    );
  }
  if (config.kind !== 'gpu') return found('ok', 'It costs nothing.');
  const price =
    (await optionsNow).find(({ kind }) => kind === 'gpu')?.flavors.find(({ name }) => name === config.flavor)
      ?.usdPerHour ?? null;
  const hourly = price === null ? 'Its price is not known' : `${formatUsd(price)} for each hour it is up`;
  if (config.sleepSeconds === null)
    return found(
      'warning',
      `${hourly}, and it never sleeps: it costs that day and night.`,
      change('Let it sleep after an hour', { sleepSeconds: 3_600 }),
    );
  return found('ok', `${hourly}; it sleeps when nobody asks.`);
}

async function checkModel({ config, modelNow, hub }: Asked): Promise<Found> {
  if (config.model === null)
    return config.template === 'folder'
      ? found('ok', 'Your own app chooses its model.')
      : found('stops', 'No model is chosen.');
  const model = await modelNow;
  if (model === null) return found('unknown', 'Nothing is known of the model.');
  const { facts, base, kind, problem, templates } = model;
  const baseIsShut =
    base !== null &&
    (base.access === 'asks' || base.access === 'refused') &&
    facts.access !== 'asks' &&
    facts.access !== 'refused';
  const page = baseIsShut ? link(`See ${base.model}`, base.url) : link('See the model', facts.url);
  const ownApp = config.template === 'folder' || config.kind === 'static';
  if (problem !== null) return found(ownApp ? 'warning' : 'stops', problem, page);
  if (kind === null) return found(ownApp ? 'warning' : 'stops', `There are no weights in ${facts.model}.`, page);
  if (!ownApp && !templates.some((each) => each === config.template)) {
    const [fit] = templates;
    return found(
      'warning',
      `${facts.model} is made for something else than ${config.template}.`,
      fit ? change(`Use ${fit}`, { template: fit }) : page,
    );
  }
  if (facts.quantization !== null && !ownApp)
    return found(
      'warning',
      `Its weights are quantized (${facts.quantization}): the app needs the package for that. Add it to requirements.txt if it does not start.`,
      page,
    );
  const stands = base === null ? '' : ` It is an adapter of ${base.model}.`;
  return found(
    'ok',
    `${facts.model} is there and open to you.${stands}`,
    base === null ? null : link(`See ${base.model}`, `${hub.address.hubUrl}/${base.model}`),
  );
}

async function checkAccess({ config, given, modelNow, ownerNow }: Asked): Promise<Found> {
  const missing = secretsToGive(config).filter((name) => !given.includes(name));
  if (missing.length > 0)
    return found(
      'stops',
      `${missing.join(', ')}: ${missing.length === 1 ? 'this secret has' : 'these secrets have'} no value yet.`,
    );
  if (config.access === 'own' || (config.access !== 'secret' && config.secrets.includes(tokenSecret))) {
    const { token } = await ownerNow;
    if (config.access === 'own' && token.kind !== 'read') {
      return found(
        'warning',
        'Your own token, which may also write, would be put into the app: whoever can change its files can read it. A token that may only read is safer.',
        change('Give another token', { access: 'secret' }),
      );
    }
    return found('ok', 'The app is given your token, which may only read.');
  }
  if (config.model === null && config.access === 'none')
    return found('ok', 'The app names no model, and is given no token.');
  const model = await modelNow;
  const needed = model?.needsAccess ?? null;
  if (needed === null)
    return config.access === 'none'
      ? found('ok', 'Everybody may read the model: the app is given no token.')
      : found(
          'ok',
          config.access === 'volume'
            ? 'The Hub mounts the model; the app is given no token.'
            : 'The app is given the token that you enter.',
        );
  if (config.access === 'none' && config.kind !== 'static')
    return found(
      'stops',
      needed,
      defaultAccess(model) === 'volume'
        ? change('Let the Hub mount it, without a token', { access: 'volume' })
        : change('Give it a token that may only read', { access: 'secret' }),
    );
  return found(
    'ok',
    config.access === 'volume'
      ? 'The Hub mounts the model read-only; the app is given no token.'
      : 'The app is given the token that you enter, as a secret.',
  );
}

async function checkFiles({ config, modelNow, signal }: Asked): Promise<Found> {
  if (config.kind === 'job') return found('ok', 'A job has no files of its own.');
  const model = await modelNow.catch(() => null);
  const { files, totalBytes, leftOut, sdk } = await deployFiles(config, model, signal);
  const mismatch = sdkProblem(config.kind, sdk);
  if (mismatch !== null) {
    const asPage = change('Deploy it as a static page', { kind: 'static', flavor: null });
    return found('stops', mismatch, sdk === 'static' ? asPage : null);
  }
  const app = { static: 'index.html', docker: 'Dockerfile', gradio: 'app.py' }[sdk];
  const has = files.some(({ path }) => path === app);
  const words = `${files.length} ${files.length === 1 ? 'file' : 'files'}, ${inWords(totalBytes)}, in one commit.`;
  const left =
    leftOut.length === 0
      ? ''
      : ` Left out: ${leftOut.slice(0, 3).join(', ')}${leftOut.length > 3 ? ` and ${leftOut.length - 3} more` : ''}.`;
  if (!has && config.template === 'folder')
    return found(
      'warning',
      `There is no ${app} at the top of the folder: unless README.md names another app file, the Hub finds nothing to start.${left}`,
    );
  return found(leftOut.length === 0 ? 'ok' : 'warning', `${words}${left}`);
}

async function checkReadme({ config, modelNow, hub, token, signal }: Asked): Promise<Found> {
  if (config.kind === 'job') return found('ok', 'A job has no card.');
  const model = await modelNow.catch(() => null);
  const listed = await deployFiles(config, model, signal).catch((error: unknown) => {
    if (isAppError(error) && error.code !== 'CANCELLED') return null;
    throw error;
  });
  if (listed === null) return found('unknown', 'Without the files there is no README.md to look at.');
  const { files } = listed;
  const readme = await files.find(({ path }) => path === 'README.md')?.read();
  if (readme === undefined) return found('stops', 'There is no README.md, by which the Hub knows what to start.');
  const text = typeof readme === 'string' ? readme : new TextDecoder().decode(readme);
  const { errors, warnings } = await judgeCard(hub, 'space', text, { token, signal });
  const said = (words: readonly string[]) => words.slice(0, 3).join(' ');
  if (errors.length > 0) return found('stops', `The Hub does not take the head of README.md: ${said(errors)}`);
  if (warnings.length > 0) return found('warning', `The Hub warns of the head of README.md: ${said(warnings)}`);
  return found('ok', 'The Hub understands the head of README.md.');
}

function inWords(bytes: number): string {
  if (bytes < 1_024) return `${bytes} bytes`;
  return bytes < 1_048_576 ? `${(bytes / 1_024).toFixed(1)} kB` : `${(bytes / 1_048_576).toFixed(1)} MB`;
}
