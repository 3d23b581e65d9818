// The tiny trainer's model: the next byte from the bytes before it and from the words of what was asked.
//
// Input: an embedding of each of the last `context` bytes, side by side, and the mean embedding of the question's
// words (hashed into buckets), which is how an answer of many bytes still knows its question. One hidden layer of
// tanh, then a softmax over 256 bytes. Forward and backward are written out by hand, in 32-bit floats.

export interface TinyShape {
  /** How many bytes it looks back. */
  context: number;
  /** Numbers that stand for a byte. */
  byteWidth: number;
  /** Places for the hashes of words. */
  buckets: number;
  /** Numbers that stand for a word. */
  wordWidth: number;
  hidden: number;
}

export const TINY_SHAPE: TinyShape = { context: 20, byteWidth: 12, buckets: 1024, wordWidth: 32, hidden: 128 };

/** 256 bytes; byte 0 also fills the context before the start of a text. */
export const VOCABULARY = 256;

export interface TinyWeights {
  byteEmbedding: Float32Array;
  wordEmbedding: Float32Array;
  hiddenWeight: Float32Array;
  hiddenBias: Float32Array;
  outputWeight: Float32Array;
  outputBias: Float32Array;
}
export type WeightName = keyof TinyWeights;

export const WEIGHT_NAMES: readonly WeightName[] = [
  'byteEmbedding',
  'wordEmbedding',
  'hiddenWeight',
  'hiddenBias',
  'outputWeight',
  'outputBias',
];

/** Rows and columns of each weight; a bias has one dimension. */
export function weightShapes(shape: TinyShape): Record<WeightName, number[]> {
  const inputs = inputWidth(shape);
  return {
    byteEmbedding: [VOCABULARY, shape.byteWidth],
    wordEmbedding: [shape.buckets, shape.wordWidth],
    hiddenWeight: [shape.hidden, inputs],
    hiddenBias: [shape.hidden],
    outputWeight: [VOCABULARY, shape.hidden],
    outputBias: [VOCABULARY],
  };
}

function inputWidth({ context, byteWidth, wordWidth }: TinyShape): number {
  return context * byteWidth + wordWidth;
}

function mapWeights(make: (name: WeightName) => Float32Array): TinyWeights {
  return {
    byteEmbedding: make('byteEmbedding'),
    wordEmbedding: make('wordEmbedding'),
    hiddenWeight: make('hiddenWeight'),
    hiddenBias: make('hiddenBias'),
    outputWeight: make('outputWeight'),
    outputBias: make('outputBias'),
  };
}

export function zeroWeights(shape: TinyShape): TinyWeights {
  const shapes = weightShapes(shape);
  return mapWeights((name) => new Float32Array(shapes[name].reduce((size, side) => size * side, 1)));
}

/** Small random numbers, so that every byte is about as likely as any other. */
export function freshWeights(shape: TinyShape, random: () => number): TinyWeights {
  const weights = zeroWeights(shape);
  const fill = (values: Float32Array, scale: number) => {
    for (let index = 0; index < values.length; index += 1) values[index] = (random() * 2 - 1) * scale;
  };
  fill(weights.byteEmbedding, 0.5);
  fill(weights.wordEmbedding, 0.5);
  fill(weights.hiddenWeight, Math.sqrt(3 / inputWidth(shape)));
  fill(weights.outputWeight, 0.02);
  return weights;
}

export function parameterCount(shape: TinyShape): number {
  return Object.values(weightShapes(shape)).reduce(
    (sum, sides) => sum + sides.reduce((size, side) => size * side, 1),
    0,
  );
}

/** The buckets of the words of a question. */
export function wordBuckets(question: string, shape: TinyShape): number[] {
  const words = question.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return [...new Set(words.map((word) => fnv(word) % shape.buckets))];
}

function fnv(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return (hash ^ (hash >>> 15)) >>> 0;
}

/** One thing to learn: the byte at `at` of `bytes`, after those before it. */
export interface Position {
  bytes: Uint8Array;
  at: number;
  buckets: readonly number[];
}

/** Works with one set of weights; holds the scratch memory so that a step allocates nothing. */
export class TinyNetwork {
  readonly shape: TinyShape;
  readonly weights: TinyWeights;
  readonly #input: Float32Array;
  readonly #hidden: Float32Array;
  readonly #odds: Float32Array;
  readonly #hiddenError: Float32Array;
  readonly #inputError: Float32Array;

  constructor(shape: TinyShape, weights: TinyWeights) {
    this.shape = shape;
    this.weights = weights;
    this.#input = new Float32Array(inputWidth(shape));
    this.#hidden = new Float32Array(shape.hidden);
    this.#odds = new Float32Array(VOCABULARY);
    this.#hiddenError = new Float32Array(shape.hidden);
    this.#inputError = new Float32Array(inputWidth(shape));
  }

