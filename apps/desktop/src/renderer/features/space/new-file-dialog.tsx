import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { orpc } from '../../api/client.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useSettled } from '../../ui/use-settled.ts';

// As the contract has a path inside a repository.
const pathShape = /^(?!\/)(?!.*(?:^|\/)\.{1,2}(?:\/|$))(?!.*\/\/)(?!.*\/$)[^\\]{1,500}$/;

export interface NewFileDialogProps {
  space: string;
  onClose: () => void;
  onName: (path: string) => void;
}

/** Where a new file goes; it is there once something was written into it and saved. */
export function NewFileDialog({ space, onClose, onName }: NewFileDialogProps) {
  const form = useId();
  const [typed, setTyped] = useState('');
  const path = typed.trim();
  const settled = useSettled(path, 300);
  const isFit = pathShape.test(path);
  const there = useQuery(
    orpc.spaces.file.queryOptions({
      input: { space, path: settled },
      enabled: isFit && settled === path,
      staleTime: 0,
    }),
  );
  const isTaken = settled === path && there.isSuccess;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="A new file"
      description="With its folder, where it is in one: assets/style.css."
      footer={
        <>
          <Button onClick={onClose}>Leave it</Button>
          <Button type="submit" form={form} variant="primary" disabled={!isFit || isTaken}>
            Write it
          </Button>
        </>
      }
    >
      <form
        id={form}
        onSubmit={(event) => {
          event.preventDefault();
          if (isFit && !isTaken) onName(path);
        }}
      >
        <TextField
          label="Path"
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          inputClassName="font-mono"
          value={typed}
          error={
            isTaken
              ? 'There is a file of this name. Open it to change it.'
              : path !== '' && !isFit
                ? 'That is not a path inside the repository.'
                : undefined
          }
          onChange={(event) => setTyped(event.target.value)}
        />
      </form>
    </Dialog>
  );
}
