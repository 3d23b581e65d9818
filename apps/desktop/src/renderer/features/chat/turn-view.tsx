import { ChevronLeft, ChevronRight } from 'lucide-react';
import { memo, type ReactNode } from 'react';
import type { Account } from '@hubdesk/shared/account/account';
import { isUnderWay, showVersion, type Turn } from '../../stores/conversation.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { AnswerView } from './answer-view.tsx';
import { Question } from './question.tsx';
import { shortModelName } from './selection-words.ts';
import type { Ask } from './use-ask.ts';

export interface TurnViewProps {
  turn: Turn;
  /** Counted from one. */
  number: number;
  isLast: boolean;
  account: Account | null | undefined;
  ask: Ask;
}

/** A question and its answer, set like an interview: who speaks stands in the margin. */
export const TurnView = memo(function TurnView({ turn, number, isLast, account, ask }: TurnViewProps) {
  const version = turn.versions[turn.shown];
  if (!version) return null;
  const { question, answer } = version;
  const hasOthers = isLast && turn.versions.length > 1 && !isUnderWay(answer);
  return (
    <section
      aria-label={`Question ${number}`}
      className="grid gap-5 border-t border-line py-7 first:border-t-0 first:pt-2"
    >
      <Row speaker="You" heading>
        <Question text={question} onChange={isLast ? (words) => ask.askAgain(words) : null} />
      </Row>
      <Row speaker={shortModelName(answer.selection.model)}>
        <AnswerView answer={answer} account={account} ask={ask} isLast={isLast}>
          {hasOthers && <Versions turn={turn} />}
        </AnswerView>
      </Row>
    </section>
  );
});

function Row({ speaker, heading = false, children }: { speaker: string; heading?: boolean; children: ReactNode }) {
  const Speaker = heading ? 'h2' : 'p';
  return (
    <div className="grid gap-x-6 gap-y-1 wide:grid-cols-[8.5rem_minmax(0,1fr)]">
      <Speaker className="pt-0.75 text-sm font-medium text-ink-3 [overflow-wrap:anywhere] wide:text-right">
        {speaker}
      </Speaker>
      {children}
    </div>
  );
}

function Versions({ turn }: { turn: Turn }) {
  return (
    <div
      className="flex items-center text-xs text-ink-2 tabular-nums"
      role="group"
      aria-label="Answers to this question"
    >
      <IconButton
        icon={ChevronLeft}
        label="Earlier answer"
        size="small"
        disabled={turn.shown === 0}
        onClick={() => showVersion(turn.id, turn.shown - 1)}
      />
      {turn.shown + 1} of {turn.versions.length}
      <IconButton
        icon={ChevronRight}
        label="Later answer"
        size="small"
        disabled={turn.shown === turn.versions.length - 1}
        onClick={() => showVersion(turn.id, turn.shown + 1)}
      />
    </div>
  );
}
