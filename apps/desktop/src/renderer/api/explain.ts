// What a person reads about a failure and can do next: one row a code, and a
// code without a row does not compile. Says nothing that upstream text said.
import type { ErrorCode, Failure, Permission } from '@hubdesk/shared/errors';

/** Where a step inside the app leads. */
export type Place =
  '/welcome' | '/models' | '/chat' | '/datasets' | '/settings/providers?provider=huggingface' | '/settings/security';

export type NextStep =
  | { kind: 'link'; label: string; href: string }
  | { kind: 'route'; label: string; to: Place }
  | { kind: 'retry'; label: string };

export interface Explanation {
  title: string;
  body: string;
  action?: NextStep;
}

/** What a token may do, in the words of a person. */
export const permissionLabels: Record<Permission, string> = {
  read: 'Read models',
  write: 'Upload',
  jobs: 'Train',
  deploy: 'Deploy',
  inference: 'Call inference',
  billing: 'See billing',
};

const accountPlace = '/settings/providers?provider=huggingface';
const openAccount = (label: string): NextStep => ({ kind: 'route', label, to: accountPlace });
const retry: NextStep = { kind: 'retry', label: 'Try again' };

type Table = { [C in ErrorCode]: (failure: Extract<Failure, { code: C }>) => Explanation };

