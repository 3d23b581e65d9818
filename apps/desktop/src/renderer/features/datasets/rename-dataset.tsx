import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { orpc } from '../../api/client.ts';
import { datasetPlace } from '../../api/dataset-place.ts';
import { explain } from '../../api/explain.ts';
import { toFailure } from '../../api/failure.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Select } from '../../ui/select.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { toast } from '../../ui/toast.tsx';
import { useSettled } from '../../ui/use-settled.ts';

/** Another name, or another namespace the token may write to. Whether it is free is asked before it is tried. */
export function RenameDataset({ dataset, disabled }: { dataset: string; disabled: boolean }) {
  const [current = '', currentName = ''] = dataset.split('/');
  const navigate = useNavigate();
  const [namespace, setNamespace] = useState(current);
  const [name, setName] = useState(currentName);
  const to = `${namespace}/${name.trim()}`;
  const settled = useSettled(to, 350);
  const isChanged = to !== dataset && name.trim() !== '';
  const { data: namespaces } = useQuery(orpc.datasets.namespaces.queryOptions({ enabled: !disabled }));
  const { data: check } = useQuery(
    orpc.datasets.checkName.queryOptions({
      input: { namespace, name: name.trim() },
      enabled: isChanged && settled === to && !disabled,
      staleTime: 0,
    }),
  );
  const rename = useMutation(
    orpc.datasets.rename.mutationOptions({
      onSuccess: async () => {
        await navigate({ ...datasetPlace(to), search: { tab: 'settings' }, replace: true });
        toast(`It is ${to} now`);
      },
    }),
  );
  const others = namespaces?.filter((each) => each.name !== current) ?? [];
  const isFree = isChanged && settled === to && check?.state === 'free';
  return (
    <form
      className="grid w-full gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (isFree && !rename.isPending) rename.mutate({ dataset, to });
      }}
    >
      <div className="grid grid-cols-[minmax(0,13rem)_minmax(0,1fr)] items-start gap-2 max-rail:grid-cols-1">
        <Select
          label="Namespace"
          options={[
            { value: current, label: current },
            ...others.map((each) => ({
              value: each.name,
              label: each.name,
              disabled: !each.mayWrite,
              ...(each.reason !== null && { hint: each.reason }),
            })),
          ]}
          value={namespace}
          onChange={setNamespace}
          disabled={disabled}
        />
        <TextField
          label="Name"
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          value={name}
          disabled={disabled}
          error={isChanged && settled === to && check && check.state !== 'free' ? takenWords(check) : undefined}
          hint={isFree ? `${to} is free.` : undefined}
          onChange={(event) => {
            rename.reset();
            setName(event.target.value);
          }}
          after={
            <Button type="submit" disabled={disabled || !isFree} loading={rename.isPending}>
              Rename
            </Button>
          }
        />
      </div>
      {rename.error && <ErrorNotice explanation={explain(toFailure(rename.error))} />}
    </form>
  );
}

function takenWords({
  state,
  reason,
}: {
  state: 'free' | 'mine' | 'taken' | 'refused';
  reason: string | null;
}): string {
  if (state === 'mine') return 'Another dataset of yours has this name. Choose another.';
  if (state === 'taken') return 'Somebody else’s dataset has this name. Choose another.';
  return reason ?? 'The Hub does not allow this name. Choose another.';
}
