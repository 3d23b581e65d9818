import { useLayoutEffect } from 'react';
import type { Account } from '@hubdesk/shared/account/account';
import { claimConversation, forgetConversation } from '../../stores/conversation.ts';

/** Ties the conversation to who is connected where; undefined while that is not known. */
export function useConversationOwner(
  workspace: string | undefined,
  account: Account | null | undefined,
  onChange: () => void,
): void {
  const accountId = account?.identity?.id ?? null;
  const isConnected = account === undefined ? undefined : account !== null;
  useLayoutEffect(() => {
    if (workspace === undefined || isConnected === undefined) return;
    if (isConnected) claimConversation({ workspace, accountId });
    else forgetConversation();
    return onChange;
  }, [workspace, accountId, isConnected, onChange]);
}
