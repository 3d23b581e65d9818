// What must be settled before a token can be kept or used: a locked store, or
// no keychain and no choice yet. Shows nothing when nothing is open.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { SecretsStatus } from '@hubdesk/shared/contract/secrets';
import { orpc } from '../../api/client.ts';
import { Button } from '../../ui/button.tsx';
import { StoreChooser } from './store-chooser.tsx';
import { UnlockForm } from './unlock-form.tsx';

export function StoreGate() {
  const { data: status } = useQuery(orpc.secrets.status.queryOptions());
  if (!status) return null;
  if (status.locked) return <UnlockForm status={status} />;
  if (!status.chosen) return <NoKeychain status={status} />;
  return null;
}

function NoKeychain({ status }: { status: SecretsStatus }) {
  const [choosing, setChoosing] = useState(false);
  const reason = status.stores.find(({ kind }) => kind === 'keychain')?.reason;
  return (
    <section aria-labelledby="no-keychain" className="grid gap-3 rounded-lg border border-line-strong bg-paper p-4">
      <div>
        <h3 id="no-keychain" className="font-semibold">
          A token would be kept for this session only
        </h3>
        <p className="text-ink-2">
          {reason ?? 'No keychain was found on this computer.'} It would be forgotten when Hubdesk ends, unless you
          choose another place.
        </p>
      </div>
      {choosing ? (
        <StoreChooser status={status} onDone={() => setChoosing(false)} onCancel={() => setChoosing(false)} />
      ) : (
        <div>
          <Button size="small" onClick={() => setChoosing(true)}>
            Choose where to keep it
          </Button>
        </div>
      )}
    </section>
  );
}
