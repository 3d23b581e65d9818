// The made-up files of a catalogue model that nobody uploaded anything to: small ones with real text, and weights and
// tokenizer by name and size alone.
import type { ModelRecord } from './model-record.ts';

export interface TemplateFiles {
  files: Readonly<Record<string, string>>;
  /** Sizes of files that have no bytes. */
  hollow: Readonly<Record<string, number>>;
}

const MODEL_TYPES = /^(llama|qwen\d?|mistral|gemma\d?|phi\d?|deepseek\w*|glm\w*|gpt_oss|olmo\d?|granite|falcon)$/;

export function modelTypeOf(model: ModelRecord): string {
  return model.tags.find((tag) => MODEL_TYPES.test(tag)) ?? 'llama';
}

export function templateFiles(model: ModelRecord): TemplateFiles {
  const languages = model.tags.filter((tag) => /^[a-z]{2}$/.test(tag));
  const name = model.id.slice(model.id.indexOf('/') + 1);
  const card = [
    '---',
    `license: ${model.license}`,
    `library_name: ${model.library}`,
    `pipeline_tag: ${model.pipelineTag}`,
    ...(languages.length > 0 ? ['language:', ...languages.map((language) => `- ${language}`)] : []),
    '---',
    '',
    `# ${name}`,
    '',
    'A model of the Sandbox. Its name is believable, everything else about it is invented, and it has no weights.',
    '',
  ];
  return {
    files: {
      '.gitattributes':
        '*.safetensors filter=lfs diff=lfs merge=lfs -text\ntokenizer.json filter=lfs diff=lfs merge=lfs -text\n',
      'README.md': card.join('\n'),
      'config.json': `${JSON.stringify({ model_type: modelTypeOf(model), torch_dtype: 'bfloat16' }, null, 2)}\n`,
      'tokenizer_config.json': `${JSON.stringify({ model_max_length: 4096 }, null, 2)}\n`,
    },
    hollow: { 'model.safetensors': model.parameters * 2, 'tokenizer.json': 9_085_657 },
  };
}
