// The demo's models that do not chat: other tasks, served and not, and what Sandy and the organizations own.
import type { Serving } from '../models/model-record.ts';

interface OtherModel {
  id: string;
  task: string;
  library: string;
  license: string;
  millions: number;
  tags?: readonly string[];
  gated?: 'auto' | 'manual';
  private?: boolean;
  providers?: readonly string[];
  input?: readonly string[];
  output?: readonly string[];
}

const EMBEDDING = { task: 'feature-extraction', library: 'sentence-transformers', license: 'apache-2.0' };
const CLASSIFIER = {
  task: 'text-classification',
  library: 'transformers',
  license: 'apache-2.0',
  providers: ['hf-inference'],
};
const IMAGE = { task: 'text-to-image', library: 'diffusers', output: ['image'] };
const SPEECH = {
  task: 'automatic-speech-recognition',
  library: 'transformers',
  license: 'apache-2.0',
  input: ['audio'],
};
const OWN = { task: 'text-generation', library: 'transformers', license: 'apache-2.0' };

export const OTHER_MODELS: readonly OtherModel[] = [
  { ...EMBEDDING, id: 'sentence-transformers/all-MiniLM-L6-v2', millions: 22.7, providers: ['hf-inference'] },
  { ...EMBEDDING, id: 'sentence-transformers/all-mpnet-base-v2', millions: 109, providers: ['hf-inference'] },
  { ...EMBEDDING, id: 'BAAI/bge-m3', license: 'mit', millions: 568, providers: ['hf-inference', 'deepinfra'] },
  { ...EMBEDDING, id: 'BAAI/bge-small-en-v1.5', license: 'mit', millions: 33.4, providers: ['hf-inference'] },
  {
    ...EMBEDDING,
    id: 'BAAI/bge-large-en-v1.5',
    license: 'mit',
    millions: 335,
    providers: ['hf-inference', 'together'],
  },
  { ...EMBEDDING, id: 'intfloat/multilingual-e5-large', license: 'mit', millions: 560, providers: ['hf-inference'] },
  { ...EMBEDDING, id: 'Qwen/Qwen3-Embedding-8B', millions: 7570, providers: ['scaleway', 'deepinfra'] },
  { ...EMBEDDING, id: 'Qwen/Qwen3-Embedding-0.6B', millions: 596, providers: ['hf-inference', 'deepinfra'] },
  {
    ...EMBEDDING,
    id: 'google/embeddinggemma-300m',
    license: 'gemma',
    millions: 303,
    gated: 'manual',
    providers: ['hf-inference'],
  },
  { ...EMBEDDING, id: 'nomic-ai/nomic-embed-text-v1.5', millions: 137 },
  { ...CLASSIFIER, id: 'distilbert/distilbert-base-uncased-finetuned-sst-2-english', millions: 67 },
  { ...CLASSIFIER, id: 'cardiffnlp/twitter-roberta-base-sentiment-latest', license: 'cc-by-4.0', millions: 125 },
  { ...CLASSIFIER, id: 'ProsusAI/finbert', license: 'other', millions: 109 },
  { ...CLASSIFIER, id: 'papluca/xlm-roberta-base-language-detection', license: 'mit', millions: 278 },
  {
    id: 'facebook/bart-large-mnli',
    task: 'zero-shot-classification',
    library: 'transformers',
    license: 'mit',
    millions: 407,
    providers: ['hf-inference'],
  },
  {
    id: 'dslim/bert-base-NER',
    task: 'token-classification',
    library: 'transformers',
    license: 'mit',
    millions: 108,
    providers: ['hf-inference'],
  },
  {
    id: 'deepset/roberta-base-squad2',
    task: 'question-answering',
    library: 'transformers',
    license: 'cc-by-4.0',
    millions: 124,
    providers: ['hf-inference'],
  },
  {
    id: 'facebook/bart-large-cnn',
    task: 'summarization',
    library: 'transformers',
    license: 'mit',
    millions: 406,
    providers: ['hf-inference'],
  },
  {
    id: 'google-t5/t5-base',
    task: 'translation',
    library: 'transformers',
    license: 'apache-2.0',
    millions: 223,
    providers: ['hf-inference'],
  },
  {
    id: 'google-bert/bert-base-uncased',
    task: 'fill-mask',
    library: 'transformers',
    license: 'apache-2.0',
    millions: 110,
    providers: ['hf-inference'],
  },
  {
    ...IMAGE,
    id: 'black-forest-labs/FLUX.1-dev',
    license: 'other',
    millions: 11900,
    gated: 'auto',
    providers: ['fal-ai', 'together', 'replicate'],
  },
  {
    ...IMAGE,
    id: 'black-forest-labs/FLUX.1-schnell',
    license: 'apache-2.0',
    millions: 11900,
    providers: ['fal-ai', 'together', 'nscale'],
  },
  {
    ...IMAGE,
    id: 'stabilityai/stable-diffusion-xl-base-1.0',
    license: 'openrail++',
    millions: 3470,
    providers: ['hf-inference', 'nscale'],
  },
  {
    ...IMAGE,
    id: 'stabilityai/stable-diffusion-3.5-large',
    license: 'other',
    millions: 8060,
    gated: 'auto',
    providers: ['fal-ai'],
  },
  { ...IMAGE, id: 'Qwen/Qwen-Image', license: 'apache-2.0', millions: 20400, providers: ['fal-ai', 'wavespeed'] },
  { ...SPEECH, id: 'openai/whisper-large-v3', millions: 1540, providers: ['hf-inference', 'fal-ai'] },
  { ...SPEECH, id: 'openai/whisper-large-v3-turbo', license: 'mit', millions: 809, providers: ['hf-inference'] },
  { ...SPEECH, id: 'facebook/wav2vec2-base-960h', millions: 94.4 },
  {
    id: 'hexgrad/Kokoro-82M',
    task: 'text-to-speech',
    library: 'kokoro',
    license: 'apache-2.0',
    millions: 82,
    providers: ['fal-ai', 'replicate'],
    output: ['audio'],
  },
  {
    id: 'Wan-AI/Wan2.2-T2V-A14B',
    task: 'text-to-video',
    library: 'wan',
    license: 'apache-2.0',
    millions: 28600,
    providers: ['fal-ai', 'wavespeed'],
    output: ['video'],
  },
  {
    id: 'google/vit-base-patch16-224',
    task: 'image-classification',
    library: 'transformers',
    license: 'apache-2.0',
    millions: 86.6,
    providers: ['hf-inference'],
    input: ['image'],
  },
  {
    id: 'facebook/detr-resnet-50',
    task: 'object-detection',
    library: 'transformers',
    license: 'apache-2.0',
    millions: 41.6,
    providers: ['hf-inference'],
    input: ['image'],
  },
  { ...OWN, id: 'openai-community/gpt2', license: 'mit', millions: 137 },
  { ...OWN, id: 'EleutherAI/pythia-160m', millions: 213 },
  { ...OWN, id: 'bigscience/bloom-560m', license: 'bigscience-bloom-rail-1.0', millions: 559 },
  { ...OWN, id: 'unsloth/Qwen3-8B-GGUF', library: 'gguf', millions: 8190, tags: ['gguf', 'base_model:Qwen/Qwen3-8B'] },
  {
    ...OWN,
    id: 'mlx-community/Llama-3.2-3B-Instruct-4bit',
    library: 'mlx',
    license: 'llama3.2',
    millions: 3210,
    tags: ['mlx'],
  },
  {
    ...OWN,
    id: 'sandy/harbour-helper',
    millions: 135,
    tags: ['base_model:HuggingFaceTB/SmolLM2-135M-Instruct', 'dataset:sandy/harbour-notes', 'trl', 'sft'],
  },
  {
    ...OWN,
    id: 'sandy/tide-tables-lora',
    library: 'peft',
    millions: 4.2,
    tags: ['base_model:Qwen/Qwen3-0.6B', 'lora'],
  },
  { ...OWN, id: 'sandy/unfinished-lighthouse', millions: 135, private: true },
  { ...OWN, id: 'tidewater/support-writer', millions: 1710, tags: ['base_model:HuggingFaceTB/SmolLM2-1.7B-Instruct'] },
  { ...OWN, id: 'tidewater/invoice-reader', task: 'token-classification', millions: 108, private: true },
  { ...OWN, id: 'northwind-labs/whispering-gallery', ...SPEECH, millions: 244, private: true },
];

export function otherServings(model: OtherModel): Serving[] {
  return (model.providers ?? []).map((provider) => ({
    provider,
    status: 'live',
    task: model.task,
    isModelAuthor: false,
  }));
}
