// The same run again, as it was. One press is one run: its id is made when the
// question is, so that a lost answer can be asked for again.
import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { worstUsd } from '@hubdesk/shared/train/money';
import type { RunConfig } from '@hubdesk/shared/train/run-config';
import type { Run } from '@hubdesk/shared/train/run';
import { orpc } from '../../api/client.ts';
import { explain } from '../../api/explain.ts';
import { toFailure } from '../../api/failure.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { formatUsd } from '../../ui/format-usd.ts';

export function RetryRun({ run, config, onClose }: { run: Run; config: RunConfig; onClose: () => void }) {
  const navigate = useNavigate();
  const [id] = useState(() => crypto.randomUUID());
  const { data: flavor } = useQuery(
    orpc.hardware.list.queryOptions({ select: (flavors) => flavors.find(({ name }) => name === config.flavor) }),
  );
  const launch = useMutation(
    orpc.runs.launch.mutationOptions({
      onSuccess: ({ id: started }) => {
        onClose();
        void navigate({ to: '/train/run/$run', params: { run: started } });
      },
    }),
  );
  const worst = flavor ? worstUsd(flavor, config.timeoutSeconds) : null;
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Run ${run.name} again?`}
      description={
        <>
          With the same settings, on {flavor?.label ?? config.flavor}, into the same repository (
          <span className="[overflow-wrap:anywhere]">{config.output.repo}</span>).{' '}
          {worst === null
            ? 'What it can cost at most is not known.'
            : `It costs at most ${formatUsd(worst)}, if it runs into its timeout.`}
        </>
      }
      confirmLabel={worst === null ? 'Run it again' : `Run it again for at most ${formatUsd(worst)}`}
      loading={launch.isPending}
      onConfirm={() => launch.mutate({ run: id, kind: run.kind === 'smoke' ? 'smoke' : 'train', config })}
    >
      {launch.error && <ErrorNotice explanation={explain(toFailure(launch.error))} />}
    </ConfirmDialog>
  );
}
