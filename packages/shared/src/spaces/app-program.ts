// The program of a Gradio Space: self-contained, readable, for today's Gradio and ZeroGPU, with its settings at the
// top. One generator for every template and every hardware; what differs between them are the parts put together here.
import { appChat } from './app-chat.ts';
import { appGenerate } from './app-generate.ts';
import { appClassification, appCompletion, appEmbeddings } from './app-pages.ts';
import { appSettings } from './app-settings.ts';
import type { DeployConfig } from './deploy-config.ts';
import type { DeployTemplate } from './deploy-kinds.ts';
import type { DeployModel } from './deployment.ts';

export type AppTemplate = Exclude<DeployTemplate, 'folder'>;

interface Parts {
  says: string;
  /** Of transformers, beside the tokenizer's. */
  autoClass: string;
  /** Names from transformers that the parts use. */
  uses: readonly string[];
  parts: (gpu: (call: string) => string) => readonly string[];
}

const templates: Readonly<Record<AppTemplate, Parts>> = {
  chat: {
    says: 'Chats with a language model.',
    autoClass: 'AutoModelForCausalLM',
    uses: ['TextIteratorStreamer'],
    parts: (gpu) => [appGenerate, appChat(gpu)],
  },
  completion: {
    says: 'Lets a language model go on with a text.',
    autoClass: 'AutoModelForCausalLM',
    uses: ['TextIteratorStreamer'],
    parts: (gpu) => [appGenerate, appCompletion(gpu)],
  },
  embeddings: {
    says: 'Turns texts into vectors, and says how alike they are.',
    autoClass: 'AutoModel',
    uses: [],
    parts: (gpu) => [appEmbeddings(gpu)],
  },
  classification: {
    says: 'Says which label fits a text.',
    autoClass: 'AutoModelForSequenceClassification',
    uses: [],
    parts: (gpu) => [appClassification(gpu)],
  },
};

/** The text of `app.py`. */
export function appProgram(config: DeployConfig, model: DeployModel | null, template: AppTemplate): string {
  const { autoClass, parts, says, uses } = templates[template];
  const zero = config.kind === 'zero-gpu';
  // `call` is what the function is called with: how long it may take depends on it.
  const gpu = (call: string) => (zero ? `\n${call}\n@spaces.GPU(duration=seconds)` : '');
  const threads = uses.includes('TextIteratorStreamer');
  const text = [
    `"""${says} Made with Hubdesk; yours to change."""\n`,
    'import html',
    'import os',
    threads ? 'import threading\n' : '',
    zero ? 'import spaces  # before torch: it stands between torch and the GPU' : '',
    'import gradio as gr',
    'import torch',
    `from transformers import ${[autoClass, 'AutoTokenizer', ...uses].toSorted().join(', ')}\n`,
    appSettings(config, model),
    load(config, autoClass),
    ...parts(gpu),
    launch,
  ]
    .filter((part) => part !== '')
    .join('\n');
  // A person reads it: never more than two empty lines where parts meet. No text of anybody's has a line of its own.
  return text.replace(/\n{4,}/g, '\n\n\n');
}

const devices = {
  'zero-gpu': 'DEVICE, DTYPE = "cuda", torch.bfloat16',
  gpu: `DEVICE = "cuda" if torch.cuda.is_available() else "cpu"
# Older cards, such as the T4, have no bfloat16.
DTYPE = torch.float32 if DEVICE == "cpu" else torch.bfloat16 if torch.cuda.get_device_capability()[0] >= 8 else torch.float16`,
  cpu: 'DEVICE, DTYPE = "cpu", getattr(torch, DTYPE)',
};

function load({ kind }: DeployConfig, autoClass: string): string {
  const spread =
    kind === 'gpu'
      ? `
    if torch.cuda.device_count() > 1:
        return ${autoClass}.from_pretrained(path, dtype=DTYPE, device_map="auto")`
      : '';
  const many = kind === 'gpu' ? ' if torch.cuda.device_count() < 2 else model' : '';
  return String.raw`${devices[kind === 'gpu' || kind === 'cpu' ? kind : 'zero-gpu']}


def weights(path):${spread}
    return ${autoClass}.from_pretrained(path, dtype=DTYPE)


def load():
    """The tokenizer and the model, an adapter merged into what it stands on."""
    if MODEL_KIND != "adapter":
        return AutoTokenizer.from_pretrained(MODEL_PATH), weights(MODEL_PATH)
    from peft import PeftConfig, PeftModel  # takes seconds, and only an adapter needs it

    base = BASE_PATH or PeftConfig.from_pretrained(MODEL_PATH).base_model_name_or_path
    try:
        tokenizer = AutoTokenizer.from_pretrained(MODEL_PATH)
    except (OSError, ValueError):  # an adapter need not bring one
        tokenizer = AutoTokenizer.from_pretrained(base)
    model = weights(base)
    if len(tokenizer) > model.get_input_embeddings().weight.shape[0]:
        model.resize_token_embeddings(len(tokenizer))
    return tokenizer, PeftModel.from_pretrained(model, MODEL_PATH).merge_and_unload()


print(f"Loading {MODEL_ID} ({MODEL_KIND}).", flush=True)
tokenizer, model = load()
model = model.to(DEVICE).eval()${many}
if tokenizer.pad_token is None:
    tokenizer.pad_token = tokenizer.eos_token
    model.config.pad_token_id = tokenizer.pad_token_id
# Tokens that the model was made for; None where nothing says how many.
CONTEXT = min(getattr(model.config, "max_position_embeddings", None) or 10**9, tokenizer.model_max_length)
CONTEXT = CONTEXT if CONTEXT < 10**9 else None

# What people wrote is shown as it is, never followed.
HEADING = f"<h1>{html.escape(TITLE)}</h1><p>{html.escape(DESCRIPTION)}</p>"
`;
}

const launch = String.raw`
if __name__ == "__main__":
    app.launch()
`;
