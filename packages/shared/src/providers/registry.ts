// Every AI provider Hubdesk knows: one entry each, read by the grid, the forms,
// the secret store and the environment scan. Holds no secrets and no URLs to call.

export const providerIds = [
  'anthropic',
  'openai',
  'google',
  'bedrock',
  'deepseek',
  'zai',
  'ollama',
  'xai',
  'openrouter',
  'litellm',
  'huggingface',
] as const;
export type ProviderId = (typeof providerIds)[number];

/** The kind of form a provider is connected with. */
export const providerCategories = ['classic', 'aws', 'local', 'proxy', 'hybrid', 'huggingface'] as const;
export type ProviderCategory = (typeof providerCategories)[number];

export interface ProviderEntry {
  id: ProviderId;
  name: string;
  category: ProviderCategory;
  /** What the category means, in the words of the card. */
  label: string;
  /** Key of the drawing in the renderer's logo table. */
  logo: ProviderId;
  /** Where a person makes or finds the key; https only. */
  helpUrl: string;
  /** Environment variables other tools keep this key in, most usual first. */
  environmentVariables: readonly string[];
  needsKey: boolean;
}

/** In the order the grid shows them. */
export const providerRegistry: Record<ProviderId, ProviderEntry> = {
  anthropic: { id: 'anthropic', name: 'Anthropic', category: 'classic', label: 'API key', logo: 'anthropic', helpUrl: 'https://platform.claude.com/settings/keys', environmentVariables: ['ANTHROPIC_API_KEY'], needsKey: true },
  openai: { id: 'openai', name: 'OpenAI', category: 'classic', label: 'API key', logo: 'openai', helpUrl: 'https://platform.openai.com/api-keys', environmentVariables: ['OPENAI_API_KEY'], needsKey: true },
  google: { id: 'google', name: 'Google', category: 'classic', label: 'API key', logo: 'google', helpUrl: 'https://aistudio.google.com/api-keys', environmentVariables: ['GEMINI_API_KEY', 'GOOGLE_API_KEY'], needsKey: true },
  bedrock: { id: 'bedrock', name: 'Amazon Bedrock', category: 'aws', label: 'AWS credentials', logo: 'bedrock', helpUrl: 'https://docs.aws.amazon.com/bedrock/latest/userguide/api-keys.html', environmentVariables: ['AWS_BEARER_TOKEN_BEDROCK', 'AWS_ACCESS_KEY_ID'], needsKey: true },
  deepseek: { id: 'deepseek', name: 'DeepSeek', category: 'classic', label: 'API key', logo: 'deepseek', helpUrl: 'https://platform.deepseek.com/api_keys', environmentVariables: ['DEEPSEEK_API_KEY'], needsKey: true },
  zai: { id: 'zai', name: 'Z.AI', category: 'classic', label: 'API key', logo: 'zai', helpUrl: 'https://z.ai/manage-apikey/apikey-list', environmentVariables: ['ZAI_API_KEY', 'ZHIPUAI_API_KEY'], needsKey: true },
  ollama: { id: 'ollama', name: 'Ollama', category: 'local', label: 'On this computer', logo: 'ollama', helpUrl: 'https://ollama.com/download', environmentVariables: ['OLLAMA_HOST'], needsKey: false },
  xai: { id: 'xai', name: 'xAI', category: 'classic', label: 'API key', logo: 'xai', helpUrl: 'https://console.x.ai', environmentVariables: ['XAI_API_KEY'], needsKey: true },
  openrouter: { id: 'openrouter', name: 'OpenRouter', category: 'proxy', label: 'Many models, one key', logo: 'openrouter', helpUrl: 'https://openrouter.ai/settings/keys', environmentVariables: ['OPENROUTER_API_KEY'], needsKey: true },
  litellm: { id: 'litellm', name: 'LiteLLM', category: 'hybrid', label: 'Your own proxy', logo: 'litellm', helpUrl: 'https://docs.litellm.ai/docs/proxy/virtual_keys', environmentVariables: ['LITELLM_API_KEY'], needsKey: false },
  huggingface: { id: 'huggingface', name: 'Hugging Face', category: 'huggingface', label: 'Models, datasets, training', logo: 'huggingface', helpUrl: 'https://huggingface.co/settings/tokens', environmentVariables: ['HF_TOKEN', 'HUGGING_FACE_HUB_TOKEN'], needsKey: true },
};

/** Ids that may name an entry of the secret store; anything else is refused there. */
export const secretIds: readonly ProviderId[] = providerIds.filter((id) => id !== 'ollama');

/**
 * How each kind of provider is connected, as far as it may be known outside the
 * secret store: never a key, nor any part of one.
 */
export type ProviderCredentials =
  | { kind: 'apiKey'; provider: Exclude<ProviderId, 'bedrock' | 'ollama' | 'litellm' | 'huggingface'>; baseUrl: string | null }
  | { kind: 'aws'; method: 'accessKey' | 'profile' | 'apiKey'; region: string; profile: string | null }
  | { kind: 'server'; provider: 'ollama' | 'litellm'; url: string; hasKey: boolean }
  | { kind: 'huggingface'; tokenName: string | null; tokenKind: 'read' | 'write' | 'fineGrained' | 'oauth' | 'other' };
