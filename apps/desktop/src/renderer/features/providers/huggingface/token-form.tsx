// Paste a token, prove it, keep it. Says at each step what is going on, and a
// token that was refused is still in the field.
import { type FormEvent, type ReactNode, useState } from 'react';
import type { Account } from '@hubdesk/shared/account/account';
import { readPastedToken } from '@hubdesk/shared/account/token-format';
import { toFailure } from '../../../api/failure.ts';
import { Button } from '../../../ui/button.tsx';
import { ErrorNotice } from '../../../ui/error-notice.tsx';
import { explainHere } from './account-words.ts';
import { TokenField } from './token-field.tsx';
import { TokenHelp } from './token-help.tsx';
import { useConnect } from './use-connect.ts';

/** The failures that say nothing of the token itself: it may be kept and proven later. */
const saysNothingOfTheToken = new Set(['OFFLINE', 'TIMEOUT', 'PROVIDER_UNAVAILABLE', 'RATE_LIMITED', 'INTERCEPTED']);

/** Where a token is replaced, the form is at the panel's end and what went wrong would be below the edge. */
function bringIntoView(notice: HTMLElement | null) {
  notice?.scrollIntoView({ block: 'nearest' });
}

export interface TokenFormProps {
  hubUrl: string;
  /** Replaces the one that is connected, which stays until the new one is proven. */
  replacing?: boolean;
  onConnected: (account: Account) => void;
  /** Gives up replacing. */
  onCancel?: () => void;
  /** What else could be connected with, under the form. */
  children?: ReactNode;
}

export function TokenForm({ hubUrl, replacing = false, onConnected, onCancel, children }: TokenFormProps) {
  const [pasted, setPasted] = useState('');
  const connect = useConnect((account) => {
    setPasted('');
    onConnected(account);
  });
  const { token, verdict } = readPastedToken(pasted);
  const usable = verdict === 'plausible' || verdict === 'unusual';
  const failure = connect.isError ? toFailure(connect.error) : null;

  function save(keepUnverified: boolean) {
    if (usable) connect.mutate({ token, keepUnverified });
  }

  function submit(event: FormEvent) {
    event.preventDefault();
    save(false);
  }

  return (
    <div className="grid gap-4">
      <form onSubmit={submit} className="grid gap-4" noValidate>
        <TokenField
          label={replacing ? 'New access token' : 'Access token'}
          value={pasted}
          onChange={(value) => {
            setPasted(value);
            if (connect.isError) connect.reset();
          }}
          disabled={connect.isPending}
          after={
            <Button
              type="submit"
              variant="primary"
              data-testid="connect-button"
              disabled={!usable}
              loading={connect.isPending}
              loadingLabel="Checking the token with Hugging Face"
            >
              Save Token Securely
            </Button>
          }
        />
      </form>
      <div aria-live="polite" className="empty:hidden">
        {connect.isPending && (
          <div className="flex items-center gap-2">
            <p className="flex-1 text-sm text-ink-2">
              Asking Hugging Face whose token this is. It is stored only once that is known.
            </p>
            <Button variant="quiet" size="small" onClick={connect.cancel}>
              Stop
            </Button>
          </div>
        )}
        {failure?.code === 'CANCELLED' && <p className="text-sm text-ink-2">Stopped. Nothing was stored.</p>}
        {failure && failure.code !== 'CANCELLED' && (
          <div ref={bringIntoView}>
            <ErrorNotice explanation={explainHere(failure, `${hubUrl}/settings/tokens`)} onRetry={() => save(false)}>
              {saysNothingOfTheToken.has(failure.code) && usable && (
                <Button size="small" onClick={() => save(true)}>
                  Keep it, verify later
                </Button>
              )}
            </ErrorNotice>
          </div>
        )}
      </div>
      <TokenHelp hubUrl={hubUrl} />
      {onCancel && !connect.isPending && (
        <div>
          <Button onClick={onCancel}>Keep the one there is</Button>
        </div>
      )}
      {children}
    </div>
  );
}
