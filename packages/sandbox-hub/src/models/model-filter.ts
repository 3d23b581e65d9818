// The filters of `GET /api/models` as one test on a model. All of them must hold.
// A value that the Hub would not understand is a 400 that says so.
import type { Query } from '../http/query.ts';
import { Refusal } from '../http/reply.ts';
import { isWarm, type ModelRecord } from './model-record.ts';

/** `readable` are the namespaces whose private models the caller may see. */
export function modelFilter(query: Query, readable: ReadonlySet<string>): (model: ModelRecord) => boolean {
  const tests: ((model: ModelRecord) => boolean)[] = [(model) => !model.private || readable.has(model.author)];

  const words = (query.first('search') ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length > 0) {
    tests.push((model) => {
      const id = model.id.toLowerCase();
      return words.every((word) => id.includes(word));
    });
  }
  const author = query.first('author');
  if (author) tests.push((model) => model.author === author);

  const task = query.first('pipeline_tag');
  if (task) tests.push((model) => model.pipelineTag === task);

  const tags = query.list('filter');
  if (tags.length > 0) tests.push((model) => tags.every((tag) => model.tags.includes(tag)));

  const inference = query.first('inference');
  if (inference !== undefined) {
    if (inference !== 'warm') throw new Refusal(400, `Invalid value for "inference": expected "warm"`);
    tests.push(isWarm);
  }
  const providers = query.list('inference_provider');
  if (providers.includes('all')) tests.push(isWarm);
  else if (providers.length > 0) {
    tests.push((model) => model.servings.some((serving) => providers.includes(serving.provider)));
  }
  const apps = query.list('apps');
  if (apps.length > 0) tests.push((model) => appsOf(model).some((app) => apps.includes(app)));

  const gated = query.flag('gated');
  if (gated !== undefined) tests.push((model) => (model.gated !== false) === gated);

  const size = query.first('num_parameters');
  if (size) {
    const { min, max } = parameterRange(size);
    tests.push((model) => model.parameters > 0 && model.parameters >= min && model.parameters <= max);
  }
  return (model) => tests.every((test) => test(model));
}

function appsOf(model: ModelRecord): readonly string[] {
  if (model.tags.includes('gguf')) return ['llama.cpp', 'lmstudio', 'jan', 'ollama'];
  if (model.library === 'mlx') return ['mlx-lm', 'lmstudio'];
  return model.library === 'transformers' && model.pipelineTag === 'text-generation' ? ['vllm', 'sglang'] : [];
}

const UNITS: Readonly<Record<string, number>> = { '': 1, K: 1e3, M: 1e6, B: 1e9, T: 1e12 };

/** `min:1B,max:8B`, either part alone, or one number for exactly that many. */
function parameterRange(text: string): { min: number; max: number } {
  const range = { min: 0, max: Infinity };
  for (const part of text.split(',')) {
    const [, bound, digits, unit] = /^(?:(min|max):)?(\d+(?:\.\d+)?)([KMBT]?)$/i.exec(part.trim()) ?? [];
    if (digits === undefined) throw new Refusal(400, `Invalid value for "num_parameters": "${text}"`);
    const count = Number(digits) * (UNITS[(unit ?? '').toUpperCase()] ?? 1);
    if (bound !== 'max') range.min = count;
    if (bound !== 'min') range.max = count;
  }
  return range;
}
