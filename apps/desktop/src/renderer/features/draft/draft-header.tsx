// What the draft is, how far it was read and how fast, and the way out.
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { ArrowLeft, RefreshCw } from 'lucide-react';
import { useState } from 'react';
import type { CheckItem } from '@hubdesk/shared/datasets/check-report';
import type { Draft } from '@hubdesk/shared/datasets/draft';
import { orpc } from '../../api/client.ts';
import { explain } from '../../api/explain.ts';
import { toFailure } from '../../api/failure.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { formatByteRate, formatBytes } from '../../ui/format-bytes.ts';
import { formatPlural } from '../../ui/format-count.ts';
import { formatDuration } from '../../ui/format-duration.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { toast } from '../../ui/toast.tsx';
import { visibleText } from '../../ui/visible-text.ts';
import { forgetUnsent } from './unsent.ts';
import type { Desk } from './use-desk.ts';

export function DraftHeader({ desk }: { desk: Desk }) {
  const { draft, check, report } = desk;
  const [asking, setAsking] = useState(false);
  const isRunning = check.phase === 'running';
  const item = check.item;
  return (
    <header className="shrink-0 border-b border-line px-6 pt-4 pb-3 rail:px-8">
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2">
        <div className="grid min-w-0 gap-0.5">
          <a
            href="#/datasets"
            className="-ml-1 inline-flex w-fit items-center gap-1 rounded-sm px-1 text-sm text-ink-3 hover:text-ink"
          >
            <ArrowLeft aria-hidden className="size-3.5" strokeWidth={1.75} />
            Datasets
          </a>
          <h1
            tabIndex={-1}
            data-page-heading
            className="text-2xl font-semibold tracking-tight [overflow-wrap:anywhere] text-ink"
          >
            <bdi>{visibleText(draft.name)}</bdi>
          </h1>
          <p className="flex flex-wrap gap-x-2 text-sm text-ink-2 tabular-nums">
            {[
              ...(report ? [formatPlural(report.rows, 'row'), formatBytes(report.bytes)] : []),
              ...(report && report.files.length !== 1 ? [formatPlural(report.files.length, 'file')] : []),
              <bdi key="origin" className="max-w-[48ch] truncate" title={originWords(draft)}>
                {originWords(draft)}
              </bdi>,
            ].map((fact, at) => (
              <span key={at} className="flex gap-2">
                {at > 0 && <span aria-hidden>·</span>}
                {fact}
              </span>
            ))}
          </p>
        </div>
        <div className="flex min-h-9 items-center gap-1 text-sm text-ink-3">
          {isRunning ? (
            <Button variant="quiet" size="small" onClick={check.stop}>
              Stop
            </Button>
          ) : (
            <>
              <span className="tabular-nums">
                {check.phase === 'stopped' ? 'Stopped before the end' : checkedWords(item)}
              </span>
              <IconButton icon={RefreshCw} label="Check again" size="small" onClick={check.again} />
            </>
          )}
          <Button variant="quiet" size="small" onClick={() => setAsking(true)}>
            Close
          </Button>
        </div>
      </div>
      {draft.arriving && (
        <Progress
          label="The file arrives"
          done={draft.arriving.receivedBytes}
          total={draft.arriving.totalBytes}
          words={`${formatBytes(draft.arriving.receivedBytes)} of ${formatBytes(draft.arriving.totalBytes)} have arrived`}
        />
      )}
      {isRunning && (
        <Progress
          label="The rows are read"
          done={item?.bytesRead ?? 0}
          total={item?.bytesTotal ?? 0}
          words={item ? readingWords(item) : 'Opening'}
        />
      )}
      <CloseDialog draft={draft} open={asking} onOpenChange={setAsking} />
    </header>
  );
}

function Progress({ label, done, total, words }: { label: string; done: number; total: number; words: string }) {
  return (
    <div className="mt-2 flex items-center gap-3">
      <ProgressBar label={label} value={total > 0 ? done / total : null} valueText={words} className="w-56 max-w-1/2" />
      <span className="text-sm text-ink-2 tabular-nums">{words}</span>
    </div>
  );
}

function CloseDialog({
  draft,
  open,
  onOpenChange,
}: {
  draft: Draft;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  const navigate = useNavigate();
  const close = useMutation(orpc.drafts.close.mutationOptions());
  const edited = draft.edits.changed + draft.edits.dropped;
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={onOpenChange}
      title="Close this draft?"
      description={
        edited > 0
          ? `${formatPlural(edited, 'row')} changed by hand, the mapping and the split are forgotten. The files they come from stay as they are.`
          : 'Its mapping and split are forgotten. The files it comes from stay as they are.'
      }
      confirmLabel="Close the draft"
      loading={close.isPending}
      onConfirm={() =>
        close.mutate(
          { draft: draft.id },
          {
            onSuccess: () => {
              forgetUnsent(draft.id);
              toast(`${draft.name} is closed`);
              void navigate({ to: '/datasets' });
            },
          },
        )
      }
    >
      {close.error && <ErrorNotice explanation={explain(toFailure(close.error))} />}
    </ConfirmDialog>
  );
}

function readingWords({ bytesRead, bytesTotal, elapsedMs }: CheckItem): string {
  const share =
    bytesTotal > 0 ? `${Math.floor((bytesRead / bytesTotal) * 100)} % read` : `${formatBytes(bytesRead)} read`;
  return `${share}${rateWords(bytesRead, elapsedMs)}`;
}

function checkedWords(item: CheckItem | null): string {
  if (!item?.done) return '';
  const { elapsedMs, bytesRead } = item;
  if (elapsedMs < tellingMs && bytesRead < tellingBytes) return 'Checked';
  return `Checked in ${formatDuration(elapsedMs)}${rateWords(bytesRead, elapsedMs)}`;
}

/** Below these, what is measured is how long threads take to start. */
const tellingMs = 1_000;
const tellingBytes = 16_000_000;

function rateWords(bytesRead: number, elapsedMs: number): string {
  return bytesRead >= tellingBytes && elapsedMs > 0 ? `, ${formatByteRate((bytesRead / elapsedMs) * 1_000)}` : '';
}

function originWords({ origin }: Draft): string {
  switch (origin.kind) {
    case 'paths': {
      const [first = ''] = origin.paths;
      return origin.paths.length === 1 ? first : `${first} and ${origin.paths.length - 1} more`;
    }
    case 'drop':
      return 'dropped here';
    case 'hub':
      return `${origin.dataset} on the Hub`;
  }
}
