// A further file to be pushed: empty, or one of this computer that is a text.
import { FileUp } from 'lucide-react';
import { useId, useRef, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { useFileChoice } from '../../ui/file-choice.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { pathProblem } from './deploy-faults.ts';

const longestFile = 1_000_000;

export interface AddFileDialogProps {
  taken: readonly string[];
  onAdd: (path: string, text: string) => void;
  onClose: () => void;
}

export function AddFileDialog({ taken, onAdd, onClose }: AddFileDialogProps) {
  const [path, setPath] = useState('');
  const [text, setText] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const form = useId();
  const problem = pathProblem(path, taken);
  const file = useFileChoice({
    accept: '',
    longestBytes: longestFile,
    onText: (read, name) => {
      setText(read);
      setPath((before) => (before === '' ? name : before));
    },
  });
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="Add a file"
      description="It goes into the Space beside the others, and can be written here."
      initialFocus={field}
      footer={
        <>
          <Button icon={FileUp} className="mr-auto" onClick={file.choose}>
            Take one from here
          </Button>
          <Button type="submit" form={form} variant="primary" disabled={problem !== null}>
            Add it
          </Button>
        </>
      }
    >
      {file.input}
      <form
        id={form}
        onSubmit={(event) => {
          event.preventDefault();
          if (problem === null) onAdd(path, text);
        }}
      >
        <TextField
          ref={field}
          label="Where in the repository"
          placeholder="packages.txt"
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          inputClassName="font-mono text-sm"
          maxLength={500}
          value={path}
          error={path !== '' && problem !== null ? problem : (file.problem ?? undefined)}
          hint={text === '' ? undefined : 'With the text of the file you chose.'}
          onChange={(event) => setPath(event.target.value.trimStart())}
        />
      </form>
    </Dialog>
  );
}
