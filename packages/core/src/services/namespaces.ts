// Where an account may make and change repositories, as far as the Hub has said.
// An unclear right counts as given: the Hub itself has the last word.
import type { Identity, Organization, TokenFacts } from '@hubdesk/shared/account/account';

export interface Namespace {
  name: string;
  kind: 'user' | 'organization';
  mayWrite: boolean;
  /** Why not, in words for a person. */
  reason: string | null;
}

const roleWords: Record<string, string> = {
  read: 'you may only read there',
  no_access: 'you have no access there',
};

/** The person's own namespace first. `token` null: nothing is known of it. */
export function namespacesOf(identity: Identity, token: TokenFacts | null): Namespace[] {
  const named = (name: string, kind: Namespace['kind'], reason: string | null) => ({
    name,
    kind,
    mayWrite: reason === null,
    reason,
  });
  return [
    named(identity.name, 'user', tokenReason(identity.name, token)),
    ...identity.organizations.map((each) =>
      named(each.name, 'organization', organizationReason(each) ?? tokenReason(each.name, token)),
    ),
  ];
}

function organizationReason({ name, role, restrictions }: Organization): string | null {
  if (restrictions.length > 0) return `${name} does not let this token in (${restrictions.join(', ')}).`;
  const words = role === null ? undefined : roleWords[role];
  return words === undefined ? null : `Your role in ${name} is “${role}”: ${words}.`;
}

function tokenReason(name: string, token: TokenFacts | null): string | null {
  if (token?.kind === 'read') return 'This token may only read. Connect one that may write.';
  if (token?.permissions.write === 'no') return 'This token has no permission to write to repositories.';
  if (token?.writesTo && !token.writesTo.includes(name)) return `This token may not write to ${name}.`;
  return null;
}
