// What can be done with a deployment in the state it is in. What loses something
// asks first.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { EyeOff, SquarePen, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { Deployment } from '@hubdesk/shared/spaces/deployment';
import { orpc } from '../../api/client.ts';
import { deploymentName } from '../../api/deployment-words.ts';
import { explain } from '../../api/explain.ts';
import { toFailure } from '../../api/failure.ts';
import { Button, buttonClasses } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Menu, type MenuItem } from '../../ui/menu.tsx';
import { toast } from '../../ui/toast.tsx';
import { CancelDialog } from './cancel-dialog.tsx';

export function DeploymentActions({ deployment }: { deployment: Deployment }) {
  const { id, state, config, space } = deployment;
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const [question, setQuestion] = useState<'cancel' | 'forget' | null>(null);
  const close = () => setQuestion(null);
  const forget = useMutation(
    orpc.deployments.forget.mutationOptions({
      onSuccess: async () => {
        await navigate({ to: '/spaces' });
        queryClient.removeQueries({ queryKey: orpc.deployments.get.queryKey({ input: { deployment: id } }) });
        toast(`${deploymentName(deployment)} is out of the list`);
      },
    }),
  );
  const isJob = config.kind === 'job';
  const isServing = isJob && state === 'ready';
  const isOver = state !== 'working' && !isServing;
  const hasRemains = state === 'failed' && space !== null;
  const canCancel = !isOver || hasRemains;
  const items: MenuItem[] = [
    {
      label: 'Deploy with other answers',
      icon: SquarePen,
      onSelect: () => void navigate({ to: '/spaces/new', search: { again: id } }),
    },
    ...(hasRemains
      ? [{ label: 'Delete what it made', icon: Trash2, loss: true, onSelect: () => setQuestion('cancel') } as const]
      : []),
    ...(isOver
      ? [{ label: 'Forget this deployment', icon: EyeOff, onSelect: () => setQuestion('forget') } as const]
      : []),
  ];
  return (
    <div className="flex flex-wrap items-center gap-2">
      {state === 'failed' && (
        <Link to="/spaces/new" search={{ again: id }} className={buttonClasses('secondary')}>
          <SquarePen aria-hidden className="size-4" strokeWidth={1.75} />
          Change the answers
        </Link>
      )}
      {state === 'working' && <Button onClick={() => setQuestion('cancel')}>Cancel</Button>}
      {isServing && <Button onClick={() => setQuestion('cancel')}>Stop serving</Button>}
      <Menu label={`More for ${deploymentName(deployment)}`} items={state === 'failed' ? items.slice(1) : items} />
      {/* What is asked depends on the state: it may go on, or fail, while the question stands. */}
      {question === 'cancel' && canCancel && <CancelDialog key={state} deployment={deployment} onClose={close} />}
      <ConfirmDialog
        open={question === 'forget'}
        onOpenChange={(open) => {
          if (open) return;
          forget.reset();
          close();
        }}
        title={`Forget ${deploymentName(deployment)}?`}
        description={
          space
            ? `It goes out of the list here, with its question and its answer. The Space ${space.id} stays as it is.`
            : 'It goes out of the list here. Nothing on the Hub changes.'
        }
        confirmLabel="Forget it"
        loading={forget.isPending}
        onConfirm={() => forget.mutate({ deployment: id })}
      >
        {forget.error && <ErrorNotice explanation={explain(toFailure(forget.error))} />}
      </ConfirmDialog>
    </div>
  );
}
