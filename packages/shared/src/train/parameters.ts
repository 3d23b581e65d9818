// The parameters of a run: TRL's own names, with what they mean, what they may
// be, and where they apply. The expert form, the JSON and the script share it.
import type { RunMethod, Tuning } from './methods.ts';

interface Shared {
  /** As TRL (or PEFT, with `lora_` before it) calls it. */
  key: string;
  label: string;
  /** One or two sentences for somebody who has never trained a model. */
  help: string;
  group: 'length' | 'speed' | 'batch' | 'lora' | 'method' | 'checkpoints' | 'precision';
  /** Left out: all of them. */
  methods?: readonly RunMethod[];
  tunings?: readonly Tuning[];
  /** May be null, which leaves TRL's or the model's own. */
  nullable?: true;
}
interface NumberParameter extends Shared {
  kind: 'integer' | 'number';
  min: number;
  max: number;
}
interface ChoiceParameter extends Shared {
  kind: 'choice';
  choices: readonly string[];
}
interface OtherParameter extends Shared {
  kind: 'switch' | 'text';
}
export type Parameter = NumberParameter | ChoiceParameter | OtherParameter;

const adapters = ['lora', 'qlora'] as const;

export const parameters = [
  {
    key: 'num_train_epochs',
    label: 'Epochs',
    help: 'How often the whole dataset is gone through. Two or three are usual; more than that, and small datasets are learnt by heart.',
    group: 'length',
    kind: 'number',
    min: 0.01,
    max: 1_000,
  },
  {
    key: 'max_steps',
    label: 'Most steps',
    help: 'Ends the training after so many changes of the weights, whatever the epochs say. -1 is no limit.',
    group: 'length',
    kind: 'integer',
    min: -1,
    max: 10_000_000,
  },
  {
    key: 'max_length',
    label: 'Longest row, in tokens',
    help: 'What is beyond it is cut off at the end of the row: for a chat that is the answer. Longer rows need more memory.',
    group: 'length',
    kind: 'integer',
    min: 8,
    max: 1_000_000,
    methods: ['sft', 'dpo', 'kto'],
  },
  {
    key: 'learning_rate',
    label: 'Learning rate',
    help: 'How far one step moves the weights. Around 2e-5 for full training, ten times that for LoRA.',
    group: 'speed',
    kind: 'number',
    min: 0,
    max: 1,
  },
  {
    key: 'lr_scheduler_type',
    label: 'Schedule of the rate',
    help: 'How the learning rate falls from its highest point to the end.',
    group: 'speed',
    kind: 'choice',
    choices: ['linear', 'cosine', 'constant', 'constant_with_warmup', 'polynomial', 'inverse_sqrt'],
  },
  {
    key: 'warmup_ratio',
    label: 'Warm-up share',
    help: 'The part of the run over which the learning rate rises from zero. It keeps the first steps from doing damage.',
    group: 'speed',
    kind: 'number',
    min: 0,
    max: 1,
  },
  {
    key: 'weight_decay',
    label: 'Weight decay',
    help: 'Pulls weights towards zero, which makes learning by heart a little harder.',
    group: 'speed',
    kind: 'number',
    min: 0,
    max: 1,
  },
  {
    key: 'max_grad_norm',
    label: 'Largest gradient',
    help: 'A step that would be larger is shortened to this.',
    group: 'speed',
    kind: 'number',
    min: 0,
    max: 1_000,
  },
  {
    key: 'optim',
    label: 'Optimizer',
    help: 'The 8-bit one keeps its memory of past steps in a quarter of the space.',
    group: 'speed',
    kind: 'choice',
    choices: ['adamw_torch_fused', 'adamw_torch', 'adamw_8bit', 'paged_adamw_8bit', 'adafactor'],
  },
  {
    key: 'seed',
    label: 'Seed',
    help: 'The same seed mixes the rows in the same order.',
    group: 'speed',
    kind: 'integer',
    min: 0,
    max: 4_294_967_295,
  },
  {
    key: 'per_device_train_batch_size',
    label: 'Rows a card takes at once',
    help: 'More is faster as long as it fits into the card’s memory.',
    group: 'batch',
    kind: 'integer',
    min: 1,
    max: 1_024,
  },
  {
    key: 'gradient_accumulation_steps',
    label: 'Batches to a step',
    help: 'Collects so many batches before it changes the weights: the effect of a larger batch without its memory.',
    group: 'batch',
    kind: 'integer',
    min: 1,
    max: 4_096,
  },
  {
    key: 'gradient_checkpointing',
    label: 'Recompute to save memory',
    help: 'Works parts of the model out twice and so needs far less memory; about a quarter slower.',
    group: 'batch',
    kind: 'switch',
  },
  {
    key: 'packing',
    label: 'Pack short rows together',
    help: 'Fills each sequence with several rows. Faster for short rows; only kept apart safely with FlashAttention, which the script then asks for.',
    group: 'batch',
    kind: 'switch',
    methods: ['sft'],
  },
  {
    key: 'assistant_only_loss',
    label: 'Learn the answers only',
    help: 'The questions are read but not learnt. Right for nearly every chat dataset.',
    group: 'method',
    kind: 'switch',
    methods: ['sft'],
  },
  {
    key: 'eos_token',
    label: 'End-of-answer token',
    help: 'For base models without a chat template, the token that ends an answer. Empty leaves the model’s own.',
    group: 'method',
    kind: 'text',
    methods: ['sft'],
    nullable: true,
  },
  {
    key: 'beta',
    label: 'Beta',
    help: 'How closely the model must stay to what it was. Lower lets it move further.',
    group: 'method',
    kind: 'number',
    min: 0,
    max: 10,
    methods: ['dpo', 'kto', 'grpo'],
  },
  {
    key: 'num_generations',
    label: 'Answers to each prompt',
    help: 'So many answers are made and compared with each other. The rows a card takes at once must be a multiple of it.',
    group: 'method',
    kind: 'integer',
    min: 2,
    max: 64,
    methods: ['grpo'],
  },
  {
    key: 'max_completion_length',
    label: 'Longest answer, in tokens',
    help: 'Where an answer that is being made is cut off.',
    group: 'method',
    kind: 'integer',
    min: 1,
    max: 100_000,
    methods: ['grpo'],
  },
  {
    key: 'lora_r',
    label: 'LoRA rank',
    help: 'How wide the small matrices are. 16 does for style and format, 64 for more knowledge.',
    group: 'lora',
    kind: 'integer',
    min: 1,
    max: 1_024,
    tunings: adapters,
  },
  {
    key: 'lora_alpha',
    label: 'LoRA alpha',
    help: 'How strongly they count; one to two times the rank is usual.',
    group: 'lora',
    kind: 'integer',
    min: 1,
    max: 4_096,
    tunings: adapters,
  },
  {
    key: 'lora_dropout',
    label: 'LoRA dropout',
    help: 'The share of them that is left out at random, against learning by heart.',
    group: 'lora',
    kind: 'number',
    min: 0,
    max: 0.9,
    tunings: adapters,
  },
  {
    key: 'lora_target_modules',
    label: 'LoRA targets',
    help: '“all-linear” is every linear layer, which learns best; otherwise names of modules with commas between.',
    group: 'lora',
    kind: 'text',
    tunings: adapters,
  },
  {
    key: 'dtype',
    label: 'Weights in memory',
    help: '“auto” takes bfloat16 where the card has it, and 32 bits for full training. TRL’s own default is 32 bits for everything.',
    group: 'precision',
    kind: 'choice',
    choices: ['auto', 'bfloat16', 'float16', 'float32'],
  },
  {
    key: 'attn_implementation',
    label: 'Attention',
    help: '“auto” leaves it to the model, and takes FlashAttention when rows are packed.',
    group: 'precision',
    kind: 'choice',
    choices: ['auto', 'sdpa', 'eager', 'kernels-community/flash-attn2'],
  },
  {
    key: 'logging_steps',
    label: 'Report every … steps',
    help: 'How often the loss is told.',
    group: 'checkpoints',
    kind: 'integer',
    min: 1,
    max: 100_000,
  },
  {
    key: 'eval_steps',
    label: 'Evaluate every … steps',
    help: 'How often rows that are not trained on are tried. Only with an evaluation split.',
    group: 'checkpoints',
    kind: 'integer',
    min: 1,
    max: 1_000_000,
  },
  {
    key: 'save_steps',
    label: 'Checkpoint every … steps',
    help: 'How often the state is kept, to go on from after a failure.',
    group: 'checkpoints',
    kind: 'integer',
    min: 1,
    max: 1_000_000,
  },
  {
    key: 'save_total_limit',
    label: 'Checkpoints kept',
    help: 'Older ones are deleted.',
    group: 'checkpoints',
    kind: 'integer',
    min: 1,
    max: 100,
  },
  {
    key: 'report_to',
    label: 'Report to',
    help: 'Hubdesk draws its charts from the log and needs none. Trackio keeps a board of its own, which needs a Space.',
    group: 'checkpoints',
    kind: 'choice',
    choices: ['none', 'trackio'],
  },
] as const satisfies readonly Parameter[];

export type ParameterKey = (typeof parameters)[number]['key'];
type Named<K extends ParameterKey> = Extract<(typeof parameters)[number], { key: K }>;
type ValueOf<P> =
  | (P extends { kind: 'integer' | 'number' }
      ? number
      : P extends { kind: 'switch' }
        ? boolean
        : P extends { kind: 'choice'; choices: readonly (infer C)[] }
          ? C
          : string)
  | (P extends { nullable: true } ? null : never);

/** All of them, also those that the method or tuning does not ask for. */
export type ParameterValues = { [K in ParameterKey]: ValueOf<Named<K>> };

/** Those that count for a method and tuning, in the order they are shown. */
export function parametersFor(method: RunMethod, tuning: Tuning): readonly Parameter[] {
  return (parameters as readonly Parameter[]).filter(
    (each) => (each.methods?.includes(method) ?? true) && (each.tunings?.includes(tuning) ?? true),
  );
}
