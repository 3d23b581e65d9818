// What to do about an answer that failed: the app's explanation of the code,
// and the further steps that only make sense beside a question.
import type { Account } from '@hubdesk/shared/account/account';
import type { Failure } from '@hubdesk/shared/errors';
import type { Selection } from '@hubdesk/shared/models/routing';
import { explain, type Explanation } from '../../api/explain.ts';
import { payerName } from './selection-words.ts';

export type ChatStep =
  | { kind: 'retry' }
  | { kind: 'retryAfter'; delayMs: number }
  | { kind: 'goOn' }
  /** Choose another model, another provider or another payer. */
  | { kind: 'changeModel'; label: string }
  /** Let the router choose who serves it, and ask again. */
  | { kind: 'routeByItself' }
  | { kind: 'link'; label: string; href: string }
  | { kind: 'route'; label: string; to: string };

export interface ChatAdvice {
  title: string;
  body: string;
  /** The likeliest first. */
  steps: ChatStep[];
}

export interface AdviceContext {
  selection: Selection;
  account: Account | null | undefined;
  /** Words had arrived before it broke. */
  hasWords: boolean;
}

export function chatAdvice(failure: Failure, { selection, account, hasWords }: AdviceContext): ChatAdvice {
  const explanation = explain(failure);
  const namesProvider = typeof selection.routing === 'object';
  const another: ChatStep = { kind: 'changeModel', label: 'Choose another model' };
  const again: ChatStep[] = hasWords ? [{ kind: 'retry' }, { kind: 'goOn' }] : [{ kind: 'retry' }];

  switch (failure.code) {
    case 'PAYMENT_REQUIRED': {
      const who = payerName(selection, account);
      return {
        title: who === 'you' ? 'You have no credits left' : `${who} has no credits left`,
        body: 'Your question is kept. Add credits, let somebody else pay, or wait for the next month’s included credits.',
        steps: [
          { kind: 'link', label: 'Open billing', href: failure.data.billingUrl },
          { kind: 'changeModel', label: 'Change who pays' },
          { kind: 'retry' },
        ],
      };
    }
    case 'MISSING_PERMISSION':
      return {
        title: explanation.title,
        body: `${permissionWords(selection)} Add that on the token’s page; the token itself stays the same. Your question is kept.`,
        steps: [
          ...(account
            ? [{ kind: 'link', label: 'Open the token page', href: account.links.tokens } as const]
            : stepOf(explanation)),
          { kind: 'retry' },
        ],
      };
    case 'RATE_LIMITED': {
      const { retryAfterMs } = failure.data;
      return {
        ...explanation,
        body:
          retryAfterMs === null
            ? explanation.body
            : 'The Hub asked for a pause. Your question is kept; ask it again when the pause is over.',
        steps:
          retryAfterMs === null
            ? [{ kind: 'retry' }, another]
            : [{ kind: 'retryAfter', delayMs: retryAfterMs }, another],
      };
    }
    case 'MODEL_NOT_SERVED': {
      const provider =
        failure.data.inferenceProvider ?? (typeof selection.routing === 'object' ? selection.routing.provider : null);
      if (provider === null) return { ...explanation, steps: [another, { kind: 'retry' }] };
      return {
        title: `${provider} does not serve this model now`,
        body: 'Another provider may. Your question is kept.',
        steps: [{ kind: 'routeByItself' }, another, { kind: 'retry' }],
      };
    }
    case 'PROVIDER_UNAVAILABLE':
      return {
        title: hasWords ? 'The answer broke off' : 'The provider cannot answer now',
        body: hasWords
          ? 'The provider, or the way to it, failed half-way. What had arrived is kept.'
          : failure.data.httpStatus === null
            ? 'The connection broke off before the first word. Your question is kept.'
            : `It reported a fault of its own (${failure.data.httpStatus}). Nothing is wrong on your side, and your question is kept.`,
        steps: [
          ...again,
          ...(namesProvider
            ? [{ kind: 'routeByItself' } as const]
            : [{ kind: 'changeModel', label: 'Choose another provider' } as const]),
        ],
      };
    case 'OFFLINE':
    case 'TIMEOUT': {
      if (!hasWords) return { ...explanation, steps: again };
      const where = failure.data.host === 'hubdesk' ? 'Hubdesk itself' : failure.data.host;
      return {
        title: 'The answer broke off',
        body: `The connection to ${where} was lost half-way. What had arrived is kept.`,
        steps: again,
      };
    }
    case 'INVALID_INPUT':
      return {
        title: 'The provider refused this request',
        body: `${sentence(explanation.body)} A new chat, a shorter question or other settings may help.`,
        steps: [{ kind: 'retry' }, another],
      };
    default: {
      const own = stepOf(explanation);
      return { ...explanation, steps: explanation.action?.kind === 'retry' ? again : [...own, { kind: 'retry' }] };
    }
  }
}

function permissionWords({ billTo }: Selection): string {
  return billTo === null
    ? 'It needs the permission “Make calls to Inference Providers”.'
    : `It needs the permission “Make calls to Inference Providers” on behalf of ${billTo}.`;
}

function stepOf({ action }: Explanation): ChatStep[] {
  return action === undefined || action.kind === 'retry' ? [] : [action];
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
