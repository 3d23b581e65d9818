// What the owner of a dataset may change: its name, who sees it, and whether it is.
import type { DatasetDetails } from '@hubdesk/shared/datasets/dataset';
import { Setting } from '../../ui/setting.tsx';
import { DeleteDataset } from './delete-dataset.tsx';
import { RenameDataset } from './rename-dataset.tsx';
import { VisibilityChoice } from './visibility-choice.tsx';

/** Key it by the dataset. */
export function SettingsTab({ details }: { details: DatasetDetails }) {
  const mayWrite = details.mayWrite;
  return (
    <div className="grid max-w-180 gap-0 px-6 pt-2 pb-12 rail:px-8">
      {!mayWrite && (
        <p className="mt-4 rounded-lg border border-line-strong p-3.5 text-ink-2">
          <strong className="font-semibold text-ink">Not yours to change.</strong> The token in use may not write to{' '}
          {details.id}. Its owner, or a token of yours with the permission, can.
        </p>
      )}
      <Setting title="Name" text="Links to the old name lead to the new one.">
        <RenameDataset dataset={details.id} disabled={!mayWrite} />
      </Setting>
      <Setting
        title="Who sees it"
        text={
          details.private
            ? 'Private: only its owner sees it, or the members of its organization.'
            : 'Public: anybody can see and download it.'
        }
      >
        <VisibilityChoice details={details} disabled={!mayWrite} />
      </Setting>
      <Setting
        title="Delete it"
        text="Its files and their history leave the Hub for good. Copies on this computer stay."
      >
        <DeleteDataset dataset={details.id} disabled={!mayWrite} />
      </Setting>
    </div>
  );
}
