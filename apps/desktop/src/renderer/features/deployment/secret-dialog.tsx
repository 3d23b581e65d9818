// Asks for values that no one may keep: typed here, sent to the Hub, forgotten.
import { type FormEvent, useId, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { SecretArea } from '../../ui/secret-area.tsx';
import { TextField } from '../../ui/text-field.tsx';

const token = 'HF_TOKEN';

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
  const given = Object.fromEntries(secrets.map((name) => [name, cleaned(name, values[name] ?? '')]));
  const isWhole = Object.values(given).every((value) => value.trim() !== '');
  function give(event: FormEvent) {
    event.preventDefault();
    if (isWhole && !loading) onGive(given);
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
        {secrets.map((name) => {
          const value = values[name] ?? '';
          const change = (next: string) => setValues({ ...values, [name]: next });
          return name === token ? (
            <TextField
              key={name}
              label={name}
              type="password"
              autoComplete="off"
              spellCheck={false}
              value={value}
              onChange={(event) => change(event.target.value)}
              inputClassName="font-mono"
              hint="A token that may only read this model is enough."
            />
          ) : (
            <SecretArea
              key={name}
              label={name}
              value={value}
              hint="One line or several."
              onChange={(event) => change(event.target.value)}
            />
          );
        })}
      </form>
      {children}
    </Dialog>
  );
}

/** What is pasted with a token is no part of it; the ends of another value, such as a key, are its own. */
function cleaned(name: string, value: string): string {
  return name === token ? value.trim() : value;
}
