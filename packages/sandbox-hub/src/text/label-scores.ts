// How sure a model is of each label of a text, from its name and the text alone: sentiment models weigh words of a
// small list, others give scores that mean nothing.
import { hash32 } from '../ids.ts';
import { sentiment } from './sentiment.ts';

export interface LabelScore {
  label: string;
  score: number;
}

/** Shares that add up to 1, in no order. */
export function labelScores(model: string, text: string): LabelScore[] {
  const glad = sentiment(text);
  if (/sst-?2/i.test(model)) {
    const positive = 1 / (1 + Math.exp(-6 * glad));
    return [
      { label: 'POSITIVE', score: positive },
      { label: 'NEGATIVE', score: 1 - positive },
    ];
  }
  if (/sentiment|finbert/i.test(model)) {
    return softmax({ positive: 4 * glad, neutral: 1.5 - 2 * Math.abs(glad), negative: -4 * glad });
  }
  return softmax({
    LABEL_0: (hash32(`${model} 0 ${text}`) % 400) / 100,
    LABEL_1: (hash32(`${model} 1 ${text}`) % 400) / 100,
  });
}

function softmax(logits: Readonly<Record<string, number>>): LabelScore[] {
  const weights = Object.entries(logits).map(([label, logit]) => ({ label, weight: Math.exp(logit) }));
  const total = weights.reduce((sum, { weight }) => sum + weight, 0);
  return weights.map(({ label, weight }) => ({ label, score: weight / total }));
}
