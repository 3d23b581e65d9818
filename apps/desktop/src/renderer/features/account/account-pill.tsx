// Who is connected, at the foot of the navigation; leads to the account.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Account } from '@hubdesk/shared/account/account';
import { orpc } from '../../api/client.ts';
import { Skeleton } from '../../ui/skeleton.tsx';
import { StatusDot } from '../../ui/status-dot.tsx';
import { Avatar } from '../../ui/avatar.tsx';

const statusWords: Record<Account['status'], string | null> = {
  verified: null,
  unverified: 'Not yet verified',
  attention: 'Needs attention',
};

export function AccountPill() {
  const { data: account, isPending } = useQuery(orpc.account.get.queryOptions());
  if (isPending) {
    return (
      <div className="flex h-12 items-center gap-3 px-2">
        <Skeleton className="size-7 rounded-full" />
        <Skeleton className="h-3.5 w-24 max-rail:hidden" />
      </div>
    );
  }
  const name = account?.identity?.name ?? (account ? 'Hugging Face' : 'Not connected');
  const note = account ? (statusWords[account.status] ?? planWords(account)) : 'Connect an account';
  return (
    <Link
      to="/settings/providers"
      search={{ provider: 'huggingface' }}
      className="flex h-12 items-center gap-3 rounded-md px-2 hover:bg-hover max-rail:justify-center max-rail:px-0"
    >
      <span className="relative">
        <Avatar name={account?.identity?.name ?? null} picture={account?.identity?.avatar ?? null} className="size-7" />
        {account && account.status !== 'verified' && (
          <span className="absolute -right-1 -bottom-1 rounded-full bg-sunken p-0.5">
            <StatusDot shape={account.status === 'attention' ? 'attention' : 'half'} />
          </span>
        )}
      </span>
      <span className="sr-only">Account: </span>
      <span className="grid min-w-0 max-rail:sr-only">
        <span className="truncate text-sm font-medium text-ink">{name}</span>
        <span className="truncate text-xs text-ink-3">{note}</span>
      </span>
    </Link>
  );
}

function planWords({ identity }: Account): string {
  if (identity?.isPro) return 'Pro';
  const paying = identity?.organizations.find(({ plan }) => plan !== null);
  return paying ? paying.fullname : 'Free plan';
}
