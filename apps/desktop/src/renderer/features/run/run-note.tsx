// What a person wants to remember of a run.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Run } from '@hubdesk/shared/train/run';
import { orpc } from '../../api/client.ts';
import { explain } from '../../api/explain.ts';
import { toFailure } from '../../api/failure.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { TextArea } from '../../ui/text-area.tsx';

export function RunNote({ run }: { run: Run }) {
  const [draft, setDraft] = useState<string | null>(null);
  const queryClient = useQueryClient();
  const annotate = useMutation(
    orpc.runs.annotate.mutationOptions({
      onSuccess: (changed) => {
        queryClient.setQueryData(orpc.runs.get.queryKey({ input: { run: run.id } }), changed);
        setDraft(null);
      },
    }),
  );
  const text = draft ?? run.note;
  return (
    <form
      className="grid gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        annotate.mutate({ run: run.id, note: text });
      }}
    >
      <TextArea
        label="Note"
        placeholder="What you tried, and what came of it"
        maxLength={20_000}
        className="max-h-60"
        value={text}
        onChange={(event) => setDraft(event.currentTarget.value)}
      />
      {draft !== null && draft !== run.note && (
        <div className="flex gap-2">
          <Button type="submit" size="small" variant="primary" loading={annotate.isPending}>
            Keep the note
          </Button>
          <Button size="small" variant="quiet" onClick={() => setDraft(null)}>
            Leave it
          </Button>
        </div>
      )}
      {annotate.error && <ErrorNotice explanation={explain(toFailure(annotate.error))} />}
    </form>
  );
}
