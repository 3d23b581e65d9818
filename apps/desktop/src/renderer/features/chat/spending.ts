// What answers used, as far as the providers told it.
import { type Answer, hasWords, type Turn } from '../../stores/conversation.ts';

export interface Spending {
  /** Null when no request reported any. */
  tokens: { prompt: number; completion: number } | null;
  /** Null when no price is known. */
  costUsd: number | null;
  /** Some request told nothing, so the true figures are higher. */
  isPartial: boolean;
}

/** The requests behind one answer together. */
export function spendingOf(answers: readonly Answer[]): Spending {
  const tokens = { prompt: 0, completion: 0 };
  let hasTokens = false;
  let costUsd: number | null = null;
  let isPartial = false;
  for (const answer of answers) {
    const wasCut = answer.phase === 'stopped' || (answer.phase === 'failed' && hasWords(answer));
    isPartial ||= wasCut;
    for (const { promptTokens, completionTokens, costUsd: cost } of answer.ends) {
      isPartial ||= promptTokens === null || completionTokens === null || cost === null;
      if (promptTokens !== null && completionTokens !== null) {
        hasTokens = true;
        tokens.prompt += promptTokens;
        tokens.completion += completionTokens;
      }
      if (cost !== null) costUsd = (costUsd ?? 0) + cost;
    }
  }
  return { tokens: hasTokens ? tokens : null, costUsd, isPartial };
}

/** The whole conversation, with the answers that were asked for again: they were paid for too. */
export function spendingOfTurns(turns: readonly Turn[]): Spending {
  return spendingOf(turns.flatMap(({ versions }) => versions.map(({ answer }) => answer)));
}
