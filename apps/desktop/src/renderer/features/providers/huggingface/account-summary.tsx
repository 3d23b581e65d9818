// Who is connected, with what, and what that allows. Never a character of the
// token: it is shown by the name and kind the Hub gives it.
import type { ReactNode } from 'react';
import type { Account, Organization } from '@hubdesk/shared/account/account';
import { isFailure } from '../../../api/failure.ts';
import { restrictionSentence } from '../../../api/explain.ts';
import { storeWords } from '../../../api/store-words.ts';
import { Avatar } from '../../../ui/avatar.tsx';
import { Badge } from '../../../ui/badge.tsx';
import { ErrorNotice } from '../../../ui/error-notice.tsx';
import { HelpTip } from '../../../ui/help-tip.tsx';
import { Time } from '../../../ui/time.tsx';
import { explainHere, planWords, tokenKindWords } from './account-words.ts';
import { PermissionList } from './permission-list.tsx';

export interface AccountSummaryProps {
  account: Account;
  onRetry: () => void;
  retrying: boolean;
  /** Under what is said of the token's place. */
  children?: ReactNode;
}

export function AccountSummary({ account, onRetry, retrying, children }: AccountSummaryProps) {
  const { identity, token, problem } = account;
  return (
    <div className="grid gap-7">
      {/* A locked file is told by the form above that opens it. */}
      {problem && isFailure(problem) && problem.code !== 'PASSPHRASE_NEEDED' && (
        <ErrorNotice explanation={explainHere(problem, account.links.tokens)} onRetry={onRetry} retrying={retrying} />
      )}
      {identity ? (
        <div className="flex items-center gap-4">
          <Avatar name={identity.name} picture={identity.avatar} className="size-12 text-lg" />
          <div className="min-w-0 flex-1">
            <p className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
              <span className="text-lg font-semibold text-ink">{identity.fullname || identity.name}</span>
              {identity.isPro ? <Badge tone="accent">Pro</Badge> : <Badge>Free plan</Badge>}
            </p>
            <p className="text-ink-3">
              {identity.name}
              {account.checkedAt && (
                <>
                  {' · checked '}
                  <Time iso={account.checkedAt} />
                </>
              )}
            </p>
          </div>
        </div>
      ) : (
        <p className="text-ink-2">
          {account.status === 'unverified'
            ? 'The token is kept but not yet verified. Hubdesk asks Hugging Face whose it is as soon as it can be reached.'
            : 'Whose token this is could not be learned.'}
        </p>
      )}

      <Part title="Token">
        <p data-testid="api-key-display" className="text-ink">
          {token ? (
            <>
              {token.name ? <span className="font-mono text-sm">{token.name}</span> : 'Without a name'}
              <span className="text-ink-3"> · {tokenKindWords[token.kind]}</span>
            </>
          ) : (
            'Not yet verified'
          )}
        </p>
        <p className="mt-1 text-sm text-ink-3">
          {storeWords[account.store].kept} since <Time iso={account.storedAt} as="day" />
          {token?.expiresAt && (
            <>
              {' · expires '}
              <Time iso={token.expiresAt} as="day" />
            </>
          )}
        </p>
        <div className="mt-3 empty:hidden">{children}</div>
      </Part>

      {token && (
        <Part
          title="What it allows"
          titleEnd={
            Object.values(token.permissions).includes('unknown') && (
              <HelpTip question="Why is something not told?">
                The Hub does not say for this kind of token. What it allows shows when it is used.
              </HelpTip>
            )
          }
        >
          <PermissionList permissions={token.permissions} tokensUrl={account.links.tokens} />
        </Part>
      )}

      {identity && identity.organizations.length > 0 && (
        <Part title="Organizations">
          <ul className="grid gap-2.5">
            {identity.organizations.map((organization) => (
              <OrganizationRow key={organization.name} organization={organization} />
            ))}
          </ul>
        </Part>
      )}
    </div>
  );
}

function OrganizationRow({ organization }: { organization: Organization }) {
  const { name, fullname, role, restrictions } = organization;
  return (
    <li>
      <p className="flex flex-wrap items-baseline gap-x-2">
        <span className="text-ink">{fullname || name}</span>
        <span className="text-sm text-ink-3">
          {planWords(organization)}
          {role && ` · ${role}`}
        </span>
      </p>
      {restrictions.length > 0 && <p className="text-sm text-ink-2">{restrictionSentence(restrictions)}</p>}
    </li>
  );
}

/** A titled part of the panel. */
export function Part({ title, titleEnd, children }: { title: string; titleEnd?: ReactNode; children: ReactNode }) {
  return (
    <section aria-label={title}>
      <div className="mb-2 flex items-center gap-1">
        <h3 className="text-sm font-medium text-ink-2">{title}</h3>
        {titleEnd}
      </div>
      {children}
    </section>
  );
}
