// The line under an answer: what it used, how fast it was, what it may have cost.
import type { Answer } from '../../stores/conversation.ts';
import { formatCost } from './format-cost.ts';
import { formatDuration, formatSeconds } from '../../ui/format-duration.ts';
import { spendingOf } from './spending.ts';
import { useElapsed } from './use-elapsed.ts';

const whole = new Intl.NumberFormat('en-US');

export function AnswerStats({ answer }: { answer: Answer }) {
  return (
    <ul data-testid="chat-stats" className="flex flex-wrap gap-x-4 gap-y-0.5 text-xs text-ink-3 tabular-nums">
      {statsOf(answer).map((words) => (
        <li key={words}>{words}</li>
      ))}
    </ul>
  );
}

/** What is known of an answer that has ended, in the order it is read. */
export function statsOf(answer: Answer): string[] {
  const { tokens, costUsd, isPartial } = spendingOf([answer]);
  const end = answer.ends.at(-1);
  const words: string[] = [];
  if (answer.phase === 'stopped')
    words.push(`Stopped after ${formatSeconds((answer.settledAtMs ?? 0) - answer.startedAtMs)}`);
  if (tokens) words.push(`${whole.format(tokens.prompt)} tokens in, ${whole.format(tokens.completion)} out`);
  else words.push('Tokens not reported');
  if (end?.firstTokenMs !== undefined && end.firstTokenMs !== null)
    words.push(`First token in ${formatDuration(end.firstTokenMs)}`);
  if (end?.tokensPerSecond !== undefined && end.tokensPerSecond !== null)
    words.push(`${formatSpeed(end.tokensPerSecond)} tokens/s`);
  if (tokens) words.push(isPartial && costUsd !== null ? `${formatCost(costUsd)} or more` : formatCost(costUsd));
  return words;
}

function formatSpeed(tokensPerSecond: number): string {
  return tokensPerSecond < 10 ? tokensPerSecond.toFixed(1) : whole.format(Math.round(tokensPerSecond));
}

/** In the same place while the answer is being written. */
export function AnswerProgress({ answer }: { answer: Answer }) {
  const elapsedMs = useElapsed(answer.startedAtMs, 1_000);
  const words = answer.phase === 'waiting' ? 'Waiting for the first word' : 'Writing';
  return (
    <p className="flex h-8 items-center gap-2 text-xs text-ink-3 tabular-nums">
      <span aria-hidden className="size-1.5 animate-pulse rounded-full bg-accent" />
      {words}
      {elapsedMs >= 2_000 && ` · ${formatSeconds(elapsedMs)}`}
    </p>
  );
}
