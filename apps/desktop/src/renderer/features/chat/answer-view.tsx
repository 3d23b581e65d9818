// One answer: thoughts folded, text, how it ended, and what it used.
import { RotateCcw } from 'lucide-react';
import { type ReactNode, Suspense } from 'react';
import type { Account } from '@hubdesk/shared/account/account';
import { type Answer, isUnderWay } from '../../stores/conversation.ts';
import { readThinking } from '../../stores/thinking.ts';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { AnswerFailure } from './answer-failure.tsx';
import { AnswerProgress, AnswerStats } from './answer-stats.tsx';
import { BareTextBoundary } from './bare-text-boundary.tsx';
import { LazyAnswerText } from './lazy-answer-text.ts';
import { PlainText } from './plain-text.tsx';
import { Reasoning } from './reasoning.tsx';
import type { Ask } from './use-ask.ts';

export interface AnswerViewProps {
  answer: Answer;
  account: Account | null | undefined;
  ask: Ask;
  /** Only the last answer can be asked for again or gone on with. */
  isLast: boolean;
  /** Beside the other commands, for instance the way to earlier answers. */
  children?: ReactNode;
}

export function AnswerView({ answer, account, ask, isLast, children }: AnswerViewProps) {
  const { thoughts, said } = readThinking(answer.text);
  const reasoning = answer.reasoning || thoughts;
  const underWay = isUnderWay(answer);
  const ending = underWay ? null : endingWords(answer, said);
  return (
    <div data-testid="chat-message-assistant" data-phase={answer.phase} className="min-w-0">
      {reasoning && <Reasoning text={reasoning} durationMs={answer.reasoningMs} isUnderWay={underWay} />}
      {said && (
        <BareTextBoundary bare={<BareText text={said} />}>
          <Suspense fallback={<BareText text={said} />}>
            <LazyAnswerText text={said} isGrowing={underWay} />
          </Suspense>
        </BareTextBoundary>
      )}
      {ending && (
        <div className="mt-3 flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-ink-2">
          <p className="flex items-center gap-2">
            <span aria-hidden className="h-px w-5 bg-edge" />
            {ending}
          </p>
          {isLast && said && (
            <Button size="small" onClick={ask.goOn}>
              Go on
            </Button>
          )}
        </div>
      )}
      {answer.failure && (
        <div className={said || reasoning ? 'mt-4' : undefined}>
          <AnswerFailure answer={answer} account={account} ask={ask} isLast={isLast} />
        </div>
      )}
      <div className="mt-2 flex min-h-8 flex-wrap items-center justify-between gap-x-4">
        {underWay ? (
          <AnswerProgress answer={answer} />
        ) : answer.phase === 'failed' && !said ? (
          <span />
        ) : (
          <AnswerStats answer={answer} />
        )}
        {!underWay && (
          <div className="-mr-1.5 ml-auto flex items-center">
            {children}
            {said && <CopyButton text={said} label="Copy the answer" />}
            {isLast && answer.phase !== 'failed' && (
              <IconButton icon={RotateCcw} label="Answer again" size="small" onClick={() => ask.askAgain()} />
            )}
          </div>
        )}
      </div>
    </div>
  );
}

/** How an answer ended, where that must be said. */
export function endingWords({ phase, ends }: Answer, said: string): string | null {
  if (phase === 'stopped') return said ? 'Stopped' : 'Stopped before the first word';
  if (phase !== 'done') return null;
  const { finishReason } = ends.at(-1) ?? { finishReason: null };
  if (finishReason === 'length') return 'Cut off: the limit on tokens was reached';
  if (finishReason === 'content_filter') return 'Cut off by the provider’s filter';
  if (!said) return 'The model gave no answer';
  if (finishReason === null) return 'The provider did not say that this is all';
  return null;
}

function BareText({ text }: { text: string }) {
  return (
    <p dir="auto" className="text-lg leading-6.5 whitespace-pre-wrap text-ink [overflow-wrap:anywhere]">
      <PlainText>{text}</PlainText>
    </p>
  );
}
