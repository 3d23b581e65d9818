// What the owner of a Space may change. Each part says what it means before it is
// done; what is forbidden says why.
import type { SpaceDetails } from '@hubdesk/shared/spaces/space';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { orpc } from '../../api/client.ts';
import { explain } from '../../api/explain.ts';
import { toFailure } from '../../api/failure.ts';
import { spacePlace } from '../../api/space-place.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { ReasonedButton } from '../../ui/reasoned-button.tsx';
import { RenameForm, useRenameDraft } from '../../ui/rename-form.tsx';
import { Setting } from '../../ui/setting.tsx';
import { toast } from '../../ui/toast.tsx';
import { DeleteSpace } from './delete-space.tsx';
import { DevModeSetting } from './dev-mode-setting.tsx';
import { DuplicateDialog } from './duplicate-dialog.tsx';
import { HardwareSetting } from './hardware-setting.tsx';
import { ModelSetting } from './model-setting.tsx';
import { PairsSetting } from './pairs-setting.tsx';
import { SleepSetting } from './sleep-setting.tsx';
import { VisibilitySetting } from './visibility-setting.tsx';
import { VolumesSetting } from './volumes-setting.tsx';

/** Key it by the Space. */
export function SettingsTab({ details }: { details: SpaceDetails }) {
  const { id, sdk, forbids } = details;
  const [asking, setAsking] = useState<'duplicate' | 'delete' | null>(null);
  const isStatic = sdk === 'static';
  return (
    <div className="grid max-w-200 gap-0 px-6 pt-2 pb-12 rail:px-8">
      {forbids.write !== null && (
        <p className="mt-4 rounded-lg border border-line-strong p-3.5 text-ink-2">
          <strong className="font-semibold text-ink">Not yours to change.</strong> {forbids.write}
        </p>
      )}
      {!isStatic && (
        <>
          <HardwareSetting details={details} />
          <SleepSetting details={details} />
        </>
      )}
      <ModelSetting details={details} />
      <PairsSetting details={details} kind="variable" />
      <PairsSetting details={details} kind="secret" />
      {!isStatic && (
        <>
          <VolumesSetting details={details} />
          <DevModeSetting details={details} />
        </>
      )}
      <VisibilitySetting details={details} />
      <Setting title="Name" text="Links to the old name lead to the new one. The app gets another address.">
        <RenameSpace details={details} />
      </Setting>
      <Setting title="Duplicate" text="Another Space with the same files and variables, without the secrets.">
        <Button onClick={() => setAsking('duplicate')}>Duplicate this Space</Button>
      </Setting>
      <Setting title="Delete it" text="The app goes down, and its files with their history leave the Hub for good.">
        <ReasonedButton reason={forbids.write} onClick={() => setAsking('delete')}>
          Delete this Space
        </ReasonedButton>
      </Setting>
      {asking === 'duplicate' && <DuplicateDialog details={details} onClose={() => setAsking(null)} />}
      <DeleteSpace space={id} open={asking === 'delete'} onClose={() => setAsking(null)} />
    </div>
  );
}

function RenameSpace({ details: { id, forbids } }: { details: SpaceDetails }) {
  const disabled = forbids.write !== null;
  const navigate = useNavigate();
  const draft = useRenameDraft(id, disabled);
  const { data: namespaces = [] } = useQuery(orpc.datasets.namespaces.queryOptions({ enabled: !disabled }));
  const { data: check } = useQuery(
    orpc.spaces.checkName.queryOptions({
      input: draft.asked ?? { namespace: '-', name: '' },
      enabled: draft.asked !== null,
      staleTime: 0,
    }),
  );
  const rename = useMutation(
    orpc.spaces.rename.mutationOptions({
      onSuccess: async (_none, { to }) => {
        await navigate({ ...spacePlace(to), search: { tab: 'settings' }, replace: true });
        toast(`It is ${to} now`);
      },
    }),
  );
  return (
    <RenameForm
      draft={draft}
      what="Space"
      namespaces={namespaces}
      disabled={disabled}
      check={check}
      onRename={(to) => rename.mutate({ space: id, to })}
      onEdit={rename.reset}
      loading={rename.isPending}
    >
      {rename.error && <ErrorNotice explanation={explain(toFailure(rename.error))} />}
    </RenameForm>
  );
}
