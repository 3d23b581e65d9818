// The limits on what runs may cost, in words.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useId, useRef, useState } from 'react';
import type { Budget } from '@hubdesk/shared/contract/budget';
import { orpc } from '../../api/client.ts';
import { explain } from '../../api/explain.ts';
import { toFailure } from '../../api/failure.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { toast } from '../../ui/toast.tsx';
import { readLimit } from './read-limit.ts';

const notAnAmount = 'Write an amount such as 5 or 12.50, or leave it empty.';

export function BudgetDialog({ budget, onClose }: { budget: Budget; onClose: () => void }) {
  const queryClient = useQueryClient();
  const form = useId();
  const first = useRef<HTMLInputElement>(null);
  const [run, setRun] = useState(budget.runUsd === null ? '' : String(budget.runUsd));
  const [month, setMonth] = useState(budget.monthUsd === null ? '' : String(budget.monthUsd));
  const [tried, setTried] = useState(false);
  const runUsd = readLimit(run);
  const monthUsd = readLimit(month);
  const save = useMutation(
    orpc.budget.set.mutationOptions({
      onSuccess: (saved) => {
        queryClient.setQueryData(orpc.budget.get.queryKey(), saved);
        toast('The limits are set');
        onClose();
      },
    }),
  );

  function submit(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (runUsd !== undefined && monthUsd !== undefined) save.mutate({ runUsd, monthUsd });
  }

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Limits on what runs may cost"
      description="A launch is stopped, before it costs anything, when the most it could cost goes beyond a limit. A run that goes on is never stopped by them; its own timeout does that."
      initialFocus={first}
      footer={
        <>
          <Button onClick={onClose}>Keep them as they are</Button>
          <Button variant="primary" type="submit" form={form} loading={save.isPending}>
            Set the limits
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="grid gap-4" noValidate>
        <TextField
          ref={first}
          label="The most one run may cost"
          hint="Its price a minute times its timeout. Empty: no limit."
          start="$"
          inputMode="decimal"
          autoComplete="off"
          value={run}
          onChange={(event) => setRun(event.target.value)}
          error={tried && runUsd === undefined && notAnAmount}
        />
        <TextField
          label="The most all runs of a month may cost"
          hint="What was spent, what could still be added by the runs that go on, and the new run together. Empty: no limit."
          start="$"
          inputMode="decimal"
          autoComplete="off"
          value={month}
          onChange={(event) => setMonth(event.target.value)}
          error={tried && monthUsd === undefined && notAnAmount}
        />
        {save.error && <ErrorNotice explanation={explain(toFailure(save.error))} />}
      </form>
    </Dialog>
  );
}
