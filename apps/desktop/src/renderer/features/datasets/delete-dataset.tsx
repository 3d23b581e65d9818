import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { orpc } from '../../api/client.ts';
import { explain } from '../../api/explain.ts';
import { toFailure } from '../../api/failure.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { toast } from '../../ui/toast.tsx';

/** Deletes after its name was typed. */
export function DeleteDataset({ dataset, disabled }: { dataset: string; disabled: boolean }) {
  const navigate = useNavigate();
  const [typed, setTyped] = useState<string | null>(null);
  const remove = useMutation(
    orpc.datasets.remove.mutationOptions({
      onSuccess: async () => {
        await navigate({ to: '/datasets', replace: true });
        toast(`${dataset} is deleted`);
      },
    }),
  );
  const isMeant = typed?.trim() === dataset;
  const close = () => {
    remove.reset();
    setTyped(null);
  };
  return (
    <>
      <Button disabled={disabled} onClick={() => setTyped('')}>
        Delete this dataset
      </Button>
      <Dialog
        open={typed !== null}
        onOpenChange={(open) => !open && close()}
        title={`Delete ${dataset}?`}
        description="Its files, their history and its page leave the Hub for good, for everybody. There is no way back."
        hideClose
        footer={
          <>
            <Button onClick={close}>Keep it as it is</Button>
            <Button type="submit" form="delete-dataset" variant="loss" disabled={!isMeant} loading={remove.isPending}>
              Delete for good
            </Button>
          </>
        }
      >
        <form
          id="delete-dataset"
          onSubmit={(event) => {
            event.preventDefault();
            if (isMeant && !remove.isPending) remove.mutate({ dataset, confirm: dataset });
          }}
        >
          <TextField
            label={`Type ${dataset} to go on`}
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            value={typed ?? ''}
            onChange={(event) => setTyped(event.target.value)}
          />
        </form>
        {remove.error && <ErrorNotice explanation={explain(toFailure(remove.error))} />}
      </Dialog>
    </>
  );
}
