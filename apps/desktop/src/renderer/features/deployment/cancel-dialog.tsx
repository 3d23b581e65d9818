// Asks before a deployment is stopped, and what shall become of the Space it has
// made by now.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Deployment } from '@hubdesk/shared/spaces/deployment';
import { orpc } from '../../api/client.ts';
import { deploymentName } from '../../api/deployment-words.ts';
import { explain } from '../../api/explain.ts';
import { toFailure } from '../../api/failure.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { RadioCards } from '../../ui/radio-cards.tsx';
import { jobClock } from '../../api/job-clock.ts';
import { formatUsd } from '../../ui/format-usd.ts';
import { useSecond } from '../../ui/use-second.ts';

export function CancelDialog({ deployment, onClose }: { deployment: Deployment; onClose: () => void }) {
  const { id, state, config, space, job } = deployment;
  const queryClient = useQueryClient();
  const isFailed = state === 'failed';
  const [choice, setChoice] = useState<'keep' | 'remove'>(isFailed ? 'remove' : 'keep');
  const cancel = useMutation(
    orpc.deployments.cancel.mutationOptions({
      onSuccess: (changed) => {
        queryClient.setQueryData(orpc.deployments.get.queryKey({ input: { deployment: id } }), changed);
        onClose();
      },
    }),
  );
  const name = deploymentName(deployment);
  const isServing = config.kind === 'job' && state === 'ready';
  const asksWhat = space !== null && !isFailed;
  const spent = jobClock(deployment, useSecond(config.kind === 'job')).costUsd;
  const title = isServing ? `Stop serving ${name}?` : isFailed ? `Delete what it made?` : `Cancel ${name}?`;
  const description =
    config.kind === 'job'
      ? `The job ends at once and its address answers nobody any more.${job && spent !== null ? ` What it has cost so far, ${formatUsd(spent)}, is paid for.` : ''}`
      : isFailed
        ? `The Space ${space?.id ?? ''} is deleted with its files and its settings. The model stays where it is.`
        : space
          ? `Nothing more is done. The Space ${space.id} is there already.`
          : 'Nothing more is done. Nothing is on the Hub yet that would have to be deleted.';
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={title}
      description={description}
      confirmLabel={
        isServing
          ? 'Stop serving'
          : isFailed
            ? 'Delete the Space'
            : asksWhat && choice === 'remove'
              ? 'Cancel and delete'
              : 'Cancel the deployment'
      }
      loss={!asksWhat || choice === 'remove'}
      loading={cancel.isPending}
      onConfirm={() => cancel.mutate({ deployment: id, remove: space !== null && choice === 'remove' })}
    >
      {asksWhat && (
        <RadioCards
          label="The Space"
          hideLabel
          cards={[
            {
              value: 'keep',
              label: 'Keep the Space',
              help: 'It goes on by itself on the Hub. Pause or delete it from its page.',
            },
            { value: 'remove', label: 'Delete it', help: 'With its files and its settings. The model stays.' },
          ]}
          value={choice}
          onChange={setChoice}
        />
      )}
      {cancel.error && <ErrorNotice explanation={explain(toFailure(cancel.error))} />}
    </ConfirmDialog>
  );
}
