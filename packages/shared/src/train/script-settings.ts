// The top of a training script: what it needs, and every setting of the run as
// TRL names it, one to a line.
import { baseChatTemplates } from './base-chat-templates.ts';
import { parametersFor } from './parameters.ts';
import { pythonArguments, pythonLiteral, type PythonValue } from './python-literal.ts';
import type { RunConfig } from './run-config.ts';

/** `smoke`: two steps on the longest rows, nothing kept and nothing pushed. */
export type ScriptKind = 'train' | 'smoke';

const smokeSteps = 2;

/** The PEP 723 block. Source of the bounds: `pyproject.toml` of TRL 1.16; float `warmup_steps` needs transformers 5. */
export function scriptHeader(config: RunConfig): string {
  const { attn_implementation: attention, optim, packing, report_to: report } = config.parameters;
  const needs = ['trl>=1.9,<2', 'transformers>=5,<6', 'datasets>=4.7', 'accelerate', 'peft'];
  if (config.tuning === 'qlora' || optim.endsWith('8bit')) needs.push('bitsandbytes');
  const packs = config.method === 'sft' && packing && attention === 'auto';
  if (packs || attention.startsWith('kernels-')) needs.push('kernels');
  if (report === 'trackio') needs.push('trackio');
  const lines = needs.map((each) => `#   ${JSON.stringify(each)},\n`).join('');
  return `# /// script\n# requires-python = ">=3.10"\n# dependencies = [\n${lines}# ]\n# ///\n`;
}

export function scriptSettings(config: RunConfig, kind: ScriptKind): string {
  const { dataset, method, output, reward, tuning } = config;
  const asked: Record<string, PythonValue> = {};
  for (const { key } of parametersFor(method, tuning)) asked[key] = valueOf(config, key);
  if (kind === 'smoke') Object.assign(asked, { max_steps: smokeSteps, logging_steps: 1 });
  const settings: Record<string, PythonValue> = {
    kind,
    method,
    tuning,
    run_name: config.name,
    model: config.model,
    dataset: dataset?.id ?? null,
    dataset_config: dataset?.config ?? null,
    dataset_train_split: dataset?.train ?? null,
    dataset_test_split: dataset?.evaluation ?? null,
    hub_model_id: output.repo,
    hub_private_repo: output.private,
    save_strategy: config.keepCheckpoints && kind === 'train' ? 'steps' : 'no',
    ...asked,
    ...(method === 'grpo' ? { reward: reward?.kind ?? null, reward_value: reward?.value ?? null } : {}),
  };
  return `SETTINGS = dict(\n${pythonArguments(settings)})\n`;
}

function valueOf(config: RunConfig, key: string): PythonValue {
  const values: Readonly<Record<string, PythonValue>> = config.parameters;
  return values[key] ?? null;
}

/** What a base model is given, in the order it is looked through. */
export function scriptTemplates(): string {
  const rows = baseChatTemplates.map(
    ({ endToken, needs, template }) =>
      `    (${pythonLiteral(needs)}, ${pythonLiteral(endToken)}, ${pythonLiteral(template)}),\n`,
  );
  return `# Chat templates for base models, which have none: the first whose tokens the model knows, and what ends an answer.\nTEMPLATES = [\n${rows.join('')}]\n`;
}
