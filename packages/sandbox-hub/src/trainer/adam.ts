// Adam (Kingma and Ba, 2014), with the gradient clipped to a norm of one first.
import { WEIGHT_NAMES, zeroWeights, type TinyShape, type TinyWeights } from './tiny-network.ts';

const [BETA_1, BETA_2, EPSILON, MAX_NORM] = [0.9, 0.999, 1e-8, 1];

export interface Adam {
  /** Moves the weights against the gradient and clears it. Gives the gradient's norm before clipping. */
  step(weights: TinyWeights, gradient: TinyWeights, learningRate: number): number;
}

export function createAdam(shape: TinyShape): Adam {
  const mean = zeroWeights(shape);
  const square = zeroWeights(shape);
  let steps = 0;
  return {
    step: (weights, gradient, learningRate) => {
      steps += 1;
      let squares = 0;
      for (const name of WEIGHT_NAMES) for (const value of gradient[name]) squares += value * value;
      const norm = Math.sqrt(squares);
      const clip = norm > MAX_NORM ? MAX_NORM / norm : 1;
      const rate = (learningRate * Math.sqrt(1 - BETA_2 ** steps)) / (1 - BETA_1 ** steps);
      for (const name of WEIGHT_NAMES) {
        const [values, slopes, means, variances] = [weights[name], gradient[name], mean[name], square[name]];
        for (let index = 0; index < values.length; index += 1) {
          const slope = (slopes[index] ?? 0) * clip;
          const average = BETA_1 * (means[index] ?? 0) + (1 - BETA_1) * slope;
          const variance = BETA_2 * (variances[index] ?? 0) + (1 - BETA_2) * slope * slope;
          means[index] = average;
          variances[index] = variance;
          values[index] = (values[index] ?? 0) - (rate * average) / (Math.sqrt(variance) + EPSILON);
        }
        slopes.fill(0);
      }
      return norm;
    },
  };
}
