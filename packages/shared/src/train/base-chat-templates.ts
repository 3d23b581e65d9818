// Chat templates for base models, which come without one: chosen by the special
// tokens that the model's vocabulary already has, so that none is added. The
// training script and the token counter take the same.

export interface BaseChatTemplate {
  family: string;
  /** Tokens that must all be in the vocabulary. */
  needs: readonly string[];
  /** Ends an answer; null: the model's own end-of-text token. */
  endToken: string | null;
  /** Jinja. */
  template: string;
}

const generationPrompt = (text: string) => `{% if add_generation_prompt %}{{ ${text} }}{% endif %}`;
const turns = (heading: string, end: string) =>
  `{% for message in messages %}{{ ${heading} + message['content'] + ${end} }}{% endfor %}`;
// Families without a turn for the system put its words before the first question.
const systemFirst =
  "{% set ns = namespace(before='') %}{% for message in messages %}{% if message['role'] == 'system' %}{% set ns.before = message['content'] + '\\n\\n' %}";

/** The first that fits is taken; the last always does. */
export const baseChatTemplates: readonly BaseChatTemplate[] = [
  {
    family: 'chatml',
    needs: ['<|im_start|>', '<|im_end|>'],
    endToken: '<|im_end|>',
    template:
      turns("'<|im_start|>' + message['role'] + '\\n'", "'<|im_end|>\\n'") +
      generationPrompt("'<|im_start|>assistant\\n'"),
  },
  {
    family: 'llama3',
    needs: ['<|start_header_id|>', '<|end_header_id|>', '<|eot_id|>'],
    endToken: '<|eot_id|>',
    template:
      '{{ bos_token }}' +
      turns("'<|start_header_id|>' + message['role'] + '<|end_header_id|>\\n\\n'", "'<|eot_id|>'") +
      generationPrompt("'<|start_header_id|>assistant<|end_header_id|>\\n\\n'"),
  },
  {
    family: 'gemma',
    needs: ['<start_of_turn>', '<end_of_turn>'],
    endToken: '<end_of_turn>',
    template:
      `{{ bos_token }}${systemFirst}{% else %}` +
      "{{ '<start_of_turn>' + ('model' if message['role'] == 'assistant' else 'user') + '\\n' + ns.before + message['content'] + '<end_of_turn>\\n' }}" +
      "{% set ns.before = '' %}{% endif %}{% endfor %}" +
      generationPrompt("'<start_of_turn>model\\n'"),
  },
  {
    family: 'phi3',
    needs: ['<|user|>', '<|assistant|>', '<|end|>'],
    endToken: '<|end|>',
    template: turns("'<|' + message['role'] + '|>\\n'", "'<|end|>\\n'") + generationPrompt("'<|assistant|>\\n'"),
  },
  {
    family: 'mistral',
    needs: ['[INST]', '[/INST]'],
    endToken: null,
    template:
      `{{ bos_token }}${systemFirst}{% elif message['role'] == 'assistant' %}{{ ' ' + message['content'] + eos_token }}` +
      "{% else %}{{ '[INST] ' + ns.before + message['content'] + '[/INST]' }}{% set ns.before = '' %}{% endif %}{% endfor %}",
  },
  {
    family: 'plain',
    needs: [],
    endToken: null,
    template:
      turns("'### ' + message['role'] + '\\n'", "(eos_token if message['role'] == 'assistant' else '') + '\\n\\n'") +
      generationPrompt("'### assistant\\n'"),
  },
];

/** Which template a model without one is trained with. `has` says whether a token is in its vocabulary. */
export function baseChatTemplate(has: (token: string) => boolean): BaseChatTemplate {
  const [plain] = baseChatTemplates.slice(-1);
  const found = baseChatTemplates.find(({ needs }) => needs.every(has)) ?? plain;
  if (!found) throw new RangeError('There is no template');
  return found;
}
