import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { orpc } from '../../api/client.ts';
import { explain } from '../../api/explain.ts';
import { toFailure } from '../../api/failure.ts';
import { DeleteByName } from '../../ui/delete-by-name.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { toast } from '../../ui/toast.tsx';

/** Deletes after its name was typed, and goes back to the list. */
export function DeleteSpace({ space, open, onClose }: { space: string; open: boolean; onClose: () => void }) {
  const navigate = useNavigate();
  const remove = useMutation(
    orpc.spaces.remove.mutationOptions({
      onSuccess: async () => {
        await navigate({ to: '/spaces', replace: true });
        toast(`${space} is deleted`);
      },
    }),
  );
  return (
    <DeleteByName
      name={space}
      description="The app goes down at once. Its files with their history, its settings, secrets and page leave the Hub for good, for everybody. There is no way back."
      open={open}
      onClose={() => {
        remove.reset();
        onClose();
      }}
      onDelete={() => remove.mutate({ space, confirm: space })}
      loading={remove.isPending}
    >
      {remove.error && <ErrorNotice explanation={explain(toFailure(remove.error))} />}
    </DeleteByName>
  );
}
