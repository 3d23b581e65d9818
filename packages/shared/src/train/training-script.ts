// The script that a run is: self-contained, readable, for today's TRL, with the
// settings at its top. Refuses nothing: what cannot be trained is said by the
// preflight before, and by the script itself.
import type { RunMethod } from './methods.ts';
import { parametersFor } from './parameters.ts';
import type { RunConfig } from './run-config.ts';
import { scriptEvents } from './script-events.ts';
import { scriptFinish } from './script-finish.ts';
import { scriptModel } from './script-model.ts';
import { scriptRewards } from './script-rewards.ts';
import { scriptRows } from './script-rows.ts';
import { scriptHeader, type ScriptKind, scriptSettings, scriptTemplates } from './script-settings.ts';

const trainers: Record<RunMethod, string> = { sft: 'SFT', dpo: 'DPO', kto: 'KTO', grpo: 'GRPO' };

/** Parameters that the script uses itself, or hands on under another name. */
const own = new Set([
  'dtype',
  'attn_implementation',
  'eos_token',
  'warmup_ratio',
  'assistant_only_loss',
  'optim',
  'eval_steps',
  'per_device_train_batch_size',
]);

/** The text of the Python script. A script of one's own in the configuration is given back as it is. */
export function trainingScript(config: RunConfig, options: { kind: ScriptKind }): string {
  if (config.script !== null) return config.script;
  const trainer = trainers[config.method];
  return [
    scriptHeader(config),
    '"""Fine-tunes a model with TRL, tells how far it is, pushes the weights and looks whether they are there."""\n\n',
    scriptSettings(config, options.kind),
    imports(trainer),
    scriptEvents,
    scriptRows,
    config.method === 'grpo' ? scriptRewards : '',
    scriptTemplates(),
    scriptModel,
    arguments_(config, trainer),
    scriptFinish,
    main(trainer, config.method),
  ].join('\n');
}

function imports(trainer: string): string {
  return String.raw`
import json
import math
import os
import re
import sys
import tempfile
import time
import warnings

import torch

if torch.cuda.device_count() > 1 and "LOCAL_RANK" not in os.environ:
    # One process a card: a single process would use the cards one after the other.
    count = str(torch.cuda.device_count())
    launch = ["-m", "accelerate.commands.launch", "--multi_gpu", "--num_machines", "1", "--mixed_precision", "no", "--dynamo_backend", "no"]
    os.execv(sys.executable, [sys.executable, *launch, "--num_processes", count, os.path.abspath(__file__)])

warnings.filterwarnings("ignore", category=FutureWarning)  # of what a later TRL will call otherwise
import datasets
import peft
import transformers
import trl
from accelerate import PartialState
from datasets import load_dataset
from huggingface_hub import HfApi, get_token
from peft import LoraConfig
from transformers import AutoConfig, AutoModelForCausalLM, AutoTokenizer, BitsAndBytesConfig, PrinterCallback, TrainerCallback
from trl import ${trainer}Config, ${trainer}Trainer

# Where checkpoints and the result go. Hubdesk mounts a private bucket there when they are to be kept.
OUT = os.environ.get("HUBDESK_OUTPUT") or os.path.join(tempfile.gettempdir(), "hubdesk-out")
SMOKE = SETTINGS["kind"] == "smoke"
`;
}

function arguments_(config: RunConfig, trainer: string): string {
  const { method, tuning } = config;
  const plain = parametersFor(method, tuning)
    .map(({ key }) => key)
    .filter((key) => !own.has(key) && !key.startsWith('lora_'))
    .map((key) => `        ${key}=SETTINGS["${key}"],\n`)
    .join('');
  const sft = `        assistant_only_loss=False,  # the rows come with their mask\n        eos_token=tokenizer.eos_token,\n`;
  return String.raw`
def optimizer():
    asked = SETTINGS["optim"]
    if asked.endswith("8bit") and not CUDA:
        note("OPTIMIZER", f"{asked} needs a GPU: adamw_torch is used.")
        return "adamw_torch"
    return asked


def rows_at_once():
    """How many a card takes, as the method can work with them."""
    asked = SETTINGS["per_device_train_batch_size"]
    needed = asked${method === 'kto' ? '\n    needed = max(needed, 2)  # answers are compared with those beside them' : ''}${
      method === 'grpo'
        ? '\n    answers = SETTINGS["num_generations"]\n    needed = math.ceil(needed / answers) * answers  # all answers to a prompt'
        : ''
    }
    if needed != asked:
        note("BATCH", f"{needed} rows a card are taken at once and not {asked}: ${trainer} needs that.")
    return needed


def training_arguments(tokenizer, evaluates):
    together = rows_at_once()
    return ${trainer}Config(
        output_dir=OUT,
        run_name=SETTINGS["run_name"],
${plain}        warmup_steps=min(SETTINGS["warmup_ratio"], 0.999),  # below 1 it is a share of all steps
        optim=optimizer(),
        per_device_train_batch_size=together,
        per_device_eval_batch_size=together,
        bf16=BF16,
        fp16=CUDA and not BF16,
        use_cpu=not CUDA,
${method === 'sft' ? sft : ''}        eval_strategy="steps" if evaluates else "no",
        eval_steps=SETTINGS["max_steps"] if SMOKE else SETTINGS["eval_steps"],
        save_strategy=SETTINGS["save_strategy"],
        disable_tqdm=True,
        push_to_hub=False,  # once, at the end, and looked for afterwards
    )


def adapter():
    if not ADAPTER:
        return None
    targets = SETTINGS["lora_target_modules"]
    return LoraConfig(
        r=SETTINGS["lora_r"],
        lora_alpha=SETTINGS["lora_alpha"],
        lora_dropout=SETTINGS["lora_dropout"],
        target_modules=targets if targets == "all-linear" else [each.strip() for each in targets.split(",") if each.strip()],
        task_type="CAUSAL_LM",
    )
`;
}

