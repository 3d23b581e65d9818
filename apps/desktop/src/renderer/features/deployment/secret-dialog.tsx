// Asks for values that no one may keep: typed here, sent to the Hub, forgotten.
import { type FormEvent, useId, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/text-field.tsx';

export interface SecretDialogProps {
  /** Their names. */
  secrets: readonly string[];
  /** Why they are asked for. */
  why: string;
  confirmLabel: string;
  loading: boolean;
  onGive: (values: Record<string, string>) => void;
  onClose: () => void;
  children?: React.ReactNode;
}

export function SecretDialog({ secrets, why, confirmLabel, loading, onGive, onClose, children }: SecretDialogProps) {
  const form = useId();
  const [values, setValues] = useState<Record<string, string>>({});
  const isWhole = secrets.every((name) => (values[name] ?? '').trim() !== '');
  function give(event: FormEvent) {
    event.preventDefault();
    if (isWhole && !loading) onGive(Object.fromEntries(secrets.map((name) => [name, (values[name] ?? '').trim()])));
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={secrets.length === 1 ? `A value for ${secrets[0]}` : 'Values for its secrets'}
      description={why}
      footer={
        <>
          <Button onClick={onClose}>Not now</Button>
          <Button type="submit" form={form} variant="primary" disabled={!isWhole} loading={loading}>
            {confirmLabel}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={give} className="grid gap-3">
        {secrets.map((name) => (
          <TextField
            key={name}
            label={name}
            type="password"
            autoComplete="off"
            spellCheck={false}
            value={values[name] ?? ''}
            onChange={(event) => setValues({ ...values, [name]: event.target.value })}
            inputClassName="font-mono"
            {...(name === 'HF_TOKEN' && { hint: 'A token that may only read this model is enough.' })}
          />
        ))}
      </form>
      {children}
    </Dialog>
  );
}
