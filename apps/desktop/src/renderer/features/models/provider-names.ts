// Inference providers by the names they go by. One that is not here is shown by
// the Hub's own word for it.

// The providers the Hub's JavaScript client knows (reference hub-api 2.6), and
// those earlier versions knew.
const names: Readonly<Record<string, string>> = {
  baseten: 'Baseten',
  cerebras: 'Cerebras',
  cohere: 'Cohere',
  deepinfra: 'DeepInfra',
  'fal-ai': 'fal',
  'featherless-ai': 'Featherless',
  'fireworks-ai': 'Fireworks',
  groq: 'Groq',
  'hf-inference': 'HF Inference',
  hyperbolic: 'Hyperbolic',
  nebius: 'Nebius',
  novita: 'Novita',
  nscale: 'Nscale',
  openai: 'OpenAI',
  ovhcloud: 'OVHcloud',
  publicai: 'Public AI',
  replicate: 'Replicate',
  sambanova: 'SambaNova',
  scaleway: 'Scaleway',
  together: 'Together',
  wavespeed: 'WaveSpeed',
  'zai-org': 'Z.ai',
};

export function providerName(provider: string): string {
  return Object.hasOwn(names, provider) ? (names[provider] ?? provider) : provider;
}
