import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Account } from '@hubdesk/shared/account/account';
import { orpc } from '../../../api/client.ts';
import { explain } from '../../../api/explain.ts';
import { toFailure } from '../../../api/failure.ts';
import { Button } from '../../../ui/button.tsx';
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx';
import { ErrorNotice } from '../../../ui/error-notice.tsx';

/** Asks, deletes the token, and hands back the page where it can be revoked. */
export function Disconnect({ account, onGone }: { account: Account; onGone: (revokeUrl: string) => void }) {
  const queryClient = useQueryClient();
  const [asking, setAsking] = useState(false);
  const disconnect = useMutation(
    orpc.account.disconnect.mutationOptions({
      onSuccess: ({ revokeUrl }) => {
        setAsking(false);
        queryClient.setQueryData(orpc.account.get.queryKey(), null);
        onGone(revokeUrl);
      },
    }),
  );
  return (
    <>
      <Button variant="quiet" data-testid="disconnect-button" onClick={() => setAsking(true)}>
        Disconnect
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={(open) => {
          setAsking(open);
          if (!open) disconnect.reset();
        }}
        title={`Disconnect ${account.identity?.name ?? 'this token'}?`}
        description="The token is deleted from this computer and the chosen model is forgotten. Nothing changes on Hugging Face, and you can connect again at any time."
        confirmLabel="Disconnect"
        loss
        loading={disconnect.isPending}
        onConfirm={() => disconnect.mutate(undefined)}
      >
        {disconnect.isError && (
          <ErrorNotice
            explanation={explain(toFailure(disconnect.error))}
            onRetry={() => disconnect.mutate(undefined)}
          />
        )}
      </ConfirmDialog>
    </>
  );
}
