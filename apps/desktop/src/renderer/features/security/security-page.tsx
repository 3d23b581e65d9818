// Where tokens are kept, said in words, and how to change that.
import { useQuery } from '@tanstack/react-query';
import { Check, KeyRound, Minus } from 'lucide-react';
import { useState } from 'react';
import type { SecretsStatus } from '@hubdesk/shared/contract/secrets';
import { orpc } from '../../api/client.ts';
import { explain } from '../../api/explain.ts';
import { toFailure } from '../../api/failure.ts';
import { storeWords } from '../../api/store-words.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Loading, Skeleton } from '../../ui/skeleton.tsx';
import { StoreChooser } from './store-chooser.tsx';
import { activeOption, storeOptions } from './store-options.ts';
import { UnlockForm } from './unlock-form.tsx';

export function SecurityPage() {
  const { data: status, error, refetch, isFetching } = useQuery(orpc.secrets.status.queryOptions());
  return (
    <div className="px-6 py-8 rail:px-10">
      <div className="grid max-w-160 gap-8">
        <PageHeader
          title="Security"
          description="Tokens stay on this computer. This screen can ask who a token belongs to; it can never read one."
        />
        {error && (
          <ErrorNotice explanation={explain(toFailure(error))} onRetry={() => void refetch()} retrying={isFetching} />
        )}
        {!status && !error && (
          <Loading label="The stores are being looked at" className="grid gap-4">
            <Skeleton className="h-20 w-full" />
            <Skeleton className="h-32 w-full" />
          </Loading>
        )}
        {status && <Stores status={status} />}
      </div>
    </div>
  );
}

function Stores({ status }: { status: SecretsStatus }) {
  const [choosing, setChoosing] = useState(false);
  const [cameBack, setCameBack] = useState(false);
  const { name, meaning } = storeOptions[activeOption(status)];

  function leave() {
    setChoosing(false);
    setCameBack(true);
  }

  return (
    <>
      {status.locked && <UnlockForm status={status} />}
      <section aria-labelledby="active-store" className="grid gap-3">
        <h2 id="active-store" className="text-sm font-medium text-ink-2">
          Where tokens are kept
        </h2>
        {choosing ? (
          <StoreChooser status={status} onDone={leave} onCancel={leave} />
        ) : (
          <div className="flex flex-wrap items-start gap-4 rounded-lg border border-line bg-surface p-5">
            <div className="flex min-w-0 flex-1 basis-60 gap-4">
              <KeyRound aria-hidden className="mt-0.5 size-5 shrink-0 text-accent-text" strokeWidth={1.75} />
              <div className="min-w-0 flex-1">
                <p className="font-semibold">{name}</p>
                <p className="mt-0.5 text-ink-2">{meaning}</p>
                {!status.chosen && (
                  <p className="mt-2 text-ink-2">No keychain was found, and nothing else was chosen yet.</p>
                )}
              </div>
            </div>
            <Button
              size="small"
              // oxlint-disable-next-line jsx-a11y/no-autofocus -- it takes the place of the form that was left
              autoFocus={cameBack}
              onClick={() => setChoosing(true)}
            >
              Change
            </Button>
          </div>
        )}
      </section>
      {!choosing && (
        <section aria-labelledby="all-stores" className="grid gap-3">
          <h2 id="all-stores" className="text-sm font-medium text-ink-2">
            What this computer offers
          </h2>
          <ul className="grid">
            {status.stores.map(({ kind, available, reason }) => (
              <li key={kind} className="grid grid-cols-[1rem_1fr] gap-x-3 border-b border-line py-3 last:border-b-0">
                {available ? (
                  <Check aria-hidden className="mt-0.5 size-4 text-accent-text" />
                ) : (
                  <Minus aria-hidden className="mt-0.5 size-4 text-ink-3" />
                )}
                <div>
                  <p>{storeWords[kind].name}</p>
                  <p className="text-sm text-ink-3">
                    {available ? 'Can be used.' : (reason ?? 'Cannot be used here.')}
                  </p>
                </div>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}
