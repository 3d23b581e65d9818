// The settings at the top of a generated app: what a person reads first and may change there. Every text comes in as
// a literal, so that none can become code.
import { type PythonValue, pythonLiteral } from '../train/python-literal.ts';
import type { DeployConfig } from './deploy-config.ts';
import type { DeployModel } from './deployment.ts';

/** Weights up to so many bytes in 32 bits are given to a processor as they are; larger ones in 16 bits, which are slower there. */
const wideUpTo = 10e9;

/** The lines from `TITLE` to the last setting. `model` null: nothing is known of it. */
export function appSettings(config: DeployConfig, model: DeployModel | null): string {
  const { template } = config;
  const writes = template === 'chat' || template === 'completion';
  const kind = model?.kind === 'adapter' ? 'adapter' : 'full';
  const lines = [
    '# What a person may want to change. Those read from os.environ can also be set as variables of the Space.',
    assigned('TITLE', titleOf(config)),
    assigned('DESCRIPTION', config.description),
    `MODEL_ID = os.environ.get("MODEL_ID") or ${pythonLiteral(config.model ?? '')}`,
    `MODEL_KIND = os.environ.get("MODEL_KIND") or ${pythonLiteral(kind)}  # "full", or "adapter" for LoRA weights`,
    'MODEL_PATH = os.environ.get("MODEL_PATH") or MODEL_ID  # a folder, where the Hub mounts the model',
    'BASE_PATH = os.environ.get("BASE_PATH") or None  # the same for what an adapter stands on',
    config.kind === 'cpu' ? `DTYPE = ${pythonLiteral(cpuDtype(model))}  # "bfloat16" takes half the memory` : '',
    config.kind === 'zero-gpu'
      ? `GPU_SECONDS = int(os.environ.get("GPU_SECONDS") or ${config.gpuSeconds})  # most seconds of GPU time for one answer`
      : '',
    template === 'chat' ? `SYSTEM_PROMPT = os.environ.get("SYSTEM_PROMPT", ${pythonLiteral(config.systemPrompt)})` : '',
    writes ? `MAX_NEW_TOKENS = ${config.maxNewTokens}` : '',
    writes ? `TEMPERATURE = ${pythonLiteral(config.temperature)}  # 0 always takes the likeliest word` : '',
    examples(config.examples),
  ];
  return `${lines.filter((line) => line !== '').join('\n')}\n`;
}

/** Never empty: the Hub shows it above the app. */
export function titleOf({ title, name }: DeployConfig): string {
  return title.trim() === '' ? name : title;
}

function assigned(name: string, value: PythonValue): string {
  return `${name} = ${pythonLiteral(value)}`;
}

function examples(all: readonly string[]): string {
  if (all.length === 0) return 'EXAMPLES = []';
  return ['EXAMPLES = [', ...all.map((each) => `    ${pythonLiteral(each)},`), ']'].join('\n');
}

function cpuDtype(model: DeployModel | null): 'float32' | 'bfloat16' {
  const parameters = model?.facts.parameters ?? null;
  return parameters !== null && parameters * 4 > wideUpTo ? 'bfloat16' : 'float32';
}
