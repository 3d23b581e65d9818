// One upload or download: where from and to, how far, what it waits for, and
// what can be done about it.
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ArrowDown, ArrowRight, ArrowUp, ChevronRight, Folder } from 'lucide-react';
import { useId, useState } from 'react';
import type { Transfer } from '@hubdesk/shared/datasets/transfer';
import { orpc } from '../../api/client.ts';
import { datasetPlace } from '../../api/dataset-place.ts';
import { explain } from '../../api/explain.ts';
import { toFailure } from '../../api/failure.ts';
import { Button, buttonClasses } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { cx } from '../../ui/cx.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { ExternalLink } from '../../ui/external-link.tsx';
import { formatPlural } from '../../ui/format-count.ts';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { StatusDot, type StatusShape } from '../../ui/status-dot.tsx';
import { Time } from '../../ui/time.tsx';
import { visibleText } from '../../ui/visible-text.ts';
import { StepLine } from './step-line.tsx';
import { TransferFiles } from './transfer-files.tsx';
import { TransferProblem } from './transfer-problem.tsx';
import { isOver } from './transfer-feed.ts';
import { shareOf } from './transfer-share.ts';
import { transferSteps } from './transfer-steps.ts';
import { factsOf, keptWords, stateWords } from './transfer-words.ts';

const shapes: Record<Transfer['state'], StatusShape> = {
  planning: 'half',
  running: 'half',
  waiting: 'half',
  paused: 'off',
  stopped: 'attention',
  done: 'on',
  cancelled: 'off',
};

/** Parts of a line with a dot between; a dot ends a line rather than beginning one. */
const part = "not-last:after:ml-2 not-last:after:font-normal not-last:after:text-ink-3 not-last:after:content-['·']";

export interface TransferCardProps {
  transfer: Transfer;
  /** It was taken from the list. */
  onForgotten: () => void;
}

export function TransferCard({ transfer, onForgotten }: TransferCardProps) {
  const { id, kind, name, state, bytes, elsewhere } = transfer;
  const headingId = useId();
  const [filesOpen, setFilesOpen] = useState(false);
  const Icon = kind === 'upload' ? ArrowUp : ArrowDown;
  const over = isOver(transfer);
  const share = shareOf(transfer);
  const facts = factsOf(transfer);
  return (
    <article aria-labelledby={headingId} className="grid gap-3 border-b border-line px-6 py-5 rail:px-8">
      <div className="flex flex-wrap items-start gap-x-4 gap-y-3">
        <span
          className={cx(
            'mt-0.5 grid size-9 shrink-0 place-items-center rounded-md border',
            over ? 'border-line text-ink-3' : 'border-accent-line bg-accent-soft text-accent-text',
          )}
        >
          <Icon aria-hidden className="size-4.5" strokeWidth={1.75} />
        </span>
        <div className="grid min-w-64 flex-1 gap-0.5">
          <h2 id={headingId} className="flex min-w-0 flex-wrap items-center gap-x-2 text-base">
            <span className="sr-only">{kind === 'upload' ? 'Upload of' : 'Download of'}</span>
            <bdi className="font-semibold text-ink [overflow-wrap:anywhere]">{visibleText(name)}</bdi>
            <ArrowRight aria-hidden className="size-3.5 shrink-0 text-ink-3" strokeWidth={1.75} />
            <span className="sr-only">to</span>
            <Target transfer={transfer} />
          </h2>
          <p className="flex flex-wrap items-center gap-x-2 text-sm text-ink-2 tabular-nums">
            <StatusDot shape={shapes[state]} />
            <span className={cx(part, 'font-medium text-ink')}>{stateWords(transfer)}</span>
            {facts.map((fact) => (
              <span key={fact} className={part}>
                {fact}
              </span>
            ))}
            {over && (
              <span className={part}>
                <Time iso={transfer.finishedAt ?? transfer.startedAt} />
              </span>
            )}
          </p>
        </div>
        {elsewhere ? (
          <p className="max-w-56 self-center text-sm text-ink-3">Another Hubdesk of yours does this one.</p>
        ) : (
          <Actions transfer={transfer} onForgotten={onForgotten} />
        )}
      </div>
      {!over && (
        <div className="grid gap-2.5">
          <ProgressBar
            label={`${kind === 'upload' ? 'Upload' : 'Download'} of ${name}`}
            value={share}
            ahead={bytes.total === 0 ? 0 : bytes.hashed / bytes.total}
            still={state === 'paused' || state === 'stopped'}
          />
          {transfer.phases.length > 0 && <StepLine steps={transferSteps(transfer)} />}
        </div>
      )}
      <TransferProblem transfer={transfer} />
      {transfer.files.total > 0 && (
        <div className="grid gap-2">
          <button
            type="button"
            aria-expanded={filesOpen}
            onClick={() => setFilesOpen(!filesOpen)}
            className="-ml-1.5 inline-flex h-8 items-center gap-1 justify-self-start rounded-md px-1.5 text-sm text-ink-2 hover:bg-hover hover:text-ink pointer-coarse:h-11"
          >
            <ChevronRight
              aria-hidden
              className={cx('size-4 transition-transform duration-100', filesOpen && 'rotate-90')}
              strokeWidth={1.75}
            />
            {formatPlural(transfer.files.total, 'file')}
            {transfer.files.failed > 0 && (
              <span className="text-loss">({transfer.files.failed.toLocaleString('en')} failed)</span>
            )}
          </button>
          {filesOpen && <TransferFiles key={id} transfer={transfer} />}
        </div>
      )}
    </article>
  );
}

