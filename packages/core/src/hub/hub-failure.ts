// The one place where an HTTP answer of the Hub or its router becomes a code.
import { AppError, type Permission } from '@hubdesk/shared/errors';

/** What was asked, for the words of the failure. */
export interface Asked {
  /** The Hub's pages, for links: `https://huggingface.co` or the Sandbox. */
  hubUrl: string;
  host: string;
  repo?: string | undefined;
  /** Its kind; a model where it is not said. */
  repoType?: 'model' | 'dataset' | 'space' | undefined;
  /** What was asked about where it is no repo: `This job`. */
  what?: string | undefined;
  /** The inference provider named by the person, if any. */
  inferenceProvider?: string | undefined;
  /** Who would pay, when the call costs something. */
  payer?: string | undefined;
  /** Whose token it is, where that is known: an account's credits are on another page than an organization's. */
  account?: string | null | undefined;
  /** What a 403 without clear words lacks. */
  permission?: Permission | undefined;
  /** Wall clock, epoch ms, to read an HTTP-date with. */
  nowMs: number;
}

export interface Answer {
  status: number;
  headers: Headers;
  /** At most the first 64 KiB. */
  text: string;
}

/**
 * Maps an answer that is not a success. Shapes and texts: reference hub-api 0.1
 * and 2.7 (`error` may be text, a list, or OpenAI's object). Upstream words are
 * used to choose a code and are shown only for a refused request.
 */
export function hubFailure(answer: Answer, asked: Asked): AppError {
  const { status, headers } = answer;
  const { host } = asked;
  const said = upstreamWords(answer.text);
  const code = headers.get('x-error-code') ?? '';

  if (status === 429) {
    return new AppError('RATE_LIMITED', 'The Hub asks for a pause before the next request.', { retryAfterMs: retryAfterMs(headers, asked.nowMs) });
  }
  const lacking = (status === 402 || status === 403) && asked.repoType === 'space' ? planLacking(said, asked) : null;
  if (lacking !== null) return lacking;
  if (status === 402) {
    const { payer } = asked;
    return new AppError('PAYMENT_REQUIRED', payer ? `${payer} has not enough credits left for this.` : 'The included credits are used up.', {
      payer: payer ?? 'you',
      billingUrl: billingUrl(asked) ?? `${asked.hubUrl}/settings/billing`,
    });
  }
  if (code === 'GatedRepo' && asked.repo) {
    return new AppError('GATED', `${asked.repo} is shared only with people its owners let in.`, { repo: asked.repo, url: repoPage(asked, asked.repo) });
  }
  if (isHtml(answer)) return new AppError('INTERCEPTED', `${host} answered with a web page instead of data.`, { by: 'html', host });
  if (status === 401) {
    if (code === 'RepoNotFound' && asked.repo) return new AppError('NOT_FOUND', `${asked.repo} does not exist, or is private.`, { what: asked.repo });
    const expired = /expired/i.test(said);
    return new AppError('TOKEN_REJECTED', expired ? 'This token has expired.' : 'The Hub does not accept this token.', { provider: 'huggingface', expired });
  }
  if (status === 403) {
    const organization = restrictedOrganization(said);
    if (organization !== null) {
      return new AppError('ORG_RESTRICTED', 'An organization does not let this token in.', { organization, restrictions: restrictionsIn(said) });
    }
    const permission = permissionIn(said) ?? asked.permission ?? 'read';
    return new AppError('MISSING_PERMISSION', permissionSentence[permission], { permission });
  }
  const what = asked.repo ?? asked.what;
  if (status === 404) return new AppError('NOT_FOUND', `${what ?? 'That'} does not exist, or is private.`, { what: what ?? 'page' });
  if (status === 412) return new AppError('CONFLICT', `Somebody else has changed ${what ?? 'it'} since.`, { what: what ?? 'request' });
  if (status === 409) return new AppError('CONFLICT', said || 'Something else changed it first.', { what: what ?? 'request' });
  if (status === 408 || status === 504) return new AppError('TIMEOUT', `${host} did not answer in time.`, { host });
  if (status >= 500) return new AppError('PROVIDER_UNAVAILABLE', 'The service has trouble at the moment.', { provider: 'huggingface', httpStatus: status });
  if (status === 400 && /model_not_supported|not supported by any provider|not supported by provider/i.test(answer.text)) {
    return new AppError('MODEL_NOT_SERVED', 'No inference provider you can use serves this model now.', { model: asked.repo ?? '', inferenceProvider: asked.inferenceProvider ?? null });
  }
  return new AppError('INVALID_INPUT', said || 'The Hub did not accept this request.', { reason: said || `HTTP ${status}` });
}

/** Of an organization that would pay; null for an account. Where it is not known whose token it is, a payer is an organization: an account pays without being named. */
function billingUrl({ hubUrl, payer, account }: Asked): string | null {
  return payer && payer !== account ? `${hubUrl}/organizations/${encodeURIComponent(payer)}/settings/billing` : null;
}

/**
 * A Space that the plan does not carry, which no permission and no credits would change; null for other refusals. The
 * words are those reported of the Hub since July 2026 (reference hub-api 4.1 and 4.3).
 */
