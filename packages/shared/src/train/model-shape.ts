// A model's measures, and likely ones where its config does not tell them.
import type { ModelFacts } from './run-facts.ts';

export interface ModelShape {
  parameters: number;
  hidden: number;
  layers: number;
  vocabulary: number;
  /** Of the parameters, those that 4 bits do not apply to. */
  embeddings: number;
}

/** Null where even the number of parameters is not known. */
export function modelShapeOf(model: ModelFacts | null): ModelShape | null {
  if (!model?.parameters) return null;
  const { parameters } = model;
  // Decoders have about 12·layers·hidden² parameters and are about 110 times as wide as they have layers.
  const hidden = model.hiddenSize ?? Math.max(64, Math.cbrt((parameters * 110) / 12));
  const layers = model.layers ?? Math.max(2, Math.round(hidden / 110));
  const vocabulary = model.vocabulary ?? Math.min(128_000, Math.max(1_000, parameters / (2 * hidden)));
  return { parameters, hidden, layers, vocabulary, embeddings: Math.min(parameters * 0.6, 2 * vocabulary * hidden) };
}

/** Parameters of the LoRA matrices: `rank` times the width of each layer's seven linear parts, about 20 times `hidden` together. */
export function adapterParameters(shape: ModelShape, rank: number, targets: string): number {
  const named = targets.split(',').filter((each) => each.trim() !== '');
  const widths = targets.trim() === 'all-linear' || named.length === 0 ? 20 : Math.min(20, named.length * 2.8);
  return rank * widths * shape.hidden * shape.layers;
}