/** Where it goes: a dataset's own page here, others on the Hub, or a folder. */
function Target({ transfer: { kind, repo, repoType, repoUrl, folder } }: { transfer: Transfer }) {
  if (kind === 'download') {
    return (
      <span className="inline-flex min-w-0 items-center gap-1.5 text-ink-2 [overflow-wrap:anywhere]">
        <Folder aria-hidden className="size-3.5 shrink-0" strokeWidth={1.75} />
        <bdi>{visibleText(folder)}</bdi>
      </span>
    );
  }
  if (repoType !== 'dataset') return <ExternalLink href={repoUrl}>{repo}</ExternalLink>;
  return (
    <Link
      {...datasetPlace(repo)}
      className="text-accent-text underline decoration-accent-line underline-offset-3 [overflow-wrap:anywhere] hover:decoration-current"
    >
      {repo}
    </Link>
  );
}

function Actions({ transfer, onForgotten }: TransferCardProps) {
  const { id, kind, state, resultUrl } = transfer;
  const [asking, setAsking] = useState(false);
  const input = { transfer: id };
  const pause = useMutation(orpc.transfers.pause.mutationOptions());
  const resume = useMutation(orpc.transfers.resume.mutationOptions());
  const cancel = useMutation(orpc.transfers.cancel.mutationOptions({ onSettled: () => setAsking(false) }));
  const forget = useMutation(orpc.transfers.forget.mutationOptions({ onSuccess: onForgotten }));
  const failed = [pause, resume, cancel, forget].find(({ error }) => error)?.error;
  const stands = state === 'paused' || state === 'stopped';
  return (
    <>
      <div className="flex flex-wrap items-center gap-2">
        {isOver(transfer) ? (
          <>
            {state === 'done' && resultUrl !== null && kind === 'upload' && (
              <ExternalLink href={resultUrl} className={buttonClasses('secondary', 'small')}>
                See the commit
              </ExternalLink>
            )}
            <Button size="small" variant="quiet" loading={forget.isPending} onClick={() => forget.mutate(input)}>
              Take from the list
            </Button>
          </>
        ) : (
          <>
            <Button
              size="small"
              // The same button, so that it keeps the focus.
              variant={stands ? 'primary' : 'secondary'}
              loading={pause.isPending || resume.isPending}
              onClick={() => (stands ? resume.mutate(input) : pause.mutate(input))}
            >
              {!stands ? 'Pause' : transfer.problem?.code === 'ALREADY_THERE' ? 'Upload into it' : 'Resume'}
            </Button>
            <Button size="small" variant="quiet" onClick={() => setAsking(true)}>
              Cancel
            </Button>
          </>
        )}
      </div>
      {failed && <ErrorNotice className="w-full" explanation={explain(toFailure(failed))} />}
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={`Cancel this ${kind}?`}
        description={`${keptWords(transfer)} To go on later, pause it instead.`}
        confirmLabel={`Cancel the ${kind}`}
        loading={cancel.isPending}
        onConfirm={() => cancel.mutate(input)}
      />
    </>
  );
}
