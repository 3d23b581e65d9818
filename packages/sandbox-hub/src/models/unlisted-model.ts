// A model that the catalogue does not list, for something that serves it all the same.
import type { ModelRecord } from './model-record.ts';

export function unlistedModel(id: string): ModelRecord {
  return {
    serial: 0,
    id,
    author: id.split('/')[0] ?? '',
    pipelineTag: 'text-generation',
    library: 'transformers',
    tags: [],
    license: '',
    gated: false,
    private: false,
    createdAt: 0,
    lastModified: 0,
    downloads: 0,
    likes: 0,
    trendingScore: 0,
    parameters: 0,
    inputModalities: ['text'],
    outputModalities: ['text'],
    servings: [],
  };
}
