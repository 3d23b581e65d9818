import type { Account } from '@hubdesk/shared/account/account';
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { orpc } from '../../api/client.ts';
import { type Answer, hasWords } from '../../stores/conversation.ts';
import { Button, buttonClasses } from '../../ui/button.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { ExternalLink } from '../../ui/external-link.tsx';
import { type ChatStep, chatAdvice } from './chat-advice.ts';
import type { Ask } from './use-ask.ts';
import { useElapsed } from './use-elapsed.ts';

/** Why there is no answer, or no whole one, and the ways on. Only the last answer can be asked for again. */
export function AnswerFailure({
  answer,
  account,
  ask,
  isLast,
}: {
  answer: Answer;
  account: Account | null | undefined;
  ask: Ask;
  isLast: boolean;
}) {
  if (!answer.failure) return null;
  const { title, body, steps } = chatAdvice(answer.failure, {
    selection: answer.selection,
    account,
    hasWords: hasWords(answer),
  });
  return (
    <ErrorNotice explanation={{ title, body }} className="max-w-148">
      {isLast && steps.map((step) => <Step key={step.kind} step={step} answer={answer} ask={ask} />)}
    </ErrorNotice>
  );
}

function Step({ step, answer, ask }: { step: ChatStep; answer: Answer; ask: Ask }) {
  switch (step.kind) {
    case 'retry':
      return <AgainButton ask={ask} />;
    case 'retryAfter':
      return <LaterButton untilMs={(answer.settledAtMs ?? 0) + step.delayMs} ask={ask} />;
    case 'goOn':
      return (
        <Button size="small" onClick={ask.goOn}>
          Go on from here
        </Button>
      );
    case 'routeByItself':
      return <AutomaticButton answer={answer} ask={ask} />;
    case 'changeModel':
      return (
        <Link to="/models" search={{ model: answer.selection.model }} className={buttonClasses('secondary', 'small')}>
          {step.label}
        </Link>
      );
    case 'link':
      return (
        <ExternalLink href={step.href} className={buttonClasses('secondary', 'small')}>
          {step.label}
        </ExternalLink>
      );
    case 'route':
      return (
        <a href={`#${step.to}`} className={buttonClasses('secondary', 'small')}>
          {step.label}
        </a>
      );
  }
}

function AgainButton({ ask }: { ask: Ask }) {
  return (
    <Button size="small" onClick={() => ask.askAgain()}>
      Try again
    </Button>
  );
}

/** Pressable when the server's own pause is over. */
function LaterButton({ untilMs, ask }: { untilMs: number; ask: Ask }) {
  const passedMs = useElapsed(0, 250);
  const leftSeconds = Math.ceil((untilMs - passedMs) / 1_000);
  if (leftSeconds <= 0) return <AgainButton ask={ask} />;
  const minutes = Math.floor(leftSeconds / 60);
  const clock = minutes === 0 ? `${leftSeconds} s` : `${minutes}:${String(leftSeconds % 60).padStart(2, '0')} min`;
  return (
    <Button size="small" disabled className="tabular-nums">
      {`Try again in ${clock}`}
    </Button>
  );
}

function AutomaticButton({ answer, ask }: { answer: Answer; ask: Ask }) {
  const selection = { ...answer.selection, routing: 'auto' as const };
  const select = useMutation(
    orpc.models.select.mutationOptions({ onSuccess: () => ask.askAgain(undefined, selection) }),
  );
  return (
    <>
      <Button size="small" loading={select.isPending} onClick={() => select.mutate({ selection })}>
        Use automatic routing
      </Button>
      {select.isError && (
        <p className="self-center text-sm text-ink-2">That could not be saved. Choose it under Models.</p>
      )}
    </>
  );
}
