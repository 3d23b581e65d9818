// Why a transfer waits or stopped, and the next step of the person: as for any
// other failure, since it is one.
import { useMutation } from '@tanstack/react-query';
import type { Transfer } from '@hubdesk/shared/datasets/transfer';
import type { Failure } from '@hubdesk/shared/errors';
import { orpc } from '../../api/client.ts';
import { explain, type Explanation } from '../../api/explain.ts';
import { isFailure } from '../../api/failure.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { formatRemaining } from '../../ui/format-remaining.ts';
import { useCountdown } from './use-countdown.ts';

export function TransferProblem({ transfer }: { transfer: Transfer }) {
  const { id, state, problem, waitMs, elsewhere } = transfer;
  const resume = useMutation(orpc.transfers.resume.mutationOptions());
  if (state === 'waiting') return <Wait key={waitMs} transfer={transfer} />;
  if (state !== 'stopped' || !problem || !isFailure(problem)) return null;
  return (
    <ErrorNotice
      explanation={explained(problem)}
      retrying={resume.isPending}
      {...(!elsewhere && { onRetry: () => resume.mutate({ transfer: id }) })}
    />
  );
}

/** Going on in spite of what stands there is possible, and has to be a choice. */
function explained(problem: Failure): Explanation {
  const explanation = explain(problem);
  if (problem.code !== 'ALREADY_THERE') return explanation;
  const choice =
    'Uploading into it all the same adds your files and replaces those of the same name; their earlier versions stay in its history.';
  return { ...explanation, body: `${explanation.body} ${choice}` };
}

/** It goes on by itself, so this is no error and interrupts nobody. */
function Wait({ transfer: { problem, waitMs } }: { transfer: Transfer }) {
  const leftMs = useCountdown(waitMs);
  const why = problem && isFailure(problem) ? explain(problem).title : 'The Hub is not ready';
  return (
    <p className="text-ink-2">
      {why}. It goes on by itself
      {leftMs === null ? ' as soon as it can' : <span className="tabular-nums"> in {formatRemaining(leftMs)}</span>};
      nothing is lost.
    </p>
  );
}
