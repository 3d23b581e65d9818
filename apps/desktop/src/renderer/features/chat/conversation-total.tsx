import { useConversation } from '../../stores/conversation.ts';
import { formatCost } from './format-cost.ts';
import { spendingOfTurns } from './spending.ts';

const whole = new Intl.NumberFormat('en-US');

/** What the whole conversation used so far. */
export function ConversationTotal() {
  const turns = useConversation((state) => state.turns);
  const { tokens, costUsd, isPartial } = spendingOfTurns(turns);
  if (!tokens) return null;
  const cost = isPartial && costUsd !== null ? `${formatCost(costUsd)} or more` : formatCost(costUsd);
  return (
    <span className="tabular-nums">
      This conversation: {whole.format(tokens.prompt + tokens.completion)} tokens · {cost}
    </span>
  );
}
