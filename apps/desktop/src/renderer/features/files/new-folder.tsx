import { useMutation } from '@tanstack/react-query';
import { FolderPlus } from 'lucide-react';
import { useState } from 'react';
import { orpc } from '../../api/client.ts';
import { explain } from '../../api/explain.ts';
import { toFailure } from '../../api/failure.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/text-field.tsx';

/** Makes a folder in `folder` and goes into it. */
export function NewFolder({ folder, onMade }: { folder: string; onMade: (path: string) => void }) {
  const [name, setName] = useState<string | null>(null);
  const make = useMutation(
    orpc.files.makeFolder.mutationOptions({
      onSuccess: ({ path }) => {
        setName(null);
        onMade(path);
      },
    }),
  );
  if (name === null) {
    return (
      <Button size="small" variant="quiet" icon={FolderPlus} onClick={() => setName('')}>
        New folder
      </Button>
    );
  }
  const isNamed = name.trim() !== '';
  return (
    <form
      className="min-w-0 flex-1"
      onSubmit={(event) => {
        event.preventDefault();
        if (isNamed && !make.isPending) make.mutate({ folder, name: name.trim() });
      }}
    >
      <TextField
        label="Name of the new folder"
        hideLabel
        placeholder="Name of the new folder"
        autoComplete="off"
        spellCheck={false}
        ref={(field) => field?.focus()}
        value={name}
        error={make.error ? explain(toFailure(make.error)).body : undefined}
        onChange={(event) => {
          make.reset();
          setName(event.target.value);
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          // Only the naming ends, not the whole question.
          event.stopPropagation();
          event.preventDefault();
          setName(null);
        }}
        after={
          <Button type="submit" disabled={!isNamed} loading={make.isPending}>
            Make it
          </Button>
        }
      />
    </form>
  );
}