  /** The odds of each byte, which sum to 1. The array is used again by the next call. */
  forward({ bytes, at, buckets }: Position): Float32Array {
    const { context, byteWidth, wordWidth, hidden } = this.shape;
    const { byteEmbedding, wordEmbedding, hiddenWeight, hiddenBias, outputWeight, outputBias } = this.weights;
    const input = this.#input;
    for (let back = 0; back < context; back += 1) {
      const byte = bytes[at - 1 - back] ?? 0;
      for (let index = 0; index < byteWidth; index += 1) {
        input[back * byteWidth + index] = byteEmbedding[byte * byteWidth + index] ?? 0;
      }
    }
    const words = context * byteWidth;
    input.fill(0, words);
    for (const bucket of buckets) {
      for (let index = 0; index < wordWidth; index += 1) {
        input[words + index] =
          (input[words + index] ?? 0) + (wordEmbedding[bucket * wordWidth + index] ?? 0) / buckets.length;
      }
    }
    for (let row = 0; row < hidden; row += 1) {
      let sum = hiddenBias[row] ?? 0;
      const start = row * input.length;
      for (let index = 0; index < input.length; index += 1)
        sum += (hiddenWeight[start + index] ?? 0) * (input[index] ?? 0);
      this.#hidden[row] = Math.tanh(sum);
    }
    const odds = this.#odds;
    let highest = -Infinity;
    for (let row = 0; row < VOCABULARY; row += 1) {
      let sum = outputBias[row] ?? 0;
      const start = row * hidden;
      for (let index = 0; index < hidden; index += 1)
        sum += (outputWeight[start + index] ?? 0) * (this.#hidden[index] ?? 0);
      odds[row] = sum;
      if (sum > highest) highest = sum;
    }
    let total = 0;
    for (let row = 0; row < VOCABULARY; row += 1) {
      const raised = Math.exp((odds[row] ?? 0) - highest);
      odds[row] = raised;
      total += raised;
    }
    for (let row = 0; row < VOCABULARY; row += 1) odds[row] = (odds[row] ?? 0) / total;
    return odds;
  }

  /** Adds this position's part of the gradient of the mean loss over `count` positions; gives its loss and hit. */
  backward(position: Position, gradient: TinyWeights, count: number): { loss: number; hit: boolean } {
    const { context, byteWidth, wordWidth, hidden } = this.shape;
    const { hiddenWeight, outputWeight } = this.weights;
    const odds = this.forward(position);
    const wanted = position.bytes[position.at] ?? 0;
    const loss = -Math.log(Math.max(odds[wanted] ?? 0, 1e-12));
    let likeliest = 0;
    for (let row = 1; row < VOCABULARY; row += 1) if ((odds[row] ?? 0) > (odds[likeliest] ?? 0)) likeliest = row;

    const hiddenError = this.#hiddenError.fill(0);
    for (let row = 0; row < VOCABULARY; row += 1) {
      const error = ((odds[row] ?? 0) - (row === wanted ? 1 : 0)) / count;
      // Most bytes are hardly ever likely: what is next to nothing is left out.
      if (Math.abs(error) * count < 1e-6) continue;
      gradient.outputBias[row] = (gradient.outputBias[row] ?? 0) + error;
      const start = row * hidden;
      for (let index = 0; index < hidden; index += 1) {
        gradient.outputWeight[start + index] =
          (gradient.outputWeight[start + index] ?? 0) + error * (this.#hidden[index] ?? 0);
        hiddenError[index] = (hiddenError[index] ?? 0) + error * (outputWeight[start + index] ?? 0);
      }
    }
    const input = this.#input;
    const inputError = this.#inputError.fill(0);
    for (let row = 0; row < hidden; row += 1) {
      const value = this.#hidden[row] ?? 0;
      const error = (hiddenError[row] ?? 0) * (1 - value * value);
      gradient.hiddenBias[row] = (gradient.hiddenBias[row] ?? 0) + error;
      const start = row * input.length;
      for (let index = 0; index < input.length; index += 1) {
        gradient.hiddenWeight[start + index] =
          (gradient.hiddenWeight[start + index] ?? 0) + error * (input[index] ?? 0);
        inputError[index] = (inputError[index] ?? 0) + error * (hiddenWeight[start + index] ?? 0);
      }
    }
    for (let back = 0; back < context; back += 1) {
      const start = (position.bytes[position.at - 1 - back] ?? 0) * byteWidth;
      for (let index = 0; index < byteWidth; index += 1) {
        gradient.byteEmbedding[start + index] =
          (gradient.byteEmbedding[start + index] ?? 0) + (inputError[back * byteWidth + index] ?? 0);
      }
    }
    const words = context * byteWidth;
    for (const bucket of position.buckets) {
      for (let index = 0; index < wordWidth; index += 1) {
        const at = bucket * wordWidth + index;
        gradient.wordEmbedding[at] =
          (gradient.wordEmbedding[at] ?? 0) + (inputError[words + index] ?? 0) / position.buckets.length;
      }
    }
    return { loss, hit: likeliest === wanted };
  }
}
