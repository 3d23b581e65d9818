// The Sandbox's stand-in for a training script that this machine cannot run. It says so first, then really trains a
// small model on the job's own dataset, prints the event lines of `event-lines.ts`, and pushes a real model repo.
// It is part of the job: it has the job's environment and token, and nothing else.
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eventLine, type EventFields, type EventKind } from './event-lines.ts';
import { HubRefused, hubFiles, type HubFiles } from './hub-files.ts';
import { cardFile, weightFiles, type TinyModel } from './tiny-model-files.ts';
import { parameterCount, TINY_SHAPE } from './tiny-network.ts';
import { trainTinyModel, type TrainingNews } from './train-tiny-model.ts';
import { BadRow, examplesOf, type Example } from './training-rows.ts';
import { readTrainingRequest, type TrainingRequest } from './training-request.ts';

export interface TinyTrainerJob {
  env: Readonly<Record<string, string | undefined>>;
  /** Of the script or command that the job wanted to run. */
  args: readonly string[];
  /** The script's text, or ''. */
  script: string;
  /** Why the real one cannot run. */
  reason: string;
  /** Puts a line for people in the log. */
  say: (line: string) => void;
  /** Puts a line in the log as it is. */
  emit: (line: string) => void;
}

const DEFAULT_LEARNING_RATE = 0.01;
const MOST_STEPS = 20_000;
const HELD_OUT_SHARE = 0.1;
const ANSWER_BYTES = 1024;

/** Gives the exit code: 0, or 1 after an `error` event. */
export async function runTinyTrainer(job: TinyTrainerJob): Promise<number> {
  const event = (kind: EventKind, fields: EventFields) => job.emit(eventLine(kind, fields, Date.now()));
  job.say(
    `The Sandbox's tiny trainer takes this job, because ${job.reason}. It really trains a small byte-level model on your dataset; it is not the model that was asked for.`,
  );
  try {
    const request = readTrainingRequest(job.env, job.args, job.script);
    if (!request)
      throw new BadRow('The tiny trainer finds no dataset in the settings, arguments or script of this job');
    await train(job, request, event);
    return 0;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const code =
      error instanceof BadRow ? 'DATA' : error instanceof HubRefused && /^40[13]/.test(message) ? 'GATED' : 'FAILED';
    event('error', { code, type: error instanceof Error ? error.constructor.name : 'Error', message });
    job.say(message);
    return 1;
  }
}

async function train(
  { env, say }: TinyTrainerJob,
  request: TrainingRequest,
  event: (kind: EventKind, fields: EventFields) => void,
): Promise<void> {
  const hub = hubFiles(env['HF_ENDPOINT'] ?? '', env['HF_TOKEN']);
  event('deps', { trainer: 'tiny', versions: { node: process.versions.node } });
  const pushTo =
    request.pushTo === undefined || request.pushTo.includes('/')
      ? request.pushTo
      : `${await hub.whoami()}/${request.pushTo}`;
  event('model', { model: request.model, parameters: parameterCount(TINY_SHAPE), dtype: 'float32', device: 'cpu' });

  const { train: rows, validation } = await readExamples(hub, request);
  event('data', {
    dataset: request.dataset,
    train: rows.length,
    validation: validation.length,
    columns: ['question', 'answer'],
  });

  const wanted = request.maxSteps ?? Math.ceil((rows.length * request.epochs) / request.rowsPerStep);
  const steps = Math.min(MOST_STEPS, Math.max(1, Math.round(wanted)));
  const plan = {
    steps,
    rowsPerStep: request.rowsPerStep,
    // Rates for a model of billions would hardly move one this small: beyond its own, only the proportion counts.
    learningRate: Math.max(request.learningRate ?? 0, DEFAULT_LEARNING_RATE),
    seed: request.seed,
    maxBytes: ANSWER_BYTES,
    evaluateEvery: request.evalSteps,
    checkpointEvery: request.saveSteps,
  };
  event('start', { max_steps: steps, epochs: request.epochs });

  const training = trainTinyModel(rows, validation, plan);
  let loss = 0;
  let evalLoss: number | undefined;
  let model: TinyModel;
  for (;;) {
    const next = training.next();
    if (next.done) {
      model = next.value;
      break;
    }
    const news = next.value;
    if (news.kind === 'eval') {
      evalLoss = news.loss;
      event('eval', { step: news.step, eval_loss: rounded(news.loss) });
    } else if (news.kind === 'checkpoint') {
      if (request.output === undefined) continue;
      const path = join(request.output, `checkpoint-${news.step}`);
      await writeFiles(path, weightFiles(news.model));
      event('checkpoint', { step: news.step, path });
    } else {
      loss = news.loss;
      if (news.step === 1 || news.step % request.loggingSteps === 0 || news.step === steps)
        event('step', stepFields(news, steps));
    }
  }

  const files = { ...weightFiles(model) };
  const card = {
    dataset: request.dataset,
    askedFor: request.model,
    steps,
    loss,
    ...(evalLoss === undefined ? {} : { evalLoss }),
  };
  const all = { ...files, 'README.md': cardFile(pushTo ?? request.output ?? 'tiny', model.shape, card) };
  if (request.output !== undefined) await writeFiles(request.output, all);
  event('save', { path: request.output ?? null, files: Object.keys(all) });
  if (pushTo === undefined) {
    say('The job names no repo to push to: the model is not kept.');
    return;
  }
  event('push', { repo: pushTo });
  await hub.createModel(pushTo, request.private);
  await hub.commit(pushTo, all, 'End of training');
  const bytes = (await hub.modelFiles(pushTo)).get('model.safetensors');
  if (bytes !== files['model.safetensors'].length)
    throw new Error('The push finished but the weights are not in the repo');
  event('verified', { repo: pushTo, files: ['model.safetensors'], bytes });
}

