// The words the account is told in.
import type { Organization, TokenFacts } from '@hubdesk/shared/account/account';
import { type Explanation, explain } from '../../../api/explain.ts';
import type { Failure } from '@hubdesk/shared/errors';

export const tokenKindWords: Record<TokenFacts['kind'], string> = {
  read: 'Read token',
  write: 'Write token',
  fineGrained: 'Fine-grained token',
  oauth: 'Signed in by OAuth',
  other: 'Token of another kind',
};

const planNames: Record<string, string> = {
  team: 'Team',
  enterprise: 'Enterprise',
  plus: 'Enterprise Plus',
  academia: 'Academia',
};

/** An organization's plan as the Hub calls it; a plan newer than this app under its own word. */
export function planWords({ plan }: Organization): string {
  return plan === null ? 'No plan' : (planNames[plan] ?? plan);
}

/** A token page with every permission Hubdesk uses already ticked. */
export function newTokenUrl(hubUrl: string): string {
  const url = new URL('/settings/tokens/new', hubUrl);
  url.searchParams.set('tokenType', 'fineGrained');
  url.searchParams.set('canReadGatedRepos', 'true');
  for (const permission of [
    'repo.content.read',
    'repo.write',
    'job.write',
    'inference.endpoints.write',
    'inference.serverless.write',
    'user.billing.read',
  ]) {
    url.searchParams.append('ownUserPermissions', permission);
  }
  return url.href;
}

/** `explain`, said on the account's own panel: where it would lead here, it leads to the token page. */
export function explainHere(failure: Failure, tokensUrl: string): Explanation {
  const explanation = explain(failure);
  if (explanation.action?.kind !== 'route' || !explanation.action.to.startsWith('/settings/providers'))
    return explanation;
  return { ...explanation, action: { kind: 'link', label: 'Open the token page', href: tokensUrl } };
}
