import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { orpc } from '../../api/client.ts';

/** Begins a dataset from somewhere, or finds it again, and goes to it. */
export function useOpenDraft() {
  const navigate = useNavigate();
  return useMutation(
    orpc.drafts.open.mutationOptions({
      onSuccess: ({ id }) => navigate({ to: '/datasets/draft/$draft', params: { draft: id } }),
    }),
  );
}
