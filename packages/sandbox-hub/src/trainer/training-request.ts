// What a training job asks for, as far as the tiny trainer can tell: from an environment variable that holds the
// run's settings as JSON, from the words of a `trl` command, or from the script itself. It guesses no dataset.
import { z } from 'zod';

export interface TrainingRequest {
  /** A dataset repo, or a file or folder of this machine. */
  dataset: string;
  model: string;
  /** Where the result is pushed; nowhere when absent. */
  pushTo?: string;
  private: boolean;
  /** A folder for checkpoints and the result. */
  output?: string;
  maxSteps?: number;
  epochs: number;
  rowsPerStep: number;
  learningRate?: number;
  loggingSteps: number;
  evalSteps: number;
  saveSteps: number;
  seed: number;
  /** Undefined: the usual one. */
  trainSplit?: string;
  /** Null: nothing is evaluated. Undefined: what there is, or some of the rows. */
  evalSplit?: string | null;
  datasetConfig?: string;
  /** Two steps to see whether it works: nothing is kept or pushed. */
  smoke: boolean;
  /** False: no checkpoints. */
  saves: boolean;
  /** How many checkpoints are kept; undefined: all. */
  saveLimit?: number;
  method?: string;
}

const number = z.preprocess((value) => (typeof value === 'string' && value !== '' ? Number(value) : value), z.number());
const flag = z.preprocess(
  (value) => (value === 'true' || value === 'True' ? true : value === 'false' ? false : value),
  z.boolean(),
);
const word = z.string().min(1);

// The names of TRL's own settings first, then the short ones.
const NAMES = {
  dataset: ['dataset_name', 'dataset', 'dataset_id', 'data'],
  model: ['model_name_or_path', 'model', 'model_id', 'base_model'],
  pushTo: ['hub_model_id', 'push_to', 'output_repo'],
  output: ['output_dir', 'out'],
  private: ['hub_private_repo', 'private'],
  maxSteps: ['max_steps', 'steps'],
  epochs: ['num_train_epochs', 'epochs'],
  batch: ['per_device_train_batch_size', 'batch_size', 'bs'],
  accumulation: ['gradient_accumulation_steps', 'ga'],
  learningRate: ['learning_rate', 'lr'],
  loggingSteps: ['logging_steps'],
  evalSteps: ['eval_steps'],
  saveSteps: ['save_steps'],
  seed: ['seed'],
  trainSplit: ['dataset_train_split', 'train_split', 'split'],
  evalSplit: ['dataset_test_split', 'eval_split', 'validation_split'],
  datasetConfig: ['dataset_config'],
  kind: ['kind'],
  method: ['method'],
  saveStrategy: ['save_strategy'],
  saveLimit: ['save_total_limit'],
} as const;

/** Undefined when nothing names a dataset. */
export function readTrainingRequest(
  env: Readonly<Record<string, string | undefined>>,
  args: readonly string[],
  script: string,
): TrainingRequest | undefined {
  const settings = [
    settingsOfArgs(args),
    settingsAtTop(script),
    ...settingsOfEnvironment(env),
    settingsOfScript(script),
  ].filter((each) => each !== undefined);
  const pick = <Type>(names: readonly string[], schema: z.ZodType<Type>): Type | undefined => {
    for (const each of settings) {
      for (const name of names) {
        const value = schema.safeParse(each[name]);
        if (value.success) return value.data;
      }
    }
    return undefined;
  };
  const dataset = pick(NAMES.dataset, word);
  if (dataset === undefined) return undefined;
  const steps = pick(NAMES.maxSteps, number);
  const [pushTo, output, learningRate] = [
    pick(NAMES.pushTo, word),
    word.optional().parse(env['HUBDESK_OUTPUT']) ?? pick(NAMES.output, word),
    pick(NAMES.learningRate, number),
  ];
  const evalSplit = pick(NAMES.evalSplit, word.nullable());
  const trainSplit = pick(NAMES.trainSplit, word);
  const datasetConfig = pick(NAMES.datasetConfig, word);
  const saveLimit = pick(NAMES.saveLimit, number);
  const method = pick(NAMES.method, word);
  return {
    dataset,
    model: pick(NAMES.model, word) ?? 'a model that the job does not name',
    private: pick(NAMES.private, flag) ?? false,
    epochs: pick(NAMES.epochs, number) ?? 3,
    rowsPerStep: Math.max(1, (pick(NAMES.batch, number) ?? 8) * (pick(NAMES.accumulation, number) ?? 1)),
    loggingSteps: Math.max(1, pick(NAMES.loggingSteps, number) ?? 5),
    evalSteps: Math.max(1, pick(NAMES.evalSteps, number) ?? 50),
    saveSteps: Math.max(1, pick(NAMES.saveSteps, number) ?? 100),
    seed: pick(NAMES.seed, number) ?? 42,
    smoke: pick(NAMES.kind, word) === 'smoke',
    saves: pick(NAMES.saveStrategy, word) !== 'no',
    ...(trainSplit === undefined ? {} : { trainSplit }),
    ...(datasetConfig === undefined ? {} : { datasetConfig }),
    ...(saveLimit === undefined ? {} : { saveLimit }),
    ...(method === undefined ? {} : { method }),
    ...(pushTo === undefined ? {} : { pushTo }),
    ...(output === undefined ? {} : { output }),
    ...(steps !== undefined && steps > 0 ? { maxSteps: steps } : {}),
    ...(learningRate === undefined ? {} : { learningRate }),
    ...(evalSplit === undefined ? {} : { evalSplit }),
  };
}

