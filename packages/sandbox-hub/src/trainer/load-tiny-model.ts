// A trained tiny model as something that answers: what the router and the Spaces of the Sandbox serve it with.
import { randomFrom } from '../ids.ts';
import { readTinyModel } from './tiny-model-files.ts';
import { TinyNetwork, VOCABULARY, wordBuckets } from './tiny-network.ts';

export interface TinySampling {
  /** In bytes, which are this model's tokens. Default 256. */
  maxTokens?: number;
  /** 0 always takes the likeliest byte. Default 0.7. */
  temperature?: number;
  /** Default 0: the same every time. */
  seed?: number;
  signal?: AbortSignal;
}

export interface LoadedTinyModel {
  /** The answer to a question, piece by piece (whole characters); ends at the model's own end, or at `maxTokens`. */
  generate(prompt: string, sampling?: TinySampling): AsyncGenerator<string, 'stop' | 'length'>;
  /** As `generate`, at once and without a signal. */
  pieces(prompt: string, sampling?: TinySampling): Generator<string, 'stop' | 'length'>;
}

/** Marks in the byte stream that no text has: where the answer starts and where it ends. */
export const ANSWER_MARK = 2;
export const END_MARK = 3;

/** `files` holds at least `config.json` and `model.safetensors`. Throws when they are not a tiny model's. */
export function loadTinyModel(files: Readonly<Record<string, Uint8Array>>): LoadedTinyModel {
  const { shape, weights } = readTinyModel(files);

  function* pieces(prompt: string, sampling: TinySampling = {}): Generator<string, 'stop' | 'length'> {
    const { maxTokens = 256, temperature = 0.7, seed = 0 } = sampling;
    const network = new TinyNetwork(shape, weights);
    const random = randomFrom(seed);
    const buckets = wordBuckets(prompt, shape);
    const start = Buffer.concat([Buffer.from(prompt), Buffer.from([ANSWER_MARK])]);
    const bytes = new Uint8Array(start.length + maxTokens);
    bytes.set(start);
    const decoder = new TextDecoder();
    for (let at = start.length; at < bytes.length; at += 1) {
      const byte = draw(network.forward({ bytes, at, buckets }), temperature, random);
      if (byte === END_MARK) return 'stop';
      bytes[at] = byte;
      const text = decoder.decode(bytes.subarray(at, at + 1), { stream: true });
      if (text !== '') yield text;
    }
    return 'length';
  }

  return {
    pieces,
    async *generate(prompt, sampling = {}) {
      const all = pieces(prompt, sampling);
      for (;;) {
        sampling.signal?.throwIfAborted();
        const step = all.next();
        if (step.done) return step.value;
        yield step.value;
      }
    },
  };
}

function draw(odds: Float32Array, temperature: number, random: () => number): number {
  if (temperature < 0.01) {
    let best = 1;
    for (let byte = 2; byte < VOCABULARY; byte += 1) if ((odds[byte] ?? 0) > (odds[best] ?? 0)) best = byte;
    return best;
  }
  let total = 0;
  const warmed = odds.map((odd) => Math.max(odd, 1e-30) ** (1 / temperature));
  // Byte 0 only fills the space before a text: it is never said.
  warmed[0] = 0;
  for (const value of warmed) total += value;
  let left = random() * total;
  for (const [byte, value] of warmed.entries()) {
    left -= value;
    if (left <= 0 && value > 0) return byte;
  }
  return END_MARK;
}
