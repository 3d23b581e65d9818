import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { DatasetDetails } from '@hubdesk/shared/datasets/dataset';
import { orpc } from '../../api/client.ts';
import { explain } from '../../api/explain.ts';
import { toFailure } from '../../api/failure.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';

/** Private or public; asked once, since neither can be taken back for those who looked meanwhile. */
export function VisibilityChoice({ details, disabled }: { details: DatasetDetails; disabled: boolean }) {
  const { id } = details;
  const next = details.private ? 'public' : 'private';
  const [asking, setAsking] = useState(false);
  const set = useMutation(orpc.datasets.setVisibility.mutationOptions({ onSettled: () => setAsking(false) }));
  return (
    <>
      <Button disabled={disabled} loading={set.isPending} onClick={() => setAsking(true)}>
        Make it {next}
      </Button>
      {set.error && <ErrorNotice explanation={explain(toFailure(set.error))} />}
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={`Make ${id} ${next}?`}
        description={
          details.private
            ? 'Anybody will see it and its whole history, and may keep a copy. That cannot be taken back by making it private again.'
            : 'Nobody else will see it any more, and links to it stop working for them. On a free plan the Hub’s viewer stops too.'
        }
        confirmLabel={`Make it ${next}`}
        loading={set.isPending}
        onConfirm={() => set.mutate({ dataset: id, private: !details.private })}
      />
    </>
  );
}
