// The Hugging Face provider: connect it, or see and change what is connected.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { Account } from '@hubdesk/shared/account/account';
import { orpc } from '../../../api/client.ts';
import { explain } from '../../../api/explain.ts';
import { toFailure } from '../../../api/failure.ts';
import { Button, buttonClasses } from '../../../ui/button.tsx';
import { ErrorNotice } from '../../../ui/error-notice.tsx';
import { ExternalLink } from '../../../ui/external-link.tsx';
import { Loading, Skeleton } from '../../../ui/skeleton.tsx';
import { SelectedModel } from '../selected-model.tsx';
import { explainHere } from './account-words.ts';
import { AccountSummary, Part } from './account-summary.tsx';
import { AdoptableTokens } from './adoptable-tokens.tsx';
import { Disconnect } from './disconnect.tsx';
import { TokenForm } from './token-form.tsx';

export function HuggingFaceForm({ unlock, place }: { unlock: ReactNode; place: ReactNode }) {
  const account = useQuery(orpc.account.get.queryOptions());
  const { data: hubUrl = 'https://huggingface.co' } = useQuery(
    orpc.app.state.queryOptions({ select: (state) => state.hubUrl }),
  );
  const [revokeUrl, setRevokeUrl] = useState<string | null>(null);

  function settle(nextRevokeUrl: string | null) {
    setRevokeUrl(nextRevokeUrl);
    focusPanelTitle();
  }

  if (account.isError) {
    return (
      <ErrorNotice
        explanation={explain(toFailure(account.error))}
        onRetry={() => void account.refetch()}
        retrying={account.isFetching}
      />
    );
  }
  if (account.data === undefined) return <PanelSkeleton />;
  if (account.data === null) {
    return (
      <div className="grid gap-6">
        {revokeUrl !== null && (
          <div role="status" className="rounded-lg border border-line bg-paper p-4">
            <p className="font-semibold">The token is gone from this computer</p>
            <p className="mt-1 text-ink-2">It still works elsewhere. If nothing else uses it, revoke it on its page.</p>
            <p className="mt-3">
              <ExternalLink href={revokeUrl} className={buttonClasses('secondary', 'small')}>
                Open the token page
              </ExternalLink>
            </p>
          </div>
        )}
        {unlock}
        <TokenForm hubUrl={hubUrl} onConnected={() => settle(null)}>
          {place}
          <AdoptableTokens hubUrl={hubUrl} onConnected={() => settle(null)} />
        </TokenForm>
      </div>
    );
  }
  return <Connected account={account.data} hubUrl={hubUrl} unlock={unlock} place={place} onGone={settle} />;
}

interface ConnectedProps {
  account: Account;
  hubUrl: string;
  unlock: ReactNode;
  place: ReactNode;
  onGone: (revokeUrl: string) => void;
}

function Connected({ account, hubUrl, unlock, place, onGone }: ConnectedProps) {
  const queryClient = useQueryClient();
  const [replacing, setReplacing] = useState(false);
  const check = useMutation(
    orpc.account.check.mutationOptions({
      onSuccess: (checked) => queryClient.setQueryData(orpc.account.get.queryKey(), checked),
    }),
  );
  return (
    <div className="grid gap-7">
      {unlock}
      <AccountSummary account={account} onRetry={() => check.mutate(undefined)} retrying={check.isPending}>
        {place}
      </AccountSummary>
      <Part title="Model">
        <SelectedModel />
      </Part>
      {check.isError && account.problem === null && (
        <ErrorNotice
          explanation={explainHere(toFailure(check.error), account.links.tokens)}
          onRetry={() => check.mutate(undefined)}
          retrying={check.isPending}
        />
      )}
      {replacing ? (
        <section ref={bringForward} aria-label="Replace the token" className="border-t border-line pt-6">
          <TokenForm
            hubUrl={hubUrl}
            replacing
            onConnected={() => {
              setReplacing(false);
              focusPanelTitle();
            }}
            onCancel={() => {
              setReplacing(false);
              focusPanelTitle();
            }}
          />
        </section>
      ) : (
        <div className="flex flex-wrap gap-2 border-t border-line pt-5">
          <Button loading={check.isPending} loadingLabel="Asking Hugging Face" onClick={() => check.mutate(undefined)}>
            Check again
          </Button>
          <Button onClick={() => setReplacing(true)}>Replace the token</Button>
          <Disconnect account={account} onGone={onGone} />
        </div>
      )}
      <p role="status" className="sr-only">
        {check.isSuccess && 'The account was checked.'}
      </p>
    </div>
  );
}

/** What had the focus goes away with the form it was in. */
function focusPanelTitle() {
  document.getElementById('provider-panel-title')?.focus();
}

/** The form to replace the token opens at the panel's end, in the place of the button that had the focus. */
function bringForward(section: HTMLElement | null) {
  section?.scrollIntoView({ block: 'nearest' });
  section?.querySelector('input')?.focus({ preventScroll: true });
}

function PanelSkeleton() {
  return (
    <Loading label="The account is loading" className="grid gap-7">
      <div className="flex items-center gap-4">
        <Skeleton className="size-12 rounded-full" />
        <div className="grid gap-2">
          <Skeleton className="h-4 w-40" />
          <Skeleton className="h-3 w-28" />
        </div>
      </div>
      <Skeleton className="h-10 w-full" />
      <Skeleton className="h-44 w-full" />
    </Loading>
  );
}
