// The Hugging Face account: prove a token, keep it, watch it, let it go. The
// token itself goes from the person to the store and the Hub, and nowhere else.
import type { Account, Problem } from '@hubdesk/shared/account/account';
import { readPastedToken } from '@hubdesk/shared/account/token-format';
import { AppError, isAppError } from '@hubdesk/shared/errors';
import { fetchAvatar } from '../hub/avatar.ts';
import { fetchModelPage } from '../hub/model-list.ts';
import { whoami } from '../hub/whoami.ts';
import type { Clock } from '../ports/clock.ts';
import { Secret } from '../secrets/secret.ts';
import type { Implementer } from './implementer.ts';
import type { Changes } from './changes.ts';
import { tokenOf } from './token-of.ts';
import type { AccountRecord, Workspace, Workspaces } from './workspace.ts';

export interface AccountParts {
  workspaces: Workspaces;
  clock: Clock;
  changes: Changes;
  /** Tokens not yet in the vault, which the log must not show either. */
  offered: Set<Secret>;
}

// whoami has a rate limit of its own: an answer this young is not asked for again.
const freshMs = 10 * 60_000;
const askAgainAfterMs = 10_000;

interface ConnectOptions {
  /** Keeps a token that cannot be proven now because the Hub cannot be reached. */
  keepUnverified: boolean;
  signal?: AbortSignal | undefined;
}

export type AccountService = ReturnType<typeof createAccountService>;