const table: Table = {
  INVALID_INPUT: ({ data }) => ({ title: 'That cannot be used as it is', body: data.reason }),
  SIGNED_OUT: () => ({
    title: 'No account is connected',
    body: 'Connect your Hugging Face account, or try the Sandbox, to go on.',
    action: openAccount('Connect an account'),
  }),
  TOKEN_REJECTED: ({ data }) =>
    data.expired
      ? {
          title: 'This token has expired',
          body: 'Make a new one on the token page and replace the old one here. Nothing else changes.',
          action: openAccount('Replace the token'),
        }
      : {
          title: 'Hugging Face does not know this token',
          body: 'It may have been revoked, or part of it may be missing. Copy it again from the token page, or make a new one.',
          action: openAccount('Replace the token'),
        },
  MISSING_PERMISSION: ({ data }) => ({
    title: `This token may not ${permissionLabels[data.permission].toLowerCase()}`,
    body: 'Add the permission to the token on its page; the token itself stays the same. Then check it again here.',
    action: openAccount('See its permissions'),
  }),
  ORG_RESTRICTED: ({ data }) => ({
    title: `${data.organization} does not let this token in`,
    body: `${restrictionSentence(data.restrictions)} An administrator of the organization can say what is needed.`,
    action: openAccount('See the account'),
  }),
  PAYMENT_REQUIRED: ({ data, message }) =>
    data.needs === 'plan'
      ? {
          title: 'The plan does not have this',
          body: message,
          action: { kind: 'link', label: 'See the plans', href: data.billingUrl },
        }
      : {
          title: data.payer === 'you' ? 'You have no credits left' : `${data.payer} has no credits left`,
          body: 'Add credits or wait for the next month. An organization of yours can pay instead: say so where you choose the model or set up the run.',
          action: { kind: 'link', label: 'Open billing', href: data.billingUrl },
        },
  GATED: ({ data }) => ({
    title: `${data.repo} asks for access first`,
    body: 'Its authors want to know who uses it. Ask on the model’s page; some grant it at once, others look at each request.',
    action: { kind: 'link', label: 'Ask for access', href: data.url },
  }),
  NOT_FOUND: ({ data }) => ({
    title: `${sentenceCase(data.what)} is not there`,
    body: 'It may have been renamed, removed or made private. Check the name, or look in the list of models.',
    action: { kind: 'route', label: 'See all models', to: '/models' },
  }),
  CONFLICT: ({ data }) => ({
    title: 'Something changed meanwhile',
    body: `${sentenceCase(data.what)} is not as it was when you started. Look again and repeat the step if you still want it.`,
    action: retry,
  }),
  RATE_LIMITED: ({ data }) => ({
    title: 'Too many requests for the moment',
    body:
      data.retryAfterMs === null
        ? 'The Hub asked to slow down. A minute is usually enough.'
        : `The Hub asked to wait ${waitWords(data.retryAfterMs)}.`,
    action: retry,
  }),
  KEYCHAIN_UNAVAILABLE: ({ data }) => ({
    title: {
      locked: 'The keychain is locked',
      unavailable: 'There is no keychain to use',
      timeout: 'The keychain does not answer',
      corrupt: 'What the keychain holds cannot be read',
    }[data.state],
    body: {
      locked: 'Unlock it the way your system asks for it, then go on. Your token is still in it.',
      unavailable: 'Choose another place for your token: an encrypted file, or this session only.',
      timeout: 'It may be waiting for a password in another window. Look for it, then try again.',
      corrupt: 'Connect again with your token to replace it.',
    }[data.state],
    action:
      data.state === 'corrupt'
        ? openAccount('Connect again')
        : { kind: 'route', label: 'Open Security', to: '/settings/security' },
  }),
  PASSPHRASE_NEEDED: ({ data }) => ({
    title: data.wrong ? 'That passphrase does not open the file' : 'The encrypted file is locked',
    body: data.wrong
      ? 'Check for a typing slip and try again. Nothing was changed.'
      : 'Enter its passphrase to use your token.',
    action: { kind: 'route', label: 'Unlock', to: '/settings/security' },
  }),
  UNSUPPORTED: ({ data }) => ({
    title: 'Not possible here',
    body: {
      keychain: 'This way of running Hubdesk has no keychain. Your token can live in an encrypted file instead.',
      localFiles: 'A browser tab cannot open files of this computer. The desktop app can.',
      notifications: 'Notifications are off for this page. Your browser’s site settings can allow them.',
      nativeDialogs:
        'This way of running Hubdesk has no file dialog of the system. Choose in the page’s own list instead.',
      nativeMenu: 'Only the desktop app has a menu of its own. Every command is in the palette (Ctrl or ⌘ and K).',
      openExternal: 'Links cannot be opened from here. Copy the address into a browser instead.',
    }[data.capability],
    ...(data.capability === 'keychain' && {
      action: { kind: 'route', label: 'Choose where', to: '/settings/security' } as const,
    }),
  }),
  MODEL_NOT_SERVED: ({ data }) =>
    data.inferenceProvider === null
      ? {
          title: `${data.model} is not warm any more`,
          body: 'No provider keeps it running now. Choose another model; this one may come back.',
          action: { kind: 'route', label: 'Choose a model', to: '/models' },
        }
      : {
          title: `${data.inferenceProvider} does not serve this model`,
          body: `Let Hubdesk choose who serves ${data.model}, or name another provider.`,
          action: { kind: 'route', label: 'Change the provider', to: '/models' },
        },
  PROVIDER_UNAVAILABLE: ({ data }) => ({
    title: `${providerName(data.provider)} is not able to answer now`,
    body:
      data.httpStatus === null
        ? 'The connection broke off before the answer was complete. Try again in a moment.'
        : `It reported a fault of its own (${data.httpStatus}). Nothing is wrong on your side; try again in a moment.`,
    action: retry,
  }),
  INTERCEPTED: ({ data }) => ({
    title: 'Something answered in the Hub’s place',
    body: {
      html: `A web page came back instead of an answer from ${data.host}. A network’s sign-in page does this: open a browser, sign in, and try again.`,
      redirect: `The request was sent on to ${data.host}, so it was stopped before your token could follow. A network’s sign-in page or a proxy does this.`,
      proxy: `The proxy in front of ${data.host} wants you to sign in. Do that in your system’s network settings, and try again.`,
    }[data.by],
    action: retry,
  }),
  HUB_CHANGED: ({ data }) => ({
    title: 'The answer could not be read',
    body: `${sentenceCase(data.what)} came back in a shape this version does not know. A newer Hubdesk may; trying again may help too.`,
    action: retry,
  }),
  OFFLINE: ({ data }) => ({
    title: data.host === 'hubdesk' ? 'Hubdesk itself is not answering' : 'You seem to be offline',
    body:
      data.host === 'hubdesk'
        ? 'The program behind this page has stopped or is starting again.'
        : `${data.host} cannot be reached from this computer. Check the connection and try again; nothing was lost.`,
    action: retry,
  }),
  TIMEOUT: ({ data }) => ({
    title: 'That took too long',
    body: `${data.host} accepted the question and did not answer it in time. Try again; nothing was lost.`,
    action: retry,
  }),
  CANCELLED: () => ({ title: 'Stopped', body: 'You stopped this. Nothing was changed.', action: retry }),
  STORAGE_FAILED: ({ data }) => ({
    title: 'A file could not be written',
    body: `${data.path}: ${asSentence(data.reason)} The old one is untouched. Make room or allow writing there, then try again.`,
    action: retry,
  }),
  FILE_UNREADABLE: ({ data }) => ({
    title: 'A file could not be read',
    body: `${data.path}: ${asSentence(data.reason)} Nothing was changed.`,
    action: retry,
  }),
  NO_TOKENIZER: ({ data }) => ({
    title: `${data.model} cannot count these rows`,
    body: `${asSentence(data.reason)} Choose another model to see its tokens.`,
    action: { kind: 'route', label: 'See all models', to: '/models' },
  }),
  ALREADY_THERE: ({ data }) => ({
    title: 'Something else is already there',
    body: `${sentenceCase(data.what)} holds other content. Choose another name, or look at what is there first; nothing was overwritten.`,
    ...(data.url !== null && { action: { kind: 'link', label: 'Look at it', href: data.url } as const }),
  }),
  INTERNAL: ({ data }) => ({
    title: 'Something went wrong inside Hubdesk',
    body: `This is a mistake of ours. Trying again may help; if not, report it with the reference ${data.ref}.`,
    action: retry,
  }),
};

