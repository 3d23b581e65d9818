// What there is to know of a model before it is trained, from its own pages and
// files; and whether it can be, in one sentence.
import { type ErrorCode, isAppError } from '@hubdesk/shared/errors';
import type { ModelFacts } from '@hubdesk/shared/train/run-facts';
import type { HubClient } from '../../hub/hub-client.ts';
import {
  fetchAdapterBase,
  fetchModelConfig,
  fetchModelSource,
  hasTemplateInConfig,
  type ModelConfig,
  type ModelSource,
  touchFile,
} from '../../hub/model-source.ts';
import type { Secret } from '../../secrets/secret.ts';
import { parametersFromConfig, sizesOf } from './parameter-count.ts';

interface Call {
  token: Secret | null;
  signal?: AbortSignal | undefined;
}

const manyParameters = 35e9;
/** Everybody may read these, also where the rest is closed. */
const openFiles = new Set(['README.md', '.gitattributes', 'LICENSE']);

/** Rejects with NOT_FOUND, and with what keeps the Hub from being asked. A closed door is an answer. */
export async function readModelFacts(hub: HubClient, model: string, call: Call): Promise<ModelFacts> {
  const source = await fetchModelSource(hub, model, call);
  const revision = source.commit ?? 'main';
  const has = (path: string) => source.files.includes(path);
  const { access, config } = await open(hub, source, revision, call);
  const isOpen = access === 'open' || access === 'let-in';
  const [base, hasChatTemplate] = await Promise.all([
    isOpen && has('adapter_config.json') ? optional(fetchAdapterBase(hub, source.id, revision, call), null) : null,
    has('chat_template.jinja') ||
      has('chat_template.json') ||
      (isOpen &&
        has('tokenizer_config.json') &&
        optional(hasTemplateInConfig(hub, source.id, revision, call), source.tags.includes('conversational'))),
  ]);
  const baseModel = isAdapter(source) ? (base ?? taggedBase(source)) : null;
  const sizes = sizesOf(config);
  const facts = {
    model: source.id,
    url: `${hub.address.hubUrl}/${source.id}`,
    parameters: source.parameters ?? (isAdapter(source) ? null : parametersFromConfig(config)),
    dtype: source.dtype ?? config?.dtype ?? config?.torch_dtype ?? null,
    license: source.tags.find((tag) => tag.startsWith('license:'))?.slice('license:'.length) ?? null,
    access,
    architecture: config?.architectures?.[0] ?? null,
    family: config?.model_type ?? null,
    hiddenSize: sizes.hidden,
    layers: sizes.layers,
    vocabulary: sizes.vocabulary,
    contextLength: sizes.contextLength,
    hasChatTemplate: hasChatTemplate || (!isOpen && source.tags.includes('conversational')),
    quantization: quantizationOf(config),
    baseModel,
    warm: source.warm,
  };
  return { ...facts, trainable: verdictOn(facts, source, config) };
}

/** What of a model may stay unknown does; an end of the whole is an end. */
async function optional<T>(work: Promise<T>, otherwise: T): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (isAppError(error) && error.code !== 'CANCELLED') return otherwise;
    throw error;
  }
}

async function open(
  hub: HubClient,
  source: ModelSource,
  revision: string,
  call: Call,
): Promise<{ access: ModelFacts['access']; config: ModelConfig | null }> {
  const inside = source.gated ? 'let-in' : 'open';
  try {
    if (source.files.includes('config.json') || source.files.length === 0)
      return { access: inside, config: await fetchModelConfig(hub, source.id, revision, call) };
    const closed = source.gated ? source.files.find((path) => !openFiles.has(path)) : undefined;
    if (closed !== undefined) await touchFile(hub, source.id, revision, closed, call);
    return { access: inside, config: null };
  } catch (error) {
    if (!isAppError(error) || error.code === 'CANCELLED') throw error;
    return { access: accessAfter(error.code, source.gated), config: null };
  }
}

function accessAfter(code: ErrorCode, gated: boolean): ModelFacts['access'] {
  if (code === 'GATED') return 'asks';
  if (code === 'MISSING_PERMISSION' || code === 'ORG_RESTRICTED') return 'refused';
  return gated ? 'unknown' : 'open';
}

function isAdapter({ library, files }: ModelSource): boolean {
  return files.includes('adapter_config.json') || library === 'peft';
}

/** `base_model:adapter:Qwen/Qwen3-0.6B`. */
function taggedBase({ tags }: ModelSource): string | null {
  const tag = tags.find((each) => each.startsWith('base_model:adapter:')) ?? tags.find((each) => each.startsWith('base_model:'));
  return tag?.split(':').at(-1) ?? null;
}

/** `gptq 4-bit`, `fp8`; null for weights as they were trained. */
function quantizationOf(config: ModelConfig | null): string | null {
  const found = config?.quantization_config;
  if (!found) return null;
  const method = found.quant_method ?? 'quantized';
  const bits = found.bits ?? (method === 'bitsandbytes' ? (found.load_in_4bit ? 4 : 8) : method === 'mxfp4' ? 4 : null);
  return bits === null || method === 'mxfp4' ? method : `${method} ${bits}-bit`;
}

function verdictOn(
  facts: Omit<ModelFacts, 'trainable'>,
  source: ModelSource,
  config: ModelConfig | null,
): ModelFacts['trainable'] {
  const no = (reason: string) => ({ state: 'no' as const, reason });
  const care = (reason: string) => ({ state: 'with-care' as const, reason });
  const weights = source.files.some((path) => /\.(?:safetensors|bin|pt)$/.test(path));
  const gguf = source.files.some((path) => path.endsWith('.gguf'));
  if (isAdapter(source))
    return no(
      facts.baseModel === null
        ? 'It is only an adapter: choose the model it was made for.'
        : `It is only an adapter of ${facts.baseModel}: train that one.`,
    );
  if (source.library === 'gguf' || (gguf && !(weights && config))) return no('It is only there as GGUF, which is for running: choose the model it was made from.');
  if (source.files.length > 0 && !weights) return no('It has no weights that can be trained.');
  if (['diffusers', 'sentence-transformers', 'timm'].includes(source.library ?? ''))
    return no('It is not a model that writes text.');
  if (config && !facts.architecture?.match(/CausalLM|ConditionalGeneration|LMHeadModel/) && facts.architecture !== null)
    return no(`It is a ${facts.architecture}, which does not write text.`);
  if (source.pipeline && !textTasks.has(source.pipeline)) return no(`It is made for ${source.pipeline.replaceAll('-', ' ')}, not for writing text.`);
  if (facts.quantization !== null)
    return care(
      facts.quantization.startsWith('bitsandbytes')
        ? `Its weights are in ${facts.quantization}: only QLoRA trains it.`
        : `Its weights are quantized (${facts.quantization}): choose the original if there is one, or try QLoRA.`,
    );
  if (config?.auto_map !== undefined) return care('It brings code of its own, which a run does not execute unless your own script allows it.');
  if (facts.architecture?.includes('ConditionalGeneration'))
    return care('It also takes pictures or sound; only its text is trained here.');
  if (facts.parameters === null) return care('Nobody says how large it is: try it with a smoke run first.');
  if (facts.parameters > manyParameters) return care('It is very large: even QLoRA needs the largest cards.');
  return {
    state: 'yes',
    reason: facts.hasChatTemplate
      ? 'It can be trained, and has a chat template.'
      : 'It can be trained. It has no chat template of its own: conversations get a simple one.',
  };
}

const textTasks = new Set(['text-generation', 'image-text-to-text', 'any-to-any', 'conversational', 'audio-text-to-text', 'video-text-to-text']);
