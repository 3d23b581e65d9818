import { useMutation } from '@tanstack/react-query';
import type { SpaceDetails } from '@hubdesk/shared/spaces/space';
import { orpc } from '../../api/client.ts';
import { explain } from '../../api/explain.ts';
import { toFailure } from '../../api/failure.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { formatHourly } from '../../ui/format-hourly.ts';
import { toast } from '../../ui/toast.tsx';
import { startWords } from './space-words.ts';
import { usePutRuntime } from './use-put-runtime.ts';

/** Asks before a Space that is down begins to cost. Mounted while it asks. */
export function StartDialog({ details, onClose }: { details: SpaceDetails; onClose: () => void }) {
  const { id, usdPerHour, runtime } = details;
  const put = usePutRuntime(id);
  const restart = useMutation(
    orpc.spaces.restart.mutationOptions({
      onSuccess: (now) => {
        put(now);
        onClose();
        toast('It starts again');
      },
    }),
  );
  const { verb, label } = startWords(runtime.stage);
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`${verb} ${id}?`}
      description={`It costs ${formatHourly(usdPerHour)} from when it is up${runtime.sleepSeconds === null ? ', until somebody pauses it' : ', until it sleeps again'}.`}
      confirmLabel={label}
      loading={restart.isPending}
      onConfirm={() => restart.mutate({ space: id })}
    >
      {restart.error && <ErrorNotice explanation={explain(toFailure(restart.error))} />}
    </ConfirmDialog>
  );
}