/** What happened, what it means, and the next step. Every code has one. */
export function explain(failure: Failure): Explanation {
  // The table's key and the failure's code are the same by construction; TypeScript cannot correlate the union.
  const row = table[failure.code] as (failure: Failure) => Explanation;
  return row(failure);
}

const restrictionReasons: Record<string, string> = {
  ip: 'It lets requests in only from certain networks.',
  mfa: 'It wants two-factor sign-in.',
  sso: 'It wants you to sign in through its own sign-on first.',
  'token-policy': 'Its rules do not allow this kind of token.',
  'token-revoked': 'An administrator has revoked this token there.',
};

/** Why an organization shuts a token out, in one or more sentences. */
export function restrictionSentence(restrictions: readonly string[]): string {
  const known = restrictions.map((word) => restrictionReasons[word] ?? `It has a rule named ${word}.`);
  return known.length === 0 ? 'Its rules keep this token out.' : known.join(' ');
}

function waitWords(delayMs: number): string {
  const seconds = Math.ceil(delayMs / 1_000);
  if (seconds < 90) return seconds === 1 ? 'one second' : `${seconds} seconds`;
  return `${Math.ceil(seconds / 60)} minutes`;
}

/** The one provider whose id is not its name in lower case. */
function providerName(id: string): string {
  return id === 'huggingface' ? 'Hugging Face' : sentenceCase(id);
}

function asSentence(reason: string): string {
  return /[.!?]$/.test(reason) ? reason : `${reason}.`;
}

/** The name of a repository stays as it is written. */
function sentenceCase(text: string): string {
  if (/^\S+\/\S+$/.test(text)) return text;
  return text.charAt(0).toUpperCase() + text.slice(1);
}
