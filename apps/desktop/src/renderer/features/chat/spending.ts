// What answers used, as far as the providers told it.
import type { Answer, Turn } from '../../stores/conversation.ts';

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
  let tokens: Spending['tokens'] = null;
  let costUsd: number | null = null;
  let isPartial = false;
  for (const answer of answers) {
    const wasCut = answer.phase === 'stopped' || (answer.phase === 'failed' && answer.text + answer.reasoning !== '');
    isPartial ||= wasCut;
    for (const end of answer.ends) {
      if (end.promptTokens === null || end.completionTokens === null) isPartial = true;
      else
        tokens = {
          prompt: (tokens?.prompt ?? 0) + end.promptTokens,
          completion: (tokens?.completion ?? 0) + end.completionTokens,
        };
      if (end.costUsd === null) isPartial = true;
      else costUsd = (costUsd ?? 0) + end.costUsd;
    }
  }
  return { tokens, costUsd, isPartial };
}

/** The whole conversation, with the answers that were asked for again: they were paid for too. */
export function spendingOfTurns(turns: readonly Turn[]): Spending {
  return spendingOf(turns.flatMap(({ versions }) => versions.map(({ answer }) => answer)));
}
