import { useMutation } from '@tanstack/react-query';
import type { Run } from '@hubdesk/shared/train/run';
import { orpc } from '../../api/client.ts';
import { explain } from '../../api/explain.ts';
import { toFailure } from '../../api/failure.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';

/** Asks before a run is taken out of the history. */
export function ForgetRun({ run, onClose }: { run: Run; onClose: () => void }) {
  const forget = useMutation(
    orpc.runs.forget.mutationOptions({
      onSuccess: () => {
        onClose();
        // Its row, which had the focus, is gone.
        document.querySelector<HTMLElement>('[data-page-heading]')?.focus();
      },
    }),
  );
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Forget ${run.name}?`}
      description="Its settings, curves and log are taken off this computer. The job and the weights on the Hub stay as they are."
      confirmLabel="Forget it"
      loss
      loading={forget.isPending}
      onConfirm={() => forget.mutate({ run: run.id })}
    >
      {forget.error && <ErrorNotice explanation={explain(toFailure(forget.error))} />}
    </ConfirmDialog>
  );
}
