// The closed table of everything that can go wrong, as the screen sees it: a
// code, typed detail, and one sentence. Stacks, headers and causes stay behind.
import { z } from 'zod';

/** Permissions a Hub token may carry, by what a person would call them. */
export const permissions = ['read', 'write', 'jobs', 'deploy', 'inference', 'billing'] as const;
export type Permission = (typeof permissions)[number];

/** What a host may be unable to do. `UNSUPPORTED` names one of these. */
export const capabilities = [
  'keychain',
  'localFiles',
  'notifications',
  'nativeMenu',
  'openExternal',
  'nativeDialogs',
] as const;
export type Capability = (typeof capabilities)[number];

const nothing = z.object({});

/**
 * One row a code: the HTTP status REST answers with, whether asking the same
 * question again may help, and the shape of the detail. `message` of the error
 * itself is a sentence fit for a person, never upstream text.
 */
export const errorTable = {
  /** `field` names the input at fault; `reason` is the advice. */
  INVALID_INPUT: { status: 400, retry: false, data: z.object({ field: z.string().optional(), reason: z.string() }) },
  SIGNED_OUT: { status: 401, retry: false, data: z.object({ provider: z.string() }) },
  /** The provider refused the token: wrong, revoked or expired. */
  TOKEN_REJECTED: { status: 401, retry: false, data: z.object({ provider: z.string(), expired: z.boolean() }) },
  MISSING_PERMISSION: { status: 403, retry: false, data: z.object({ permission: z.enum(permissions) }) },
  /** An organization's policy (SSO, IP range, token policy) shuts this token out. */
  ORG_RESTRICTED: {
    status: 403,
    retry: false,
    data: z.object({ organization: z.string(), restrictions: z.array(z.string()) }),
  },
  /** `needs: 'plan'`: credits do not help, another plan does; the message says what it is about. */
  PAYMENT_REQUIRED: {
    status: 402,
    retry: false,
    data: z.object({ payer: z.string(), billingUrl: z.string(), needs: z.literal('plan').optional() }),
  },
  GATED: { status: 403, retry: false, data: z.object({ repo: z.string(), url: z.string() }) },
  NOT_FOUND: { status: 404, retry: false, data: z.object({ what: z.string() }) },
  CONFLICT: { status: 409, retry: false, data: z.object({ what: z.string() }) },
  /** `retryAfterMs` is the server's own delay, or null when it named none. */
  RATE_LIMITED: { status: 429, retry: true, data: z.object({ retryAfterMs: z.number().nullable() }) },
  KEYCHAIN_UNAVAILABLE: {
    status: 503,
    retry: false,
    data: z.object({ state: z.enum(['locked', 'unavailable', 'timeout', 'corrupt']) }),
  },
  /** The encrypted file needs its passphrase, or the one given does not open it. */
  PASSPHRASE_NEEDED: { status: 401, retry: false, data: z.object({ wrong: z.boolean() }) },
  UNSUPPORTED: { status: 501, retry: false, data: z.object({ capability: z.enum(capabilities) }) },
  /** The model has no warm provider, or the named one does not serve it. */
  MODEL_NOT_SERVED: {
    status: 400,
    retry: false,
    data: z.object({ model: z.string(), inferenceProvider: z.string().nullable() }),
  },
  PROVIDER_UNAVAILABLE: {
    status: 503,
    retry: true,
    data: z.object({ provider: z.string(), httpStatus: z.number().nullable() }),
  },
  /** An answer that is not the API's: HTML, a redirect, a proxy's login page. */
  INTERCEPTED: {
    status: 502,
    retry: false,
    data: z.object({ by: z.enum(['html', 'redirect', 'proxy']), host: z.string() }),
  },
  /** The API answered, in a shape we cannot read. */
  HUB_CHANGED: { status: 502, retry: false, data: z.object({ what: z.string() }) },
  OFFLINE: { status: 503, retry: true, data: z.object({ host: z.string() }) },
  TIMEOUT: { status: 504, retry: true, data: z.object({ host: z.string() }) },
  CANCELLED: { status: 499, retry: false, data: nothing },
  /** A file of ours could not be written; nothing was changed. */
  STORAGE_FAILED: { status: 507, retry: false, data: z.object({ path: z.string(), reason: z.string() }) },
  /** A file of the person's could not be read, or changed while it was. */
  FILE_UNREADABLE: { status: 422, retry: false, data: z.object({ path: z.string(), reason: z.string() }) },
  /** The model cannot be asked for its tokens: no tokenizer we can read, or its template refuses the row. */
  NO_TOKENIZER: { status: 422, retry: false, data: z.object({ model: z.string(), reason: z.string() }) },
  /** Other content stands where something should be written, here or on the Hub. */
  ALREADY_THERE: { status: 409, retry: false, data: z.object({ what: z.string(), url: z.string().nullable() }) },
  /** `ref` finds the full story in the log. */
  INTERNAL: { status: 500, retry: false, data: z.object({ ref: z.string() }) },
} as const satisfies Record<string, { status: number; retry: boolean; data: z.ZodType }>;

export type ErrorCode = keyof typeof errorTable;
export const errorCodes = Object.keys(errorTable) as [ErrorCode, ...ErrorCode[]];
export type ErrorData<C extends ErrorCode> = z.infer<(typeof errorTable)[C]['data']>;

/** Every failure as a value: what `explain` and logs work on. */
export type Failure = { [C in ErrorCode]: { code: C; message: string; data: ErrorData<C> } }[ErrorCode];

/** The one error our own code throws on purpose; crosses the border as its code, data and message. */
export class AppError<C extends ErrorCode = ErrorCode> extends Error {
  override readonly name = 'AppError';
  readonly code: C;
  readonly data: ErrorData<C>;

  constructor(code: C, message: string, data: ErrorData<C>, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
    this.data = data;
  }
}

/** Narrows anything caught to an `AppError` of one code, or of any. */
export function isAppError<C extends ErrorCode = ErrorCode>(error: unknown, code?: C): error is AppError<C> {
  return error instanceof AppError && (code === undefined || error.code === code);
}
