// Which account or organization owns the job and pays for it.
import type { Account, Organization } from '@hubdesk/shared/account/account';
import { restrictionSentence } from '../../api/explain.ts';
import { ExternalLink } from '../../ui/external-link.tsx';
import { HelpTip } from '../../ui/help-tip.tsx';
import { Select } from '../../ui/select.tsx';
import type { TrainForm } from './use-train-form.ts';

const myself = '';

export function PayerField({ form: { config, account, set } }: { form: TrainForm }) {
  if (!account?.identity) return null;
  return (
    <div className="grid content-start gap-1.5">
      <Select
        label="Who pays"
        labelEnd={
          <HelpTip question="What does it take to pay?">
            <p>
              Credits: Hugging Face takes each begun minute from those of the account or organization. A paid plan is
              not needed. Whoever pays also owns the job, and its members see it.
            </p>
            <p className="mt-2">
              <ExternalLink href={account.links.billing}>See the credits</ExternalLink>
            </p>
          </HelpTip>
        }
        options={payersOf(account, config.payer)}
        value={config.payer ?? myself}
        onChange={(payer) => set({ payer: payer === myself ? null : payer })}
      />
      <p className="text-sm text-ink-3">How much is left is not told by the Hub: it says so only when nothing is.</p>
    </div>
  );
}

function payersOf({ identity, token }: Account, standing: string | null) {
  const organizations = identity?.organizations ?? [];
  const mine = { value: myself, label: `Me (${identity?.name ?? 'this account'})`, hint: 'Your own credits' };
  const others = organizations.map((organization) => ({
    value: organization.name,
    label: organization.fullname || organization.name,
    ...payerWords(organization, token?.writesTo),
  }));
  const unknown =
    standing === null || organizations.some(({ name }) => name === standing) || standing === identity?.name
      ? []
      : [{ value: standing, label: standing, hint: 'You are not a member any more', disabled: true }];
  const self = standing !== null && standing === identity?.name ? [{ value: standing, label: `Me (${standing})` }] : [];
  return [...(self.length > 0 ? self : [mine]), ...others, ...unknown];
}

function payerWords({ name, plan, restrictions }: Organization, writesTo: readonly string[] | undefined) {
  if (restrictions.length > 0) return { hint: restrictionSentence(restrictions), disabled: true };
  if (writesTo && !writesTo.includes(name)) return { hint: 'Your token may not act for it', disabled: true };
  return { hint: plan === null ? 'Its credits' : `Its credits, ${plan} plan` };
}
