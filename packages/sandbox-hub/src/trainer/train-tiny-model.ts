// Trains a tiny model by gradient descent on examples and tells, step by step, how it goes. A step takes rows as the
// real trainer would, and of their bytes as many as fit the work that a step may cost.
import { createAdam } from './adam.ts';
import { randomFrom } from '../ids.ts';
import { freshWeights, TINY_SHAPE, TinyNetwork, zeroWeights, type Position } from './tiny-network.ts';
import type { TinyModel } from './tiny-model-files.ts';
import { positionsOf, type Example } from './training-rows.ts';

export interface TrainingPlan {
  steps: number;
  rowsPerStep: number;
  /** The highest; it warms up over the first steps and decays to a tenth. */
  learningRate: number;
  seed: number;
  /** Bytes of a row's answer that are learned. */
  maxBytes: number;
  evaluateEvery: number;
  checkpointEvery: number;
  /** What to go on from: the model after so many of the steps. */
  start?: { step: number; model: TinyModel };
}

export type TrainingNews =
  | {
      kind: 'step';
      step: number;
      loss: number;
      gradNorm: number;
      learningRate: number;
      epoch: number;
      bytes: number;
      accuracy: number;
    }
  | { kind: 'eval'; step: number; loss: number }
  /** The model as it is now; its weights change with the next step. */
  | { kind: 'checkpoint'; step: number; model: TinyModel };

// Some ten seconds of work in all, and never so little that a step means nothing.
const BYTES_IN_ALL = 32_000;
const [FEWEST_BYTES, MOST_BYTES] = [48, 1536];
// The weights move this often within a step: measured to learn three times as much as one move of many bytes.
const BYTES_PER_MOVE = 48;
const EVALUATED_BYTES = 1024;

/** Yields news after every step; returns the model. Stop it by not asking further. */
export function* trainTinyModel(
  train: readonly Example[],
  validation: readonly Example[],
  plan: TrainingPlan,
): Generator<TrainingNews, TinyModel> {
  const shape = plan.start?.model.shape ?? TINY_SHAPE;
  const random = randomFrom(plan.seed + (plan.start?.step ?? 0));
  const network = new TinyNetwork(shape, plan.start?.model.weights ?? freshWeights(shape, random));
  const gradient = zeroWeights(shape);
  const adam = createAdam(shape);
  const bytesPerStep = Math.min(MOST_BYTES, Math.max(FEWEST_BYTES, Math.floor(BYTES_IN_ALL / plan.steps)));
  const heldOut = sample(
    validation.slice(0, 200).flatMap((example) => positionsOf(example, shape, plan.maxBytes)),
    EVALUATED_BYTES,
    randomFrom(plan.seed),
  );
  const evaluate = () => {
    let loss = 0;
    for (const position of heldOut) {
      const odds = network.forward(position);
      loss -= Math.log(Math.max(odds[position.bytes[position.at] ?? 0] ?? 0, 1e-12));
    }
    return loss / heldOut.length;
  };

  let order: number[] = [];
  let bytes = 0;
  for (let step = (plan.start?.step ?? 0) + 1; step <= plan.steps; step += 1) {
    const rows: Example[] = [];
    while (rows.length < Math.min(plan.rowsPerStep, train.length)) {
      if (order.length === 0) order = shuffled(train.length, random);
      const example = train[order.pop() ?? 0];
      if (example) rows.push(example);
    }
    const positions = sample(
      rows.flatMap((example) => positionsOf(example, shape, plan.maxBytes)),
      bytesPerStep,
      random,
    );
    const learningRate = plan.learningRate * schedule(step, plan.steps);
    let [loss, hits, gradNorm, moves] = [0, 0, 0, 0];
    for (let start = 0; start < positions.length; start += BYTES_PER_MOVE) {
      const part = positions.slice(start, start + BYTES_PER_MOVE);
      for (const position of part) {
        const told = network.backward(position, gradient, part.length);
        loss += told.loss;
        if (told.hit) hits += 1;
      }
      gradNorm += adam.step(network.weights, gradient, learningRate);
      moves += 1;
    }
    bytes += positions.length;
    yield {
      kind: 'step',
      step,
      loss: loss / positions.length,
      gradNorm: gradNorm / moves,
      learningRate,
      epoch: (step * plan.rowsPerStep) / train.length,
      bytes,
      accuracy: hits / positions.length,
    };
    if (heldOut.length > 0 && (step % plan.evaluateEvery === 0 || step === plan.steps)) {
      yield { kind: 'eval', step, loss: evaluate() };
    }
    if (step % plan.checkpointEvery === 0)
      yield { kind: 'checkpoint', step, model: { shape, weights: network.weights } };
  }
  return { shape, weights: network.weights };
}

function schedule(step: number, steps: number): number {
  const warm = Math.max(1, Math.round(steps * 0.05));
  return step < warm ? step / warm : 1 - 0.9 * ((step - warm) / Math.max(1, steps - warm));
}

function sample(positions: Position[], count: number, random: () => number): Position[] {
  for (let index = 0; index < Math.min(count, positions.length); index += 1) {
    const other = index + Math.floor(random() * (positions.length - index));
    const [a, b] = [positions[index], positions[other]];
    if (a && b) [positions[index], positions[other]] = [b, a];
  }
  return positions.slice(0, count);
}

function shuffled(length: number, random: () => number): number[] {
  const order = Array.from({ length }, (_, index) => index);
  for (let index = length - 1; index > 0; index -= 1) {
    const other = Math.floor(random() * (index + 1));
    [order[index], order[other]] = [order[other] ?? 0, order[index] ?? 0];
  }
  return order;
}
