import { Check, CircleQuestionMark, Minus } from 'lucide-react';
import type { Grant, TokenFacts } from '@hubdesk/shared/account/account';
import type { Permission } from '@hubdesk/shared/errors';
import { permissionLabels } from '../../../api/explain.ts';
import { cx } from '../../../ui/cx.ts';
import { ExternalLink } from '../../../ui/external-link.tsx';

const grantWords: Record<Grant, { icon: typeof Check; label: string }> = {
  yes: { icon: Check, label: 'Allowed' },
  no: { icon: Minus, label: 'Not allowed' },
  unknown: { icon: CircleQuestionMark, label: 'Not told' },
};

const order: readonly Permission[] = ['read', 'write', 'jobs', 'deploy', 'inference', 'billing'];

/** The six things a token may be allowed, and for each missing one the page where that is changed. */
export function PermissionList({
  permissions,
  tokensUrl,
}: {
  permissions: TokenFacts['permissions'];
  tokensUrl: string;
}) {
  return (
    <ul aria-label="What this token may do" className="grid gap-x-8 min-[26rem]:grid-cols-2">
      {order.map((permission) => {
        const grant = permissions[permission];
        const { icon: Icon, label } = grantWords[grant];
        return (
          <li key={permission} data-grant={grant} className="flex min-h-9 items-center gap-2.5 border-b border-line">
            <Icon
              aria-hidden
              className={cx('size-4', grant === 'yes' ? 'text-accent-text' : 'text-ink-3')}
              strokeWidth={2}
            />
            <span className={cx('flex-1', grant === 'yes' ? 'text-ink' : 'text-ink-2')}>
              {permissionLabels[permission]}
            </span>
            {grant === 'no' ? (
              <span className="text-sm">
                <span className="sr-only">Not allowed. </span>
                <ExternalLink href={tokensUrl}>Allow it</ExternalLink>
              </span>
            ) : (
              <span className={cx('text-sm text-ink-3', grant === 'yes' && 'sr-only')}>{label}</span>
            )}
          </li>
        );
      })}
    </ul>
  );
}
