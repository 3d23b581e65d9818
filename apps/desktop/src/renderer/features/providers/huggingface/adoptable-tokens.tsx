// Tokens other tools on this computer already keep. Offered, never taken: the
// one chosen goes from there to the host without passing through this page.
import { useQuery } from '@tanstack/react-query';
import type { Account } from '@hubdesk/shared/account/account';
import type { Adoptable } from '@hubdesk/shared/contract/account';
import { orpc } from '../../../api/client.ts';
import { toFailure } from '../../../api/failure.ts';
import { Button } from '../../../ui/button.tsx';
import { ErrorNotice } from '../../../ui/error-notice.tsx';
import { explainHere } from './account-words.ts';
import { useConnect } from './use-connect.ts';

const sourceWords: Record<Adoptable['source'], string> = {
  hfTool: 'The hf tool keeps one',
  environment: 'An environment variable has one',
};

export function AdoptableTokens({ hubUrl, onConnected }: { hubUrl: string; onConnected: (account: Account) => void }) {
  const { data: found = [] } = useQuery(orpc.account.adoptable.queryOptions());
  const connect = useConnect(onConnected);
  if (found.length === 0) return null;
  const failure = connect.isError ? toFailure(connect.error) : null;
  return (
    <section aria-labelledby="adoptable" className="grid gap-2 border-t border-line pt-5">
      <h3 id="adoptable" className="text-sm font-medium text-ink">
        Already on this computer
      </h3>
      <ul className="grid divide-y divide-line rounded-md border border-line">
        {found.map(({ source, location }) => {
          const busy =
            connect.isPending &&
            connect.variables !== undefined &&
            'adopt' in connect.variables &&
            connect.variables.adopt === source;
          return (
            <li key={source} className="flex items-center gap-3 px-3.5 py-2.5">
              <span className="grid min-w-0 flex-1">
                <span>{sourceWords[source]}</span>
                <span className="font-mono text-xs [overflow-wrap:anywhere] text-ink-3">{location}</span>
              </span>
              {busy && (
                <Button size="small" variant="quiet" onClick={connect.cancel}>
                  Stop
                </Button>
              )}
              <Button
                size="small"
                loading={busy}
                loadingLabel="Checking it with Hugging Face"
                disabled={connect.isPending && !busy}
                onClick={() => connect.mutate({ adopt: source })}
              >
                Use it
              </Button>
            </li>
          );
        })}
      </ul>
      <div aria-live="polite" className="empty:hidden">
        {failure?.code === 'CANCELLED' && <p className="text-sm text-ink-2">Stopped. Nothing was stored.</p>}
        {failure && failure.code !== 'CANCELLED' && (
          <ErrorNotice
            explanation={explainHere(failure, `${hubUrl}/settings/tokens`)}
            onRetry={() => connect.variables && connect.mutate(connect.variables)}
          />
        )}
      </div>
    </section>
  );
}
