// Into the Sandbox and out of it, for every place that offers either.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { orpc } from './client.ts';
import { switchWorkspace } from './switch-workspace.ts';

export function useEnterSandbox() {
  const queryClient = useQueryClient();
  return useMutation(orpc.sandbox.enter.mutationOptions({ onSuccess: (state) => switchWorkspace(queryClient, state) }));
}

export function useLeaveSandbox() {
  const queryClient = useQueryClient();
  return useMutation(orpc.sandbox.leave.mutationOptions({ onSuccess: (state) => switchWorkspace(queryClient, state) }));
}