function planLacking(said: string, asked: Asked): AppError | null {
  const payer = asked.payer ?? asked.repo?.split('/')[0] ?? 'you';
  const sentence = planSentence(said, payer);
  if (sentence === null) return null;
  return new AppError('PAYMENT_REQUIRED', sentence, { payer, billingUrl: billingUrl(asked) ?? `${asked.hubUrl}/pricing`, needs: 'plan' });
}

function planSentence(said: string, payer: string): string | null {
  const most = /\blimit of (\d+) ZeroGPU/i.exec(said)?.[1];
  if (most !== undefined) return `${payer} has ${most} ZeroGPU Spaces, as many as its plan allows. Delete one, or choose other hardware.`;
  if (/ZeroGPU/i.test(said) && /cannot host|good standing|verified/i.test(said)) {
    return `${payer} cannot host ZeroGPU Spaces: an account needs a confirmed e-mail address and 30 days, an organization a Team or Enterprise plan.`;
  }
  if (/hosting Gradio and Docker Spaces|cpu-basic requires/i.test(said)) {
    return `Gradio and Docker Spaces on a free processor need a paid plan of ${payer}. Ask for ZeroGPU, or make it a static page.`;
  }
  if (!/\b(?:PRO|Team|Enterprise)\b.{0,40}\b(?:plans?|subscription|account)\b/.test(said)) return null;
  const what = /\bdev(?:eloper)? mode\b/i.test(said) ? 'Dev mode' : /\bprotected\b/i.test(said) ? 'A protected Space' : 'What was asked for';
  return `${what} is part of PRO, Team and Enterprise plans, and ${payer} has none of them.`;
}

function repoPage({ hubUrl, repoType = 'model' }: Asked, repo: string): string {
  return `${hubUrl}/${repoType === 'model' ? '' : `${repoType}s/`}${repo}`;
}

const permissionSentence: Record<Permission, string> = {
  read: 'This token may not read that.',
  write: 'This token may not write there.',
  jobs: 'This token may not start Jobs.',
  deploy: 'This token may not manage Spaces.',
  inference: 'This token may not call Inference Providers.',
  billing: 'This token may not see billing.',
};

function permissionIn(words: string): Permission | null {
  // The name of an organization, which may be `inference-lab`, comes before what is missing.
  const said = /missing permissions?:(.*)/i.exec(words)?.[1] ?? words;
  if (/inference/i.test(said)) return 'inference';
  if (/job/i.test(said)) return 'jobs';
  if (/billing/i.test(said)) return 'billing';
  if (/space/i.test(said)) return 'deploy';
  if (/write/i.test(said)) return 'write';
  return null;
}

function restrictedOrganization(said: string): string | null {
  if (!/\b(sso|single sign-on|ip address|token policy|two-factor|mfa)\b/i.test(said)) return null;
  return /organization\s+["'`]?([\w.-]+)/i.exec(said)?.[1] ?? '';
}

function restrictionsIn(said: string): string[] {
  const found: [RegExp, string][] = [[/sso|single sign-on/i, 'sso'], [/ip address/i, 'ip'], [/two-factor|mfa/i, 'mfa'], [/token policy/i, 'token-policy']];
  return found.filter(([pattern]) => pattern.test(said)).map(([, name]) => name);
}

export function isHtml({ headers, text }: Pick<Answer, 'headers' | 'text'>): boolean {
  return headers.get('content-type')?.includes('text/html') === true || /^\s*<(!doctype|html)/i.test(text);
}

/** The human part of an error body, one line of at most 300 plain characters; empty when there is none. */
export function upstreamWords(text: string): string {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return '';
  }
  return wordsOf(body).replace(/[\p{Cc}\p{Cf}]+/gu, ' ').trim().slice(0, 300);
}

function wordsOf(body: unknown): string {
  if (typeof body === 'string') return body;
  if (Array.isArray(body)) return body.map(wordsOf).filter(Boolean).join('; ');
  if (typeof body !== 'object' || body === null) return '';
  for (const key of ['error', 'message', 'error_description', 'errors', 'detail']) {
    const words = key in body ? wordsOf(body[key as keyof typeof body]) : '';
    if (words) return words;
  }
  return '';
}

const longestPauseMs = 3_600_000;

/** From `Retry-After` (seconds or a date) or the reset time of `RateLimit`; null when neither makes sense. At most an hour. */
export function retryAfterMs(headers: Headers, nowMs: number): number | null {
  const retryAfter = headers.get('retry-after')?.trim();
  if (retryAfter && /^\d+$/.test(retryAfter)) return Math.min(Number(retryAfter) * 1000, longestPauseMs);
  if (retryAfter && /[a-z]/i.test(retryAfter)) {
    const date = Date.parse(retryAfter);
    const serverNow = Date.parse(headers.get('date') ?? '');
    const delay = date - (Number.isNaN(serverNow) ? nowMs : serverNow);
    if (Number.isFinite(delay)) return Math.min(Math.max(delay, 0), longestPauseMs);
  }
  const reset = /(?:^|;)\s*t=(\d+)/.exec(headers.get('ratelimit') ?? '')?.[1];
  return reset === undefined ? null : Math.min((Number(reset) + 1) * 1000, longestPauseMs);
}
