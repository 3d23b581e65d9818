// What there is to know of a model before it is deployed: whether there are weights, what it stands on, how it can be
// asked, and whether an app may read it.
import { type ErrorCode, isAppError } from '@hubdesk/shared/errors';
import type { DeployTemplate } from '@hubdesk/shared/spaces/deploy-kinds';
import type { DeployModel } from '@hubdesk/shared/spaces/deployment';
import type { ModelFacts } from '@hubdesk/shared/train/run-facts';
import type { HubClient } from '../hub/hub-client.ts';
import { fetchModelSource, type ModelSource } from '../hub/model-source.ts';
import { fetchModelWeights, type ModelWeights } from '../hub/model-weights.ts';
import type { Secret } from '../secrets/secret.ts';
import { readModelFacts } from '../train/facts/model-facts.ts';

interface Call {
  token: Secret | null;
  signal?: AbortSignal | undefined;
}

/** Rejects with NOT_FOUND, and with what keeps the Hub from being asked. A closed door is an answer. */
export async function deployModel(hub: HubClient, model: string, call: Call): Promise<DeployModel> {
  const [facts, source, weights] = await Promise.all([
    readModelFacts(hub, model, call),
    fetchModelSource(hub, model, call),
    fetchModelWeights(hub, model, call).catch(whereClosed),
  ]);
  const base = facts.baseModel === null ? null : await baseOf(hub, facts.baseModel, call);
  const isAdapter = facts.baseModel !== null || weights?.kind === 'adapter';
  const kind =
    weights === null ? (isAdapter ? 'adapter' : 'full') : weights.kind === null ? null : isAdapter ? 'adapter' : 'full';
  const templates = templatesOf(source, facts);
  const found = {
    facts,
    private: source.private,
    kind,
    weightsBytes: weights === null ? null : weights.files.reduce((sum, { bytes }) => sum + bytes, 0),
    base,
    task: source.pipeline,
    templates,
  } satisfies Partial<DeployModel>;
  return { ...found, problem: problemOf(found, source, weights), needsAccess: needsAccess(found) };
}

const closed: readonly ErrorCode[] = ['GATED', 'MISSING_PERMISSION', 'ORG_RESTRICTED', 'NOT_FOUND'];

function whereClosed(error: unknown): null {
  if (isAppError(error) && closed.includes(error.code)) return null;
  throw error;
}

/** As the Hub has them; those of the first years have no owner. */
const isRepoName = /^[A-Za-z0-9][\w.-]*(?:\/[A-Za-z0-9][\w.-]*)?$/;

async function baseOf(hub: HubClient, model: string, call: Call): Promise<DeployModel['base']> {
  // A folder of whoever trained it, as often as not: nothing that could be asked for.
  if (!isRepoName.test(model)) return { model, private: false, access: 'refused', url: hub.address.hubUrl };
  const url = `${hub.address.hubUrl}/${model}`;
  try {
    const [{ access }, source] = await Promise.all([
      readModelFacts(hub, model, call),
      fetchModelSource(hub, model, call),
    ]);
    return { model, private: source.private, access, url };
  } catch (error) {
    if (isAppError(error) && error.code !== 'CANCELLED')
      return { model, private: false, access: closed.includes(error.code) ? 'refused' : 'unknown', url };
    throw error;
  }
}

const tasks: Readonly<Record<string, readonly DeployTemplate[]>> = {
  'feature-extraction': ['embeddings'],
  'sentence-similarity': ['embeddings'],
  'text-classification': ['classification'],
};
const writing = new Set([
  'text-generation',
  'conversational',
  'text2text-generation',
  'image-text-to-text',
  'any-to-any',
]);

function templatesOf(
  { pipeline, library, tags }: ModelSource,
  { architecture, hasChatTemplate, baseModel }: ModelFacts,
): DeployTemplate[] {
  const named = pipeline === null ? undefined : tasks[pipeline];
  if (named) return [...named];
  const writes =
    (pipeline !== null && writing.has(pipeline)) ||
    (pipeline === null &&
      (baseModel !== null || /CausalLM|LMHeadModel|ConditionalGeneration/.test(architecture ?? '')));
  if (writes)
    return hasChatTemplate || tags.includes('conversational') ? ['chat', 'completion'] : ['completion', 'chat'];
  if (pipeline !== null) return [];
  if (architecture?.endsWith('SequenceClassification')) return ['classification'];
  if (library === 'sentence-transformers' || /(?:Bert|Roberta|MPNet|XLMRoberta|Qwen\d?)Model$/.test(architecture ?? ''))
    return ['embeddings'];
  return [];
}

type Found = Omit<DeployModel, 'problem' | 'needsAccess'>;

function problemOf(
  { facts, kind, base, templates, task }: Found,
  { files, library }: ModelSource,
  weights: ModelWeights | null,
): string | null {
  const { model, access } = facts;
  if (access === 'asks')
    return `${model} is shared only with people its owners let in: ask for access on its page first.`;
  if (access === 'refused') return `This token may not read ${model}.`;
  if (kind === null && weights !== null) {
    const gguf = library === 'gguf' || files.some((path) => path.endsWith('.gguf'));
    if (gguf)
      return `${model} is only there as GGUF, which the generated apps do not read: choose the model it was made from.`;
    return `There are no weights in ${model} yet: nothing could answer.`;
  }
  if (kind === 'adapter' && base === null) return `${model} is an adapter and does not say of which model.`;
  if (base !== null && !isRepoName.test(base.model))
    return `${model} is an adapter of “${base.model}”, which is no model on the Hub. Merge it with what it was trained on, and push that.`;
  if (base !== null && base.access === 'asks')
    return `${model} stands on ${base.model}, which is shared only with people its owners let in: ask for access on its page first.`;
  if (base !== null && base.access === 'refused')
    return `${model} stands on ${base.model}, which is not there or which this token may not read.`;
  if (templates.length === 0)
    return `${model} is made for ${task === null ? 'something else' : task.replaceAll('-', ' ')}, which none of the generated apps does. An app of your own can use it.`;
  return null;
}

function needsAccess({ facts, private: isPrivate, base }: Found): string | null {
  if (isPrivate) return `${facts.model} is private: the app needs a token that may read it, or has it mounted.`;
  if (facts.access === 'let-in')
    return `${facts.model} is open to you and not to everybody: the app needs a token of somebody who was let in, or has it mounted.`;
  if (base === null) return null;
  if (base.private) return `${base.model}, on which it stands, is private: the app needs a token that may read it.`;
  if (base.access === 'let-in')
    return `${base.model}, on which it stands, is open to you and not to everybody: the app needs a token of somebody who was let in.`;
  return null;
}