async function writeFiles(folder: string, files: Readonly<Record<string, Uint8Array>>): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [name, bytes] of Object.entries(files)) await writeFile(join(folder, name), bytes);
}

function stepFields(news: Extract<TrainingNews, { kind: 'step' }>, steps: number): EventFields {
  return {
    step: news.step,
    max_steps: steps,
    epoch: rounded(news.epoch),
    loss: rounded(news.loss),
    grad_norm: rounded(news.gradNorm),
    learning_rate: news.learningRate,
    num_tokens: news.bytes,
    mean_token_accuracy: rounded(news.accuracy),
  };
}

function rounded(value: number): number {
  return Math.round(value * 1e4) / 1e4;
}

/** The training and held-out examples. Without a split for it, every tenth example is held out. */
async function readExamples(
  hub: HubFiles,
  request: TrainingRequest,
): Promise<{ train: Example[]; validation: Example[] }> {
  const files = await sourceFiles(hub, request.dataset);
  const readable = files.filter(
    ({ path }) => /\.(?:jsonl|json|txt)$/.test(path) && !/(?:^|\/)(?:config|dataset_infos?|metadata)\.json$/.test(path),
  );
  if (readable.length === 0) throw new BadRow(`${request.dataset} has no .jsonl, .json or .txt file`);
  const isHeldOut = (path: string) =>
    request.evalSplit === undefined
      ? /(?:^|[-_./])(?:val|valid|validation|dev|test|eval)/.test(path)
      : path.includes(request.evalSplit);
  const named = readable.filter(({ path }) => path.includes(request.trainSplit));
  const trainFiles = named.length > 0 ? named : readable.filter(({ path }) => !isHeldOut(path));
  const heldOutFiles = readable.filter((file) => !trainFiles.includes(file) && isHeldOut(file.path));

  const train = await examplesIn(trainFiles);
  const validation = await examplesIn(heldOutFiles);
  if (train.length === 0) throw new BadRow(`${request.dataset} has nothing to train on`);
  if (validation.length > 0 || train.length < 10) return { train, validation };
  const every = Math.round(1 / HELD_OUT_SHARE);
  return {
    train: train.filter((_, index) => index % every !== 0),
    validation: train.filter((_, index) => index % every === 0),
  };
}

interface SourceFile {
  path: string;
  text(): Promise<string>;
}

async function sourceFiles(hub: HubFiles, dataset: string): Promise<SourceFile[]> {
  const stats = await stat(dataset).catch(() => undefined);
  if (!stats) return await hub.datasetFiles(dataset);
  if (stats.isFile()) return [{ path: dataset, text: () => readFile(dataset, 'utf8') }];
  const entries = await readdir(dataset, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => ({ path: entry.name, text: () => readFile(join(entry.parentPath, entry.name), 'utf8') }));
}

async function examplesIn(files: readonly SourceFile[]): Promise<Example[]> {
  const examples: Example[] = [];
  for (const file of files) {
    const text = (await file.text()).replace(/^\uFEFF/, '');
    if (file.path.endsWith('.txt')) {
      for (const passage of text.split(/\n\s*\n/))
        if (passage.trim() !== '') examples.push({ question: '', answer: passage.trim() });
      continue;
    }
    for (const [index, value] of rowsOf(text, file.path).entries()) examples.push(...examplesOf(value, index + 1));
  }
  return examples;
}

function rowsOf(text: string, path: string): unknown[] {
  try {
    if (text.trimStart().startsWith('[')) {
      const all: unknown = JSON.parse(text);
      return Array.isArray(all) ? all : [all];
    }
  } catch {
    throw new BadRow(`${path} is not valid JSON`);
  }
  const rows: unknown[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    try {
      rows.push(JSON.parse(line));
    } catch {
      throw new BadRow(`Line ${index + 1} of ${path} is not valid JSON`);
    }
  }
  return rows;
}
