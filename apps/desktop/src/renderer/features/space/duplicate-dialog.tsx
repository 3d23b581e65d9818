// A copy of a Space under another name. Says what comes along and what does not.
import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useId, useState } from 'react';
import type { SpaceDetails, Visibility } from '@hubdesk/shared/spaces/space';
import { orpc } from '../../api/client.ts';
import { explain } from '../../api/explain.ts';
import { toFailure } from '../../api/failure.ts';
import { spacePlace } from '../../api/space-place.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { flavorLabel } from '../../ui/flavor-label.ts';
import { formatHourly } from '../../ui/format-hourly.ts';
import { Select } from '../../ui/select.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { toast } from '../../ui/toast.tsx';
import { useSettled } from '../../ui/use-settled.ts';
import { hourlyUsd } from './space-words.ts';

const asItIs = 'as-it-is';

export function DuplicateDialog({ details, onClose }: { details: SpaceDetails; onClose: () => void }) {
  const { id, sdk, runtime, forbids } = details;
  const [owner = '', ownName = ''] = id.split('/');
  const form = useId();
  const navigate = useNavigate();
  const { data: namespaces = [] } = useQuery(orpc.datasets.namespaces.queryOptions());
  const { data: flavors = [] } = useQuery(orpc.spaces.hardware.queryOptions());
  const writable = namespaces.filter(({ mayWrite }) => mayWrite).map(({ name }) => name);
  const first = writable.includes(owner) ? owner : (writable[0] ?? owner);
  const [chosen, setNamespace] = useState<string | null>(null);
  const namespace = chosen ?? first;
  const [typed, setName] = useState(`${ownName}-copy`);
  const name = typed.trim();
  const to = `${namespace}/${name}`;
  const settled = useSettled(to, 350);
  const [visibility, setVisibility] = useState<Visibility>('private');
  const [flavor, setFlavor] = useState(asItIs);
  const { data: check } = useQuery(
    orpc.spaces.checkName.queryOptions({
      input: { namespace, name },
      enabled: name !== '' && settled === to,
      staleTime: 0,
    }),
  );
  const duplicate = useMutation(
    orpc.spaces.duplicate.mutationOptions({
      onSuccess: async ({ space }) => {
        onClose();
        toast(`${space} is a copy of ${id}`);
        await navigate(spacePlace(space));
      },
    }),
  );
  const isFree = settled === to && check?.state === 'free';
  const now = runtime.requested ?? runtime.hardware;
  const usdPerHour = hourlyUsd(flavors.find((each) => each.name === (flavor === asItIs ? now : flavor)));
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Duplicate ${id}`}
      description="Files and variables come along. Secrets stay behind: give the copy its own under Settings."
      className="max-w-130"
      footer={
        <>
          <Button onClick={onClose}>Leave it</Button>
          <Button type="submit" form={form} variant="primary" disabled={!isFree} loading={duplicate.isPending}>
            Duplicate
          </Button>
        </>
      }
    >
      <form
        id={form}
        className="grid gap-3.5"
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          // Where none is said, the Hub puts a copy on its free processor.
          if (isFree && !duplicate.isPending)
            duplicate.mutate({ space: id, to, visibility, flavor: flavor === asItIs ? now : flavor });
        }}
      >
        <div className="grid grid-cols-[minmax(0,10rem)_minmax(0,1fr)] items-start gap-2">
          <Select
            label="Namespace"
            options={(writable.length > 0 ? writable : [owner]).map((value) => ({ value, label: value }))}
            value={namespace}
            onChange={setNamespace}
          />
          <TextField
            label="Name"
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            value={typed}
            error={
              settled === to && check && check.state !== 'free'
                ? (check.reason ?? 'This name is taken. Choose another.')
                : undefined
            }
            hint={isFree ? `${to} is free.` : undefined}
            onChange={(event) => setName(event.target.value)}
          />
        </div>
        {check?.offer && settled === to && check.state !== 'free' && (
          <Button size="small" className="justify-self-start" onClick={() => setName(check.offer ?? name)}>
            Take {check.offer}
          </Button>
        )}
        <Select<Visibility>
          label="Who sees it"
          options={[
            { value: 'private', label: 'Private' },
            { value: 'public', label: 'Public' },
            {
              value: 'protected',
              label: 'Protected',
              disabled: forbids.protected !== null,
              ...(forbids.protected && { hint: forbids.protected }),
            },
          ]}
          value={visibility}
          onChange={setVisibility}
        />
        {sdk !== 'static' && (
          <Select
            label="Hardware"
            options={[
              {
                value: asItIs,
                label: now === null ? 'As the Hub gives it' : `As this one: ${flavorLabel(now, flavors)}`,
              },
              ...flavors.map((each) => ({
                value: each.name,
                label: each.label,
                hint: formatHourly(hourlyUsd(each)),
              })),
            ]}
            value={flavor}
            onChange={setFlavor}
          />
        )}
        {usdPerHour !== null && usdPerHour > 0 && (
          <p role="status" className="text-sm text-ink tabular-nums">
            It costs {formatHourly(usdPerHour)} from when it is up, paid by {namespace}.
          </p>
        )}
      </form>
      {duplicate.error && <ErrorNotice explanation={explain(toFailure(duplicate.error))} />}
    </Dialog>
  );
}
