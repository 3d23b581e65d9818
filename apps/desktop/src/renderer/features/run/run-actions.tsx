// What can be done with a run in the state it is in. What costs money says so first.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { CopyPlus, Play, RotateCcw, StepForward, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { Run } from '@hubdesk/shared/train/run';
import { orpc } from '../../api/client.ts';
import { explain } from '../../api/explain.ts';
import { toFailure } from '../../api/failure.ts';
import { Button, buttonClasses } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { formatUsd } from '../../ui/format-usd.ts';
import { formatRemaining } from '../../ui/format-remaining.ts';
import { Menu, type MenuItem } from '../../ui/menu.tsx';
import { toast } from '../../ui/toast.tsx';
import { formPlace } from './form-place.ts';
import { isLive } from './run-clock.ts';
import { keptWords } from './run-words.ts';

type Question = 'cancel' | 'retry' | 'forget';

export function RunActions({ run }: { run: Run }) {
  const { id, name, config, state, kind } = run;
  const [question, setQuestion] = useState<Question | null>(null);
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const close = () => setQuestion(null);
  const cancel = useMutation(
    orpc.runs.cancel.mutationOptions({
      onSuccess: (changed) => {
        queryClient.setQueryData(orpc.runs.get.queryKey({ input: { run: id } }), changed);
        close();
      },
    }),
  );
  const retry = useMutation(
    orpc.runs.launch.mutationOptions({
      onSuccess: (launched) => {
        close();
        toast(`${launched.name} is launched again`);
        void navigate({ to: '/train/run/$run', params: { run: launched.id } });
      },
    }),
  );
  const forget = useMutation(
    orpc.runs.forget.mutationOptions({
      onSuccess: () => {
        toast(`${name} is out of the history`);
        void navigate({ to: '/train' });
      },
    }),
  );
  // Another id for each question, so that one answer to it is one run.
  const [again, setAgain] = useState('');
  const live = isLive(run);
  const isPassedSmoke = kind === 'smoke' && state === 'completed';
  const CloneIcon = isPassedSmoke ? Play : CopyPlus;
  const canResume = !live && config !== null && run.checkpoints.length > 0 && state !== 'completed';
  const needsSecrets = (config?.secrets.length ?? 0) > 0;
  const mostUsd =
    run.usdPerMinute === null || config === null ? null : run.usdPerMinute * Math.ceil(config.timeoutSeconds / 60);

  const items: MenuItem[] = [
    ...(config && live
      ? [{ label: 'Clone with edits', icon: CopyPlus, onSelect: () => void navigate(formPlace({ from: id })) }]
      : []),
    ...(config && !live && kind !== 'salvage' && state !== 'refused'
      ? [
          {
            label: 'Retry as it is',
            icon: RotateCcw,
            onSelect: () => {
              if (needsSecrets) return void navigate(formPlace({ from: id }));
              setAgain(crypto.randomUUID());
              setQuestion('retry');
            },
          },
        ]
      : []),
    ...(live
      ? []
      : [{ label: 'Forget this run', icon: Trash2, loss: true, onSelect: () => setQuestion('forget') } as const]),
  ];
  const failed = { cancel, retry, forget }[question ?? 'cancel'].error;
  const problem = failed && <ErrorNotice explanation={explain(toFailure(failed))} />;

  return (
    <div className="flex flex-wrap items-center gap-2">
      {canResume && (
        <a href={formPlace({ resume: id }).href} className={buttonClasses('primary')}>
          <StepForward aria-hidden className="size-4" strokeWidth={1.75} />
          Resume from step {run.checkpoints.at(-1)?.toLocaleString('en')}
        </a>
      )}
      {config && !live && state !== 'refused' && (
        <a href={formPlace({ from: id }).href} className={buttonClasses(isPassedSmoke ? 'primary' : 'secondary')}>
          <CloneIcon aria-hidden className="size-4" strokeWidth={1.75} />
          {isPassedSmoke ? 'On to the whole run' : 'Clone with edits'}
        </a>
      )}
      {live && run.job !== null && <Button onClick={() => setQuestion('cancel')}>Cancel</Button>}
      {items.length > 0 && <Menu label={`More for ${name}`} items={items} />}
      <ConfirmDialog
        open={question === 'cancel'}
        onOpenChange={close}
        title="Cancel this run?"
        description={keptWords(run)}
        confirmLabel="Cancel the run"
        loss
        loading={cancel.isPending}
        onConfirm={() => cancel.mutate({ run: id })}
      >
        {problem}
      </ConfirmDialog>
      <ConfirmDialog
        open={question === 'retry'}
        onOpenChange={close}
        title="Run it again as it is?"
        description={
          config && (
            <>
              The same settings on {config.flavor}, in a run of its own.{' '}
              {mostUsd === null
                ? 'There is no price for this hardware.'
                : `It can cost ${formatUsd(mostUsd)} at most, if it runs into its timeout of ${formatRemaining(config.timeoutSeconds * 1_000)}.`}
            </>
          )
        }
        confirmLabel={mostUsd === null ? 'Launch' : `Launch for at most ${formatUsd(mostUsd)}`}
        loading={retry.isPending}
        onConfirm={() => config && kind !== 'salvage' && retry.mutate({ run: again, kind, config })}
      >
        {problem}
      </ConfirmDialog>
      <ConfirmDialog
        open={question === 'forget'}
        onOpenChange={close}
        title={`Forget ${name}?`}
        description="It goes out of the history with its log, its curves and its note. The job, the checkpoints and the weights on the Hub stay."
        confirmLabel="Forget it"
        loss
        loading={forget.isPending}
        onConfirm={() => forget.mutate({ run: id })}
      >
        {problem}
      </ConfirmDialog>
    </div>
  );
}