type Settings = Readonly<Record<string, unknown>>;

function settingsOfArgs(args: readonly string[]): Settings {
  const settings: Record<string, unknown> = {};
  for (const [index, argument] of args.entries()) {
    const [, name, given] = /^--([\w-]+)(?:=(.*))?$/s.exec(argument) ?? [];
    if (name === undefined) continue;
    const next = args[index + 1];
    settings[name.replaceAll('-', '_')] = given ?? (next === undefined || next.startsWith('--') ? true : next);
  }
  return settings;
}

function* settingsOfEnvironment(env: Readonly<Record<string, string | undefined>>): Generator<Settings> {
  for (const [name, value] of Object.entries(env)) {
    // What the run is, for programs that follow it: no settings of a script.
    if (name === 'HUBDESK_CONFIG' || !value?.trimStart().startsWith('{')) continue;
    try {
      const settings = z.record(z.string(), z.unknown()).safeParse(JSON.parse(value));
      if (settings.success && NAMES.dataset.some((name) => name in settings.data)) yield settings.data;
    } catch {
      // Some other variable that only looks like JSON.
    }
  }
}

/** The lines of `SETTINGS = dict(…)`, by which a script of Hubdesk's says what it does; undefined without them. */
function settingsAtTop(script: string): Settings | undefined {
  const [, block] = /^SETTINGS = dict\(\r?\n([\s\S]*?)^\)/m.exec(script) ?? [];
  if (block === undefined) return undefined;
  const settings: Record<string, unknown> = {};
  for (const [, name = '', literal = ''] of block.matchAll(/^ {4}(\w+)=(.*),\r?$/gm)) settings[name] = valueOf(literal);
  return settings;
}

const CONSTANTS: Readonly<Record<string, unknown>> = { None: null, True: true, False: false };

/** Undefined for what is neither a constant nor as JSON has it. */
function valueOf(literal: string): unknown {
  if (literal in CONSTANTS) return CONSTANTS[literal];
  try {
    return JSON.parse(literal);
  } catch {
    return undefined;
  }
}

/** `name="value"` and `name=value` of the script's calls, and the argument of `load_dataset`. */
function settingsOfScript(script: string): Settings {
  const settings: Record<string, unknown> = {};
  const [, dataset] = /\bload_dataset\(\s*["']([^"']+)["']/.exec(script) ?? [];
  const [, files] = /\bload_dataset\([^)]*data_files\s*=\s*["']([^"']+)["']/s.exec(script) ?? [];
  const [, model] = /\b\w*Trainer\([^)]*?model\s*=\s*["']([^"']+)["']/s.exec(script) ?? [];
  for (const [, name = '', quoted, bare] of script.matchAll(
    /\b([a-z_]+)\s*=\s*(?:["']([^"'\n]*)["']|([\d.]+(?:e-?\d+)?|True|False))/g,
  )) {
    settings[name] ??= quoted ?? bare;
  }
  const named = files ?? dataset;
  if (named !== undefined) settings['dataset_name'] = named;
  if (model !== undefined) settings['model'] = model;
  return settings;
}
