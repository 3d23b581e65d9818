// Where the token will be kept, asked while there is no keychain and nothing was
// chosen. Empty otherwise, and in the Sandbox, whose token is worth nothing.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { orpc } from '../../api/client.ts';
import { Button } from '../../ui/button.tsx';
import { StoreChooser } from './store-chooser.tsx';

export function StorePlace() {
  const { data: status } = useQuery(orpc.secrets.status.queryOptions());
  const { data: workspace } = useQuery(orpc.app.state.queryOptions({ select: (state) => state.workspace }));
  const [choosing, setChoosing] = useState(false);
  const [cameBack, setCameBack] = useState(false);

  function leave() {
    setChoosing(false);
    setCameBack(true);
  }

  if (!status || status.chosen || status.locked || workspace !== 'hub') return null;
  const reason = status.stores.find(({ kind }) => kind === 'keychain')?.reason;
  return (
    <section aria-labelledby="store-place" className="grid gap-3 border-t border-line pt-5">
      <h3 id="store-place" className="text-sm font-medium text-ink">
        Where it is kept
      </h3>
      {choosing ? (
        <StoreChooser status={status} onDone={leave} onCancel={leave} />
      ) : (
        <div className="flex flex-wrap items-start gap-x-4 gap-y-2">
          <p className="min-w-48 flex-1 text-ink-2">
            In memory, until Hubdesk ends. {reason ?? 'No keychain was found on this computer.'}
          </p>
          <Button
            size="small"
            // oxlint-disable-next-line jsx-a11y/no-autofocus -- it takes the place of the form that was left
            autoFocus={cameBack}
            onClick={() => setChoosing(true)}
          >
            Choose another place
          </Button>
        </div>
      )}
    </section>
  );
}
