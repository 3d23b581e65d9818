// The name of a run, changed where it stands.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Pencil } from 'lucide-react';
import { useRef, useState } from 'react';
import type { Run } from '@hubdesk/shared/train/run';
import { orpc } from '../../api/client.ts';
import { explain } from '../../api/explain.ts';
import { toFailure } from '../../api/failure.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { visibleText } from '../../ui/visible-text.ts';

/** As the contract has it: a label of the job. */
const nameShape = /^[A-Za-z0-9._-]{1,80}$/;

export function RunName({ run }: { run: Run }) {
  const [draft, setDraft] = useState<string | null>(null);
  const pencil = useRef<HTMLButtonElement>(null);
  const queryClient = useQueryClient();
  const annotate = useMutation(
    orpc.runs.annotate.mutationOptions({
      onSuccess: (changed) => {
        queryClient.setQueryData(orpc.runs.get.queryKey({ input: { run: run.id } }), changed);
      },
    }),
  );
  const name = draft?.trim().replaceAll(/\s+/g, '-') ?? '';
  const isFit = nameShape.test(name);

  function close() {
    setDraft(null);
    annotate.reset();
    // Back to where it was begun, once that is there again.
    requestAnimationFrame(() => pencil.current?.focus());
  }

  if (draft === null) {
    return (
      <div className="flex min-w-0 items-center gap-1">
        <h1
          tabIndex={-1}
          data-page-heading
          className="min-w-0 text-2xl font-semibold tracking-tight [overflow-wrap:anywhere] text-ink"
        >
          <bdi>{visibleText(run.name)}</bdi>
        </h1>
        <IconButton ref={pencil} icon={Pencil} label="Rename" size="small" onClick={() => setDraft(run.name)} />
      </div>
    );
  }
  return (
    <form
      className="grid max-w-160 min-w-72 flex-1 gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isFit) return;
        if (name === run.name) close();
        else annotate.mutate({ run: run.id, name }, { onSuccess: close });
      }}
    >
      <TextField
        label="Name of the run"
        hideLabel
        // oxlint-disable-next-line jsx-a11y/no-autofocus -- it takes the place of the button that was pressed
        autoFocus
        onKeyDown={(event) => event.key === 'Escape' && close()}
        onFocus={(event) => event.currentTarget.select()}
        value={draft}
        onChange={(event) => setDraft(event.currentTarget.value)}
        autoComplete="off"
        spellCheck={false}
        error={draft !== '' && !isFit ? 'Letters, digits, “.”, “-” and “_”, at most 80 of them' : undefined}
        after={
          <>
            <Button type="submit" variant="primary" disabled={!isFit} loading={annotate.isPending}>
              Rename
            </Button>
            <Button variant="quiet" onClick={close}>
              Leave it
            </Button>
          </>
        }
      />
      {annotate.error && <ErrorNotice explanation={explain(toFailure(annotate.error))} />}
    </form>
  );
}
