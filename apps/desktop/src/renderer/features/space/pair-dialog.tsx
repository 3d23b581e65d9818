// One variable or secret: a new one, or another value for one that is there. The
// value of a secret is written and never shown again.
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import { orpc } from '../../api/client.ts';
import { explain } from '../../api/explain.ts';
import { toFailure } from '../../api/failure.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { SecretArea } from '../../ui/secret-area.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { toast } from '../../ui/toast.tsx';

const keyShape = /^[A-Za-z][_a-zA-Z0-9]*$/;

export interface PairDialogProps {
  space: string;
  kind: 'variable' | 'secret';
  /** Null: a new one. */
  name: string | null;
  value?: string;
  description?: string;
  /** Names that are taken, of both kinds. */
  taken?: readonly string[];
  onClose: () => void;
}

export function PairDialog(props: PairDialogProps) {
  const { space, kind, name, value: known = '', description: about = '', taken = [], onClose } = props;
  const form = useId();
  const [key, setKey] = useState(name ?? '');
  const [value, setValue] = useState(known);
  const [description, setDescription] = useState(about);
  const set = useMutation(
    orpc.spaces.setPair.mutationOptions({
      onSuccess: () => {
        toast(`${key} is set. The Space starts again`);
        onClose();
      },
    }),
  );
  const isTaken = name === null && taken.includes(key);
  const isFit = keyShape.test(key) && !isTaken;
  const isSecret = kind === 'secret';
  const canSave = isFit && (!isSecret || value !== '');
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={name === null ? `A new ${kind}` : isSecret ? `Another value for ${name}` : name}
      description={
        isSecret
          ? 'The app reads it as an environment variable. Nobody can read it here or on the Hub again, only replace it.'
          : 'The app reads it as an environment variable. Anybody who sees the Space can read it.'
      }
      className="max-w-130"
      footer={
        <>
          <Button onClick={onClose}>Leave it</Button>
          <Button type="submit" form={form} variant="primary" disabled={!canSave} loading={set.isPending}>
            {name === null ? `Add the ${kind}` : isSecret ? 'Replace it' : 'Save'}
          </Button>
        </>
      }
    >
      <form
        id={form}
        className="grid gap-3.5"
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          if (canSave && !set.isPending) set.mutate({ space, kind, key, value, description });
        }}
      >
        {name === null && (
          <TextField
            label="Name"
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            placeholder={isSecret ? 'HF_TOKEN' : 'MODEL_ID'}
            inputClassName="font-mono"
            value={key}
            error={
              key !== '' && !isFit
                ? isTaken
                  ? 'There is one of this name already.'
                  : 'Letters, digits and “_”, beginning with a letter.'
                : undefined
            }
            onChange={(event) => setKey(event.target.value.trim())}
          />
        )}
        {isSecret ? (
          <SecretArea
            label="Value"
            hint="One line or several."
            value={value}
            onChange={(event) => setValue(event.target.value)}
          />
        ) : (
          <TextArea
            label="Value"
            rows={1}
            className="min-h-9! font-mono"
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            maxLength={100_000}
            value={value}
            onChange={(event) => setValue(event.target.value)}
          />
        )}
        <TextField
          label="What it is for"
          hint="Not needed; anybody who may change the Space reads it."
          maxLength={500}
          value={description}
          onChange={(event) => setDescription(event.target.value)}
        />
      </form>
      {set.error && <ErrorNotice explanation={explain(toFailure(set.error))} />}
    </Dialog>
  );
}
