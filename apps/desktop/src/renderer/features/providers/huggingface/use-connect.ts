// Connecting, as one thing that can be stopped: a pasted token or one that
// another tool keeps.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import type { Adoptable } from '@hubdesk/shared/contract/account';
import type { Account } from '@hubdesk/shared/account/account';
import { client, orpc } from '../../../api/client.ts';

export type ConnectRequest = { token: string; keepUnverified: boolean } | { adopt: Adoptable['source'] };

export function useConnect(onConnected: (account: Account) => void) {
  const queryClient = useQueryClient();
  const stop = useRef<AbortController>(null);
  const mutation = useMutation({
    mutationFn: (request: ConnectRequest) => {
      stop.current = new AbortController();
      const { signal } = stop.current;
      return 'adopt' in request
        ? client.account.adopt({ source: request.adopt }, { signal })
        : client.account.connect(request, { signal });
    },
    onSuccess: (account) => {
      queryClient.setQueryData(orpc.account.get.queryKey(), account);
      onConnected(account);
    },
  });
  return { ...mutation, cancel: () => stop.current?.abort() };
}
