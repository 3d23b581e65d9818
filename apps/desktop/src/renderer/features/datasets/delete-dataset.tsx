import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { orpc } from '../../api/client.ts';
import { explain } from '../../api/explain.ts';
import { toFailure } from '../../api/failure.ts';
import { Button } from '../../ui/button.tsx';
import { DeleteByName } from '../../ui/delete-by-name.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { toast } from '../../ui/toast.tsx';

/** Deletes after its name was typed. */
export function DeleteDataset({ dataset, disabled }: { dataset: string; disabled: boolean }) {
  const navigate = useNavigate();
  const [asking, setAsking] = useState(false);
  const remove = useMutation(
    orpc.datasets.remove.mutationOptions({
      onSuccess: async () => {
        await navigate({ to: '/datasets', replace: true });
        toast(`${dataset} is deleted`);
      },
    }),
  );
  return (
    <>
      <Button disabled={disabled} onClick={() => setAsking(true)}>
        Delete this dataset
      </Button>
      <DeleteByName
        name={dataset}
        description="Its files, their history and its page leave the Hub for good, for everybody. There is no way back."
        open={asking}
        onClose={() => {
          remove.reset();
          setAsking(false);
        }}
        onDelete={() => remove.mutate({ dataset, confirm: dataset })}
        loading={remove.isPending}
      >
        {remove.error && <ErrorNotice explanation={explain(toFailure(remove.error))} />}
      </DeleteByName>
    </>
  );
}
