import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { SpaceDetails, Visibility } from '@hubdesk/shared/spaces/space';
import { orpc } from '../../api/client.ts';
import { explain } from '../../api/explain.ts';
import { toFailure } from '../../api/failure.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { RadioCards } from '../../ui/radio-cards.tsx';
import { Setting } from '../../ui/setting.tsx';
import { visibilityWords } from './space-words.ts';

const all = ['public', 'protected', 'private'] as const satisfies readonly Visibility[];

/** Who sees a Space; asked once, since what others have seen cannot be taken back. */
export function VisibilitySetting({ details: { id, visibility, forbids } }: { details: SpaceDetails }) {
  const [next, setNext] = useState<Visibility | null>(null);
  const set = useMutation(orpc.spaces.setVisibility.mutationOptions({ onSuccess: () => setNext(null) }));
  const wanted = next ?? visibility;
  return (
    <Setting title="Who sees it" text={visibilityWords[visibility].sentence}>
      <RadioCards<Visibility>
        label="Who sees it"
        hideLabel
        className="rail:grid-cols-3"
        value={visibility}
        onChange={(value) => value !== visibility && setNext(value)}
        cards={all.map((value) => ({
          value,
          label: visibilityWords[value].label,
          help: visibilityWords[value].sentence,
          disabled: value !== visibility && forbids.write !== null,
          problem: value === visibility || forbids.write !== null || value !== 'protected' ? null : forbids.protected,
        }))}
      />
      <ConfirmDialog
        open={next !== null}
        onOpenChange={(open) => {
          if (open) return;
          set.reset();
          setNext(null);
        }}
        title={`Make ${id} ${wanted}?`}
        description={
          wanted === 'private'
            ? 'Nobody else will reach the app any more, and pages that embed it show nothing.'
            : wanted === 'protected'
              ? 'Anybody may use the app. Its files are hidden from everybody but its owner.'
              : 'Anybody will use the app and read its files with their whole history. What was read cannot be taken back.'
        }
        confirmLabel={`Make it ${wanted}`}
        loading={set.isPending}
        onConfirm={() => set.mutate({ space: id, visibility: wanted })}
      >
        {set.error && <ErrorNotice explanation={explain(toFailure(set.error))} />}
      </ConfirmDialog>
    </Setting>
  );
}
