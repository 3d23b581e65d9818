// The Sandbox's stand-in for a training script that this machine cannot run. It says so first, then really trains a
// small model on the job's own dataset, prints the event lines of `event-lines.ts`, and pushes a real model repo.
// It is part of the job: it has the job's environment and token, and nothing else.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eventLine, type EventFields, type EventKind } from './event-lines.ts';
import { HubRefused, hubFiles, type HubFiles } from './hub-files.ts';
import { cardFile, weightFiles, type TinyModel } from './tiny-model-files.ts';
import { parameterCount, TINY_SHAPE } from './tiny-network.ts';
import { lastCheckpoint, writeCheckpoint } from './tiny-checkpoints.ts';
import { readTinyDataset } from './tiny-dataset.ts';
import { trainTinyModel, type TrainingNews } from './train-tiny-model.ts';
import { BadRow } from './training-rows.ts';
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
const ANSWER_BYTES = 1024;

/** The upload did not end well. */
class PushFailed extends Error {}

/** What the tiny trainer makes of what only a real one can do. */
const INSTEAD: Readonly<Record<string, string>> = {
  dpo: 'It learns the chosen answers, and nothing from the rejected ones.',
  kto: 'It learns the answers that were found good, and nothing from the others.',
  grpo: 'It makes no answers to be rewarded: it learns the prompts themselves.',
};

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
    const row = error instanceof BadRow && error.row !== undefined ? { row: error.row } : {};
    event('error', {
      code: codeOf(error),
      type: error instanceof Error ? error.constructor.name : 'Error',
      message,
      ...row,
    });
    job.say(message);
    return 1;
  }
}

function codeOf(error: unknown): string {
  if (error instanceof BadRow) return 'DATA';
  if (error instanceof PushFailed) return 'PUSH';
  return error instanceof HubRefused && /^40[13]/.test(error.message) ? 'GATED' : 'FAILED';
}

async function train(
  { env, say }: TinyTrainerJob,
  request: TrainingRequest,
  event: (kind: EventKind, fields: EventFields) => void,
): Promise<void> {
  if (request.pushTo !== undefined && !request.smoke && !env['HF_TOKEN']) {
    throw new PushFailed('The job has no token: what it trains could not be pushed. Give it HF_TOKEN as a secret.');
  }
  const hub = hubFiles(env['HF_ENDPOINT'] ?? '', env['HF_TOKEN']);
  event('deps', { trainer: 'tiny', versions: { node: process.versions.node } });
  const pushTo =
    request.pushTo === undefined || request.pushTo.includes('/')
      ? request.pushTo
      : `${await hub.whoami()}/${request.pushTo}`;
  event('model', { model: request.model, parameters: parameterCount(TINY_SHAPE), dtype: 'float32', device: 'cpu' });

  const { train: rows, validation, ...told } = await readTinyDataset(hub, request);
  event('data', {
    dataset: request.dataset,
    train: told.trainRows,
    validation: told.validationRows,
    columns: told.columns,
  });
  const instead = INSTEAD[request.method ?? ''];
  if (instead !== undefined) {
    say(instead);
    event('note', {
      code: 'METHOD',
      message: `The tiny trainer cannot do ${request.method?.toUpperCase()}. ${instead}`,
    });
  }

  const wanted = request.maxSteps ?? Math.ceil((rows.length * request.epochs) / request.rowsPerStep);
  const steps = Math.min(MOST_STEPS, Math.max(1, Math.round(wanted)));
  const { output } = request;
  const start = output === undefined || request.smoke ? undefined : await lastCheckpoint(output);
  if (start) say(`Going on from ${start.path}.`);
  const plan = {
    ...(start ? { start } : {}),
    steps,
    rowsPerStep: request.rowsPerStep,
    // Rates for a model of billions would hardly move one this small: beyond its own, only the proportion counts.
    learningRate: Math.max(request.learningRate ?? 0, DEFAULT_LEARNING_RATE),
    seed: request.seed,
    maxBytes: ANSWER_BYTES,
    evaluateEvery: request.evalSteps,
    checkpointEvery: request.saveSteps,
  };
  /** What was asked for is what is told. */
  const toldRate = (request.learningRate ?? plan.learningRate) / plan.learningRate;
  event('start', { max_steps: steps, epochs: request.epochs, ...(start ? { resumed_from: start.step } : {}) });

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
      if (output === undefined || !request.saves) continue;
      const path = await writeCheckpoint(output, news.step, news.model, request.saveLimit);
      event('checkpoint', { step: news.step, path });
    } else {
      loss = news.loss;
      if (news.step === 1 || news.step % request.loggingSteps === 0 || news.step === steps)
        event('step', { ...stepFields(news, steps), learning_rate: news.learningRate * toldRate });
    }
  }

  if (request.smoke) {
    event('smoke', { steps, peakGpuBytes: null });
    return;
  }
  const files = { ...weightFiles(model) };
  const card = {
    dataset: request.dataset,
    askedFor: request.model,
    steps,
    loss,
    ...(evalLoss === undefined ? {} : { evalLoss }),
  };
  const all = { ...files, 'README.md': cardFile(pushTo ?? output ?? 'tiny', model.shape, card) };
  if (output !== undefined) await writeFiles(output, all);
  event('save', { path: output ?? null, files: Object.keys(all) });
  if (pushTo === undefined) {
    say('The job names no repo to push to: the model is not kept.');
    return;
  }
  event('push', { repo: pushTo });
  const bytes = await push(hub, pushTo, request.private, all).catch((error: unknown) => {
    throw new PushFailed(error instanceof Error ? error.message : String(error));
  });
  if (bytes !== files['model.safetensors'].length)
    throw new PushFailed('The push finished but the weights are not in the repo');
  const sizes = { 'model.safetensors': bytes };
  event('verified', { repo: pushTo, files: Object.keys(sizes), sizes, bytes, kind: 'full' });
}

/** Gives the size of the weights as the Hub has them. */
async function push(
  hub: HubFiles,
  repo: string,
  isPrivate: boolean,
  files: Readonly<Record<string, Uint8Array>>,
): Promise<number | undefined> {
  await hub.createModel(repo, isPrivate);
  await hub.commit(repo, files, 'End of training');
  return (await hub.modelFiles(repo)).get('model.safetensors');
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
    num_tokens: news.bytes,
    mean_token_accuracy: rounded(news.accuracy),
  };
}

function rounded(value: number): number {
  return Math.round(value * 1e4) / 1e4;
}
