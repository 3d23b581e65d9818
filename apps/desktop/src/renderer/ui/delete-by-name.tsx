// Deletes after the name was typed: for what leaves the Hub for everybody.
import { type ReactNode, useId, useState } from 'react';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { TextField } from './text-field.tsx';

export interface DeleteByNameProps {
  /** What must be typed. */
  name: string;
  /** What will be lost. */
  description: ReactNode;
  open: boolean;
  onClose: () => void;
  onDelete: () => void;
  loading: boolean;
  /** Why it did not work. */
  children?: ReactNode;
}

export function DeleteByName({ name, description, open, onClose, onDelete, loading, children }: DeleteByNameProps) {
  const id = useId();
  const [typed, setTyped] = useState('');
  const isMeant = typed.trim() === name;
  const close = () => {
    setTyped('');
    onClose();
  };
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => !next && close()}
      title={`Delete ${name}?`}
      description={description}
      hideClose
      footer={
        <>
          <Button onClick={close}>Keep it as it is</Button>
          <Button type="submit" form={id} variant="loss" disabled={!isMeant} loading={loading}>
            Delete for good
          </Button>
        </>
      }
    >
      <form
        id={id}
        onSubmit={(event) => {
          event.preventDefault();
          if (isMeant && !loading) onDelete();
        }}
      >
        <TextField
          label={`Type ${name} to go on`}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
      </form>
      {children}
    </Dialog>
  );
}
