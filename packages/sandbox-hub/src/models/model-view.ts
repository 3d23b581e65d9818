// A model as `/api/models` shows it: the default fields, those of `full`/`config`/`cardData`, or those of `expand`.
import { hexId, shaOf } from '../ids.ts';
import { Refusal } from '../http/reply.ts';
import { modelTypeOf, templateFiles } from './template-files.ts';
import { blobOid } from '../repos/git-oid.ts';
import { isWarm, type ModelRecord, type Serving } from './model-record.ts';

type View = Record<string, unknown>;

// Every field that `expand` may name. A function that gives undefined leaves its field out, as the Hub does.
const FIELDS: Readonly<Record<string, (model: ModelRecord) => unknown>> = {
  author: (model) => model.author,
  baseModels: () => undefined,
  cardData: (model) => ({
    license: model.license,
    library_name: model.library,
    pipeline_tag: model.pipelineTag,
    language: model.tags.filter((tag) => /^[a-z]{2}$/.test(tag)),
  }),
  childrenModelCount: () => ({ adapter: 0, merge: 0, quantized: 0, finetune: 0 }),
  config: (model) => (model.library === 'transformers' ? { model_type: modelTypeOf(model) } : undefined),
  createdAt: (model) => iso(model.createdAt),
  disabled: () => false,
  downloads: (model) => model.downloads,
  downloadsAllTime: (model) => model.downloads * 9,
  evalResults: () => undefined,
  gated: (model) => model.gated,
  gguf: () => undefined,
  inference: (model) => (isWarm(model) ? 'warm' : undefined),
  lastModified: (model) => iso(model.lastModified),
  library_name: (model) => model.library,
  likes: (model) => model.likes,
  mask_token: () => undefined,
  'model-index': () => null,
  pipeline_tag: (model) => model.pipelineTag,
  private: (model) => model.private,
  resourceGroup: () => undefined,
  safetensors: (model) =>
    model.parameters > 0 ? { parameters: { BF16: model.parameters }, total: model.parameters } : undefined,
  sha: (model) => shaOf(model.id),
  siblings: (model) => filesOf(model).map(({ rfilename }) => ({ rfilename })),
  spaces: () => [],
  tags: (model) => model.tags,
  transformersInfo: (model) =>
    model.library === 'transformers' && model.pipelineTag === 'text-generation'
      ? { auto_model: 'AutoModelForCausalLM', pipeline_tag: model.pipelineTag, processor: 'AutoTokenizer' }
      : undefined,
  trendingScore: (model) => model.trendingScore,
  usedStorage: (model) => filesOf(model).reduce((sum, file) => sum + file.size, 0),
  widgetData: () => undefined,
};
const MAPPING = 'inferenceProviderMapping';
// The Hub's wire name that no client of ours reads, but the JS client may ask for.
const IGNORED = ['gitalyUid'];

const LISTED = ['likes', 'trendingScore', 'private', 'downloads', 'tags', 'pipeline_tag', 'library_name', 'createdAt'];
const FULL = [...LISTED, 'author', 'sha', 'lastModified', 'gated', 'disabled', 'siblings'];
const TOLD = [
  ...FULL.filter((field) => field !== 'trendingScore'),
  'model-index',
  'config',
  'cardData',
  'transformersInfo',
  'safetensors',
  'spaces',
  'usedStorage',
  'inference',
];

export interface ListWish {
  expand: readonly string[];
  full: boolean;
  config: boolean;
  cardData: boolean;
}

/** A row of a listing. `inferenceProviderMapping` is an array here. */
export function listedModel(wish: ListWish): (model: ModelRecord) => View {
  const fields = wish.expand.length > 0 ? known(wish.expand) : [...(wish.full ? FULL : LISTED)];
  if (wish.expand.length === 0) {
    if (wish.config) fields.push('config');
    if (wish.cardData) fields.push('cardData');
  }
  return (model) => {
    const view = pick(model, fields);
    if (wish.expand.includes(MAPPING)) {
      view[MAPPING] = model.servings.map((serving) => ({
        provider: serving.provider,
        ...mappingEntry(model, serving),
      }));
    }
    return view;
  };
}

/** One model told in full. `inferenceProviderMapping` is an object keyed by provider here. */
export function toldModel(model: ModelRecord, expand: readonly string[], withBlobs: boolean): View {
  const view = pick(model, expand.length > 0 ? known(expand) : TOLD);
  if (expand.includes(MAPPING) && model.servings.length > 0) {
    view[MAPPING] = Object.fromEntries(
      model.servings.map((serving) => [serving.provider, mappingEntry(model, serving)]),
    );
  }
  if (withBlobs && expand.length === 0) view.siblings = filesOf(model);
  return view;
}

function pick(model: ModelRecord, fields: readonly string[]): View {
  const view: View = { _id: model.repoId ?? hexId('model', model.serial), id: model.id, modelId: model.id };
  for (const field of fields) {
    const value = FIELDS[field]?.(model);
    if (value !== undefined) view[field] = value;
  }
  return view;
}

function known(expand: readonly string[]): string[] {
  for (const field of expand) {
    if (!Object.hasOwn(FIELDS, field) && field !== MAPPING && !IGNORED.includes(field)) {
      throw new Refusal(400, `Invalid value for "expand": "${field}" is not one of ${Object.keys(FIELDS).join(', ')}`);
    }
  }
  return [...expand];
}

function mappingEntry(model: ModelRecord, serving: Serving): View {
  return {
    status: serving.status,
    providerId: serving.providerId ?? model.id,
    task: serving.task,
    isModelAuthor: serving.isModelAuthor,
  };
}

function filesOf(model: ModelRecord): { rfilename: string; size: number; blobId: string }[] {
  const { files, hollow } = templateFiles(model);
  return [
    ...Object.entries(files).map(([rfilename, text]) => {
      const bytes = Buffer.from(text);
      return { rfilename, size: bytes.length, blobId: blobOid(bytes) };
    }),
    ...Object.entries(hollow).map(([rfilename, size]) => ({
      rfilename,
      size,
      blobId: shaOf(`${model.id}/${rfilename}`),
    })),
  ];
}

function iso(epochMs: number): string {
  return new Date(epochMs).toISOString();
}
