// Who pays for what is answered: the person, or an organization they belong to.
import { useQuery } from '@tanstack/react-query';
import type { Account, Organization } from '@hubdesk/shared/account/account';
import { orpc } from '../../api/client.ts';
import { restrictionSentence } from '../../api/explain.ts';
import { HelpTip } from '../../ui/help-tip.tsx';
import { Select } from '../../ui/select.tsx';

export function PayerChoice({
  billTo,
  onChange,
}: {
  billTo: string | null;
  onChange: (billTo: string | null) => void;
}) {
  const { data: account } = useQuery(orpc.account.get.queryOptions());
  if (!account?.identity) return null;
  const options = payersOf(account, billTo);
  return (
    <section className="grid gap-2">
      <div className="flex items-center gap-1">
        <h3 className="text-sm font-semibold text-ink">Who pays</h3>
        <HelpTip question="How can an organization pay?">
          Each request then names the organization in its{' '}
          <code className="font-mono text-xs whitespace-nowrap">X-HF-Bill-To</code> header, and Hugging Face takes the
          price from its credits instead of yours. It must be on a Team or Enterprise plan, and you a member.
        </HelpTip>
      </div>
      <Select
        label="Who pays"
        hideLabel
        options={options}
        value={billTo ?? ''}
        onChange={(value) => onChange(value === '' ? null : value)}
      />
      {options.length === 1 && (
        <p className="text-sm text-ink-3">None of your organizations can pay for inference, so it is you.</p>
      )}
    </section>
  );
}

function payersOf({ identity }: Account, billTo: string | null) {
  const organizations = identity?.organizations ?? [];
  const payers = organizations.filter(({ canPay, name }) => canPay !== false || name === billTo);
  const me = { value: '', label: `Me (${identity?.name ?? 'this account'})`, hint: meHint(identity?.canPay ?? null) };
  return [me, ...payers.map((organization) => ({ value: organization.name, ...payerWords(organization) }))];
}

function meHint(canPay: boolean | null): string {
  return canPay === false ? 'The credits included in your plan; no payment method' : 'Your own credits';
}

function payerWords({ name, fullname, canPay, restrictions, plan }: Organization) {
  const hint =
    restrictions.length > 0
      ? restrictionSentence(restrictions)
      : canPay === null
        ? 'Hugging Face does not say whether it can pay'
        : canPay
          ? plan === null
            ? 'Its credits'
            : `Its credits, ${plan} plan`
          : 'It cannot pay any more';
  return { label: fullname || name, hint, disabled: restrictions.length > 0 || canPay === false };
}