export function createAccountService({ workspaces, clock, changes, offered }: AccountParts) {
  const avatars = new Map<string, string | null>();
  const refreshing = new Set<Workspace>();
  const refusedUntil = new WeakMap<Workspace, number>();
  // A store may have been locked, or a token revoked, since the last start.
  const seenThisRun = new WeakSet<Workspace>();

  const now = () => new Date(clock.now()).toISOString();

  /** Proves a pasted token, stores it, and rolls back if anything after fails. Used by the Sandbox too. */
  async function connect(workspace: Workspace, pasted: string, options: ConnectOptions): Promise<Account> {
    const read = readPastedToken(pasted);
    if (read.token === '') {
      throw new AppError('INVALID_INPUT', read.reason ?? 'Paste a token first.', { field: 'token', reason: read.reason ?? 'Paste a token first.' });
    }
    const token = Secret.from(read.token);
    offered.add(token);
    const record = await prove(workspace, token, options);
    const before = { record: workspace.record.get().account, token: await workspace.token.read() };
    try {
      await workspace.token.write(token);
      await workspace.record.update({ account: record });
      if (record.status === 'verified') await listFirstModels(workspace, token, options.signal);
      options.signal?.throwIfAborted();
    } catch (error) {
      await restore(workspace, before);
      throw options.signal?.aborted ? new AppError('CANCELLED', 'Stopped; nothing was changed.', {}) : error;
    }
    seenThisRun.add(workspace);
    void loadAvatar(workspace, record);
    return describe(workspace, record);
  }

  /** What the Hub says of the token now; while it cannot be asked, an unverified record if the person wants that. */
  async function prove(workspace: Workspace, token: Secret, options: ConnectOptions): Promise<AccountRecord> {
    try {
      const owner = await whoami(workspace.hub, token, options.signal);
      return { status: 'verified', ...owner, checkedAt: now(), problem: null };
    } catch (error) {
      if (!options.keepUnverified || !mayBeKeptUnverified(error)) throw error;
      return { status: 'unverified', identity: null, avatarUrl: null, token: null, checkedAt: null, problem: toProblem(error) };
    }
  }

  async function restore(workspace: Workspace, before: { record: AccountRecord | null; token: Awaited<ReturnType<Workspace['token']['read']>> }): Promise<void> {
    if (before.token.state === 'ok') await workspace.token.write(before.token.secret);
    else if (before.token.state === 'absent') await workspace.token.remove();
    await workspace.record.update({ account: before.record });
  }

  /** The stored account, told as what is true now. Starts a check in the background when the last one is old. */
  function current(workspace: Workspace): Account | null {
    const { account } = workspace.record.get();
    if (workspace.token.marker() === null) return null;
    const record = account ?? emptyRecord;
    const age = record.checkedAt === null ? Infinity : clock.now() - Date.parse(record.checkedAt);
    const storeTrouble = record.problem?.code === 'KEYCHAIN_UNAVAILABLE' || record.problem?.code === 'PASSPHRASE_NEEDED';
    if (storeTrouble) refusedUntil.delete(workspace);
    if (age > freshMs || record.status === 'unverified' || storeTrouble || !seenThisRun.has(workspace)) void refresh(workspace);
    seenThisRun.add(workspace);
    if (record.avatarUrl !== null && !avatars.has(record.avatarUrl)) void loadAvatar(workspace, record);
    return describe(workspace, record);
  }

  async function refresh(workspace: Workspace): Promise<void> {
    if (refreshing.has(workspace) || clock.now() < (refusedUntil.get(workspace) ?? 0)) return;
    refreshing.add(workspace);
    refusedUntil.set(workspace, clock.now() + 60_000);
    const before = JSON.stringify(workspace.record.get().account);
    try {
      await check(workspace);
    } catch (error) {
      if (isAppError(error, 'RATE_LIMITED')) refusedUntil.set(workspace, clock.now() + (error.data.retryAfterMs ?? 60_000));
    } finally {
      refreshing.delete(workspace);
      if (JSON.stringify(workspace.record.get().account) !== before) changes.publish(['account', 'providers']);
    }
  }

  /** Asks the Hub. A refusal is kept as the account's problem; the token stays until the person decides. */
  async function check(workspace: Workspace, signal?: AbortSignal): Promise<Account> {
    const record = workspace.record.get().account ?? emptyRecord;
    let next: AccountRecord;
    try {
      const token = await tokenOf(workspace);
      const owner = await whoami(workspace.hub, token, signal);
      next = { status: 'verified', ...owner, checkedAt: now(), problem: null };
    } catch (error) {
      if (!isAppError(error) || error.code === 'SIGNED_OUT' || error.code === 'CANCELLED') throw error;
      if (mayBeKeptUnverified(error)) {
        await workspace.record.update({ account: { ...record, problem: toProblem(error) } });
        throw error;
      }
      next = { ...record, status: 'attention', checkedAt: error.code === 'TOKEN_REJECTED' ? now() : record.checkedAt, problem: toProblem(error) };
    }
    await workspace.record.update({ account: next });
    void loadAvatar(workspace, next);
    return describe(workspace, next);
  }

  async function loadAvatar(workspace: Workspace, { avatarUrl }: AccountRecord): Promise<void> {
    if (avatarUrl === null || avatars.has(avatarUrl)) return;
    avatars.set(avatarUrl, null);
    const avatar = await fetchAvatar(workspace.hub.address, avatarUrl);
    if (avatar === null) return;
    avatars.set(avatarUrl, avatar);
    changes.publish(['account']);
  }

  function describe(workspace: Workspace, record: AccountRecord): Account {
    const marker = workspace.token.marker();
    const { hubUrl } = workspace.hub.address;
    return {
      status: record.status,
      identity: record.identity && { ...record.identity, avatar: (record.avatarUrl && avatars.get(record.avatarUrl)) || null },
      token: record.token,
      store: marker?.store ?? 'session',
      storedAt: marker?.storedAt ?? now(),
      checkedAt: record.checkedAt,
      problem: record.problem,
      links: { tokens: `${hubUrl}/settings/tokens`, billing: `${hubUrl}/settings/billing` },
    };
  }

  async function disconnect(workspace: Workspace): Promise<{ revokeUrl: string }> {
    await workspace.token.remove();
    await workspace.record.update({ account: null, selection: null });
    return { revokeUrl: `${workspace.hub.address.hubUrl}/settings/tokens` };
  }

  return {
    connect,
    handlers: (os: Implementer['account']) =>
      os.router({
        get: os.get.handler(() => current(workspaces.current())),
        connect: os.connect.handler(({ input, signal }) => connect(workspaces.current(), input.token, { ...input, signal })),
        check: os.check.handler(({ signal }) => {
          const workspace = workspaces.current();
          const account = current(workspace);
          const age = account?.checkedAt && account.status === 'verified' ? clock.now() - Date.parse(account.checkedAt) : Infinity;
          return account && age < askAgainAfterMs ? account : check(workspace, signal);
        }),
        disconnect: os.disconnect.handler(() => disconnect(workspaces.current())),
        adoptable: os.adoptable.handler(() => workspaces.current().sources.list()),
        adopt: os.adopt.handler(async ({ input, signal }) => {
          const workspace = workspaces.current();
          const token = await workspace.sources.read(input.source);
          return connect(workspace, token.reveal(), { keepUnverified: false, signal });
        }),
      }),
  };
}

const emptyRecord: AccountRecord = { status: 'unverified', identity: null, avatarUrl: null, token: null, checkedAt: null, problem: null };

/** A first page, to learn that the token may list at all. Trouble that says nothing of the token does not undo a proven one. */
async function listFirstModels(workspace: Workspace, token: Secret, signal: AbortSignal | undefined): Promise<void> {
  try {
    await fetchModelPage(workspace.hub, null, { token, signal, limit: 1 });
  } catch (error) {
    if (isAppError(error) && ['TOKEN_REJECTED', 'MISSING_PERMISSION', 'ORG_RESTRICTED', 'CANCELLED'].includes(error.code)) throw error;
  }
}

function mayBeKeptUnverified(error: unknown): boolean {
  return isAppError(error) && ['OFFLINE', 'TIMEOUT', 'PROVIDER_UNAVAILABLE', 'RATE_LIMITED', 'INTERCEPTED'].includes(error.code);
}

function toProblem(error: unknown): Problem {
  if (isAppError(error)) return { code: error.code, message: error.message, data: { ...error.data } };
  return { code: 'INTERNAL', message: 'Something went wrong here.', data: { ref: '' } };
}
