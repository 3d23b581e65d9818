// One draft, and the changes a person makes to its plan and its rows. A change
// of the plan shows at once and goes back if the host could not keep it.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import type { Draft, DraftPlan, RowName } from '@hubdesk/shared/datasets/draft';
import { orpc } from '../../api/client.ts';

const arrivingPollMs = 500;

export function useDraft(id: string) {
  return useQuery(
    orpc.drafts.get.queryOptions({
      input: { draft: id },
      // What arrives from the page itself is announced by nobody.
      refetchInterval: ({ state }) => (state.data?.arriving ? arrivingPollMs : false),
    }),
  );
}

export interface PlanChange {
  change: (change: Partial<DraftPlan>) => void;
  changing: boolean;
  failure: Error | null;
}

export function usePlanChange(id: string): PlanChange {
  const queryClient = useQueryClient();
  const queryKey = orpc.drafts.get.queryKey({ input: { draft: id } });
  const { mutate, isPending, error } = useMutation(
    orpc.drafts.plan.mutationOptions({
      onMutate: ({ change }) => {
        const before = queryClient.getQueryData<Draft>(queryKey);
        if (before) {
          const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
          queryClient.setQueryData<Draft>(queryKey, { ...before, plan: { ...before.plan, ...given } });
        }
        return before;
      },
      onSuccess: (draft) => queryClient.setQueryData<Draft>(queryKey, draft),
      onError: (_error, _input, before) => {
        if (before) queryClient.setQueryData<Draft>(queryKey, before);
      },
    }),
  );
  const change = useCallback((change: Partial<DraftPlan>) => mutate({ draft: id, change }), [id, mutate]);
  return { change, changing: isPending, failure: error };
}

/** The draft as the host has it: a change that is on its way is not in it yet, and what is asked now would not know of it. */
export function useKeptDraft(draft: Draft, { changing }: PlanChange): Draft {
  const [kept, setKept] = useState(draft);
  if (changing) return kept;
  if (kept !== draft) setKept(draft);
  return draft;
}

export type RowEdit = { kind: 'change'; text: string } | { kind: 'drop' } | { kind: 'undo' };

export function useRowEdit(id: string) {
  const queryClient = useQueryClient();
  const mutation = useMutation(
    orpc.drafts.edit.mutationOptions({
      onSuccess: (draft) => queryClient.setQueryData<Draft>(orpc.drafts.get.queryKey({ input: { draft: id } }), draft),
    }),
  );
  const { mutate } = mutation;
  const edit = useCallback(
    (row: RowName, edit: RowEdit, onDone?: () => void) => {
      const { file, row: number } = row;
      mutate({ draft: id, row: { file, row: number }, edit }, { ...(onDone && { onSuccess: onDone }) });
    },
    [id, mutate],
  );
  return { edit, editing: mutation.isPending, failure: mutation.error };
}
