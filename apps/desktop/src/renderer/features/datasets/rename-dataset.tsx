import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { orpc } from '../../api/client.ts';
import { datasetPlace } from '../../api/dataset-place.ts';
import { explain } from '../../api/explain.ts';
import { toFailure } from '../../api/failure.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { RenameForm, useRenameDraft } from '../../ui/rename-form.tsx';
import { toast } from '../../ui/toast.tsx';

export function RenameDataset({ dataset, disabled }: { dataset: string; disabled: boolean }) {
  const navigate = useNavigate();
  const draft = useRenameDraft(dataset, disabled);
  const { data: namespaces = [] } = useQuery(orpc.datasets.namespaces.queryOptions({ enabled: !disabled }));
  const { data: check } = useQuery(
    orpc.datasets.checkName.queryOptions({
      input: draft.asked ?? { namespace: '-', name: '' },
      enabled: draft.asked !== null,
      staleTime: 0,
    }),
  );
  const rename = useMutation(
    orpc.datasets.rename.mutationOptions({
      onSuccess: async (_none, { to }) => {
        await navigate({ ...datasetPlace(to), search: { tab: 'settings' }, replace: true });
        toast(`It is ${to} now`);
      },
    }),
  );
  return (
    <RenameForm
      draft={draft}
      what="dataset"
      namespaces={namespaces}
      disabled={disabled}
      check={check}
      onRename={(to) => rename.mutate({ dataset, to })}
      onEdit={rename.reset}
      loading={rename.isPending}
    >
      {rename.error && <ErrorNotice explanation={explain(toFailure(rename.error))} />}
    </RenameForm>
  );
}
