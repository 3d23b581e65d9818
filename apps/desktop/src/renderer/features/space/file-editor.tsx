// A file while it is written. Saving is one commit; where others have committed
// since, what was written stays, and what they did is shown before a choice.
import { useMutation, useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useId, useState } from 'react';
import type { SpaceDetails } from '@hubdesk/shared/spaces/space';
import { orpc } from '../../api/client.ts';
import { explain } from '../../api/explain.ts';
import { toFailure } from '../../api/failure.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { ReasonedButton } from '../../ui/reasoned-button.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { toast } from '../../ui/toast.tsx';
import { visibleText } from '../../ui/visible-text.ts';
import type { FileDraft } from './file-drafts.ts';

const TextDiff = lazy(async () => ({ default: (await import('../../ui/text-diff.tsx')).TextDiff }));

export interface FileEditorProps {
  details: SpaceDetails;
  path: string;
  draft: FileDraft;
  /** The file as it is on the Hub, as far as is known; null for a new one. */
  known: { text: string | null; commit: string | null } | null;
  onDraft: (draft: FileDraft | null) => void;
}

export function FileEditor({ details, path, draft, known, onDraft }: FileEditorProps) {
  const { id, forbids } = details;
  const field = useId();
  const [message, setMessage] = useState('');
  const [comparing, setComparing] = useState(false);
  const usual = `${draft.isNew ? 'Add' : 'Edit'} ${path}`;
  const save = useMutation(
    orpc.spaces.saveFiles.mutationOptions({
      onSuccess: () => {
        onDraft(null);
        toast(`${path} is saved. The Space starts again`);
      },
    }),
  );
  const failure = save.error && toFailure(save.error);
  const isConflict = failure?.code === 'CONFLICT';
  // What the others have made of it, asked for where it matters.
  const asked = useQuery({
    ...orpc.spaces.file.queryOptions({ input: { space: id, path } }),
    enabled: isConflict,
    staleTime: 0,
  });
  const isGone = asked.error !== null && toFailure(asked.error).code === 'NOT_FOUND';
  const theirs = isGone ? { text: null, commit: null } : asked.isFetching ? undefined : asked.data;
  const isChanged = draft.isNew || known === null || draft.text !== known.text;
  const send = (commit: string | null) =>
    save.mutate({
      space: id,
      files: [{ path, text: draft.text }],
      message: message.trim() === '' ? usual : message.trim(),
      commit,
    });
  return (
    <form
      aria-label={`Edit ${path}`}
      className="flex min-h-0 flex-1 flex-col"
      onSubmit={(event) => {
        event.preventDefault();
        if (isChanged && forbids.write === null && !save.isPending && !isConflict) send(draft.commit);
      }}
    >
      <div className="flex items-center gap-3 border-b border-line py-2 pr-4 pl-6">
        <label htmlFor={field} className="min-w-0 truncate font-mono text-sm font-medium text-ink">
          {visibleText(path)}
        </label>
        <span className="text-sm text-ink-3">{draft.isNew ? 'new' : isChanged ? 'not saved' : 'not changed'}</span>
      </div>
      {failure && !isConflict && <ErrorNotice className="m-4" explanation={explain(failure)} />}
      {isConflict && (
        <div role="alert" className="grid gap-3 border-b border-line bg-sunken px-6 py-4">
          <div className="grid gap-0.5">
            <p className="font-semibold text-ink">Somebody saved something since you began</p>
            <p className="max-w-[72ch] text-ink-2">
              What you wrote is still here, and nothing was written over.{' '}
              {isGone
                ? 'On the Hub there is no such file now.'
                : 'Look at how the file is now, then keep one of the two.'}
            </p>
          </div>
          <div className="flex flex-wrap gap-2">
            <Button size="small" disabled={!theirs} onClick={() => setComparing(!comparing)}>
              {comparing ? 'Hide the difference' : 'Show the difference'}
            </Button>
            <Button
              size="small"
              disabled={!theirs}
              loading={save.isPending}
              onClick={() => theirs && send(theirs.commit)}
            >
              {isGone ? 'Save mine' : 'Save mine over it'}
            </Button>
            <Button size="small" variant="quiet" onClick={() => onDraft(null)}>
              {isGone ? 'Drop mine' : 'Drop mine and take theirs'}
            </Button>
          </div>
          {comparing && theirs && (
            <Suspense>
              <TextDiff
                before={theirs.text ?? ''}
                after={draft.text}
                label="How yours differs from what is there now"
                same="Yours is just what is there now."
              />
            </Suspense>
          )}
        </div>
      )}
      <textarea
        id={field}
        value={draft.text}
        onChange={(event) => onDraft({ ...draft, text: event.target.value })}
        spellCheck={false}
        autoCapitalize="off"
        autoComplete="off"
        wrap="off"
        className="min-h-64 w-full flex-1 resize-none bg-surface px-6 py-4 font-mono text-xs leading-5 text-ink outline-none focus-visible:shadow-[inset_0_0_0_1px_var(--color-accent)]"
      />
      <div className="flex flex-wrap items-end gap-2 border-t border-line py-3 pr-4 pl-6">
        <TextField
          label="What changes"
          hideLabel
          className="min-w-56 flex-1"
          placeholder={usual}
          maxLength={500}
          value={message}
          onChange={(event) => setMessage(event.target.value)}
        />
        <Button variant="quiet" onClick={() => onDraft(null)}>
          {isChanged ? 'Drop it' : 'Close'}
        </Button>
        <ReasonedButton
          type="submit"
          variant="primary"
          reason={forbids.write}
          disabled={!isChanged || isConflict}
          loading={save.isPending && !isConflict}
        >
          Save as one commit
        </ReasonedButton>
        <p className="w-full text-xs text-ink-3">Saving starts the Space again with the new file.</p>
      </div>
    </form>
  );
}
