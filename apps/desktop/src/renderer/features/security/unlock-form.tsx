// Opens the store that is locked: by its passphrase, or by looking again once
// the system's keychain was opened.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { LockKeyhole } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import type { SecretsStatus } from '@hubdesk/shared/contract/secrets';
import { orpc } from '../../api/client.ts';
import { explain } from '../../api/explain.ts';
import { toFailure } from '../../api/failure.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { TextField } from '../../ui/text-field.tsx';

export function UnlockForm({ status }: { status: SecretsStatus }) {
  const queryClient = useQueryClient();
  const [passphrase, setPassphrase] = useState('');
  const unlock = useMutation(
    orpc.secrets.unlock.mutationOptions({
      onSuccess: (next) => {
        setPassphrase('');
        queryClient.setQueryData(orpc.secrets.status.queryKey(), next);
      },
    }),
  );
  const byPassphrase = status.active === 'file';
  const failure = unlock.isError ? toFailure(unlock.error) : null;
  const wrong = failure?.code === 'PASSPHRASE_NEEDED';

  function submit(event: FormEvent) {
    event.preventDefault();
    unlock.mutate(byPassphrase ? { passphrase } : {});
  }

  return (
    <form onSubmit={submit} className="grid gap-4 rounded-lg border border-line-strong bg-surface p-4" noValidate>
      <div className="flex gap-3">
        <LockKeyhole aria-hidden className="mt-0.5 size-4.5 shrink-0 text-ink-2" strokeWidth={1.75} />
        <div>
          <h3 className="font-semibold">{byPassphrase ? 'The encrypted file is locked' : 'The keychain is locked'}</h3>
          <p className="text-ink-2">
            {byPassphrase
              ? 'Your token is in it. The passphrase opens it until Hubdesk ends.'
              : 'Your token is in it. Unlock it the way your system asks for it; Hubdesk waits meanwhile.'}
          </p>
        </div>
      </div>
      {byPassphrase && (
        <TextField
          label="Passphrase"
          type="password"
          autoComplete="current-password"
          value={passphrase}
          onChange={(event) => setPassphrase(event.target.value)}
          error={wrong ? 'That passphrase does not open the file. Nothing was changed.' : undefined}
        />
      )}
      {failure && !wrong && <ErrorNotice explanation={explain(failure)} />}
      <div>
        <Button
          type="submit"
          variant="primary"
          disabled={byPassphrase && passphrase.length < 8}
          loading={unlock.isPending}
          loadingLabel="Opening it"
        >
          Unlock
        </Button>
      </div>
    </form>
  );
}