function main(trainer: string, method: RunMethod): string {
  const masks =
    method === 'sft'
      ? String.raw`
    if "messages" in rows.column_names and SETTINGS["assistant_only_loss"]:
        with PartialState().local_main_process_first():
            rows, told = answers_only(rows, tokenizer, SETTINGS["dataset_train_split"])
            if held_out is not None:
                held_out, _ = answers_only(held_out, tokenizer, SETTINGS["dataset_test_split"])`
      : '';
  const rewards = method === 'grpo' ? '        reward_funcs=[reward(columns)],\n' : '';
  return String.raw`
def main():
    if not SMOKE and not get_token():
        raise Trouble("PUSH", "The job has no token: what it trains could not be pushed. Give it HF_TOKEN as a secret.")
    emit("deps", trainer="trl", versions={each.__name__: each.__version__ for each in (torch, transformers, trl, peft, datasets)})

    rows, held_out = load_rows()
    columns, told = rows.column_names, {}
    if SMOKE:
        rows = longest(rows, 64)
        held_out = longest(held_out, 16) if held_out is not None else None

    dtype, attends = weights_dtype(), attention()
    chat = is_chat(rows)
    tokenizer = load_tokenizer(chat)
    model = load_model(dtype, attends)${masks}
    end_answers(model, tokenizer, chat)
    given = len(rows)
    args = training_arguments(tokenizer, held_out is not None)
    trainer = ${trainer}Trainer(
        model=model,
${rewards}        args=args,
        train_dataset=rows,
        eval_dataset=held_out,
        processing_class=tokenizer,
        peft_config=adapter(),
        callbacks=[Events()],
    )
    trainer.remove_callback(PrinterCallback)
    if not BF16 and CUDA:
        # Adapters in bfloat16, as TRL has them over 4-bit weights, cannot be trained on a card without it.
        for weight in trainer.model.parameters():
            if weight.requires_grad and weight.dtype != torch.float32:
                weight.data = weight.data.float()
    left = len(trainer.train_dataset)
    if left < given and not SETTINGS.get("packing"):
        told["dropped"] = told.get("dropped", 0) + given - left
        note("DROPPED", f"{given - left} of {given} rows were left out: at {SETTINGS.get('max_length')} tokens nothing of their answers remains.")
    if left == 0:
        raise Trouble("DATA", f"At {SETTINGS.get('max_length')} tokens, no row has anything left of its answer")
    emit("data", dataset=SETTINGS["dataset"], train=given if SETTINGS.get("packing") else left, validation=len(held_out) if held_out is not None else 0, columns=columns, **told)

    last = None if SMOKE else checkpoint_in(OUT)
    if last and RANK == 0:
        print(f"Going on from {last}.", flush=True)
    if CUDA:
        torch.cuda.reset_peak_memory_stats()
    trainer.train(resume_from_checkpoint=last)
    if SMOKE:
        emit("smoke", steps=trainer.state.global_step, peakGpuBytes=torch.cuda.max_memory_reserved() if CUDA else None)
        return
    if held_out is not None and not any("eval_loss" in each and each["step"] == trainer.state.global_step for each in trainer.state.log_history):
        trainer.evaluate()

    trainer.save_model(OUT)
    if RANK > 0:
        return
    trainer.create_model_card(model_name=SETTINGS["hub_model_id"].split("/")[-1], dataset_name=SETTINGS["dataset"])
    emit("save", path=OUT, files=sorted(name for name in os.listdir(OUT) if os.path.isfile(os.path.join(OUT, name))))
    verify(OUT, push(OUT))


if __name__ == "__main__":
    try:
        main()
    except Exception as error:
        fields = error.fields if isinstance(error, Trouble) else {}
        emit("error", code=code_of(error), type=type(error).__name__, message=str(error)[:2000], **({"rank": RANK} if RANK else {}), **fields)
        if isinstance(error, Trouble) and error.__cause__ is None:
            sys.exit(f"{error.code}: {error}")
        raise
`;
}
