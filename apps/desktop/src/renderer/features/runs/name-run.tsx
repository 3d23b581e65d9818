import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useId, useRef, useState } from 'react';
import type { Run } from '@hubdesk/shared/train/run';
import { orpc } from '../../api/client.ts';
import { explain } from '../../api/explain.ts';
import { toFailure } from '../../api/failure.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { TextField } from '../../ui/text-field.tsx';

/** As `runNameSchema` has it, which would bring the schemas with it. */
const namePattern = /^[A-Za-z0-9._-]{1,80}$/;

/** Another name, and whatever a person wants to remember of a run. */
export function NameRun({ run, onClose }: { run: Run; onClose: () => void }) {
  const form = useId();
  const first = useRef<HTMLInputElement>(null);
  const [name, setName] = useState(run.name);
  const [note, setNote] = useState(run.note);
  const isName = namePattern.test(name);
  const annotate = useMutation(orpc.runs.annotate.mutationOptions({ onSuccess: onClose }));

  function submit(event: FormEvent) {
    event.preventDefault();
    if (isName) annotate.mutate({ run: run.id, name, note });
  }

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Name and note"
      initialFocus={first}
      footer={
        <>
          <Button onClick={onClose}>Keep it as it is</Button>
          <Button variant="primary" type="submit" form={form} loading={annotate.isPending}>
            Save
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="grid gap-4" noValidate>
        <TextField
          ref={first}
          label="Name"
          autoComplete="off"
          spellCheck={false}
          value={name}
          onChange={(event) => setName(event.target.value)}
          error={!isName && 'Letters, digits, “.”, “-” and “_”; at most 80 of them.'}
        />
        <TextArea
          label="Note"
          rows={5}
          placeholder="What you tried, and what came of it"
          value={note}
          onChange={(event) => setNote(event.target.value)}
        />
        {annotate.error && <ErrorNotice explanation={explain(toFailure(annotate.error))} />}
      </form>
    </Dialog>
  );
}
