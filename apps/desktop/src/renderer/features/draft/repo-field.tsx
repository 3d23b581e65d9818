// Namespace and name of the dataset, and whether it can be called that.
import { Check } from 'lucide-react';
import { explain } from '../../api/explain.ts';
import { toFailure } from '../../api/failure.ts';
import { Select } from '../../ui/select.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { TextField } from '../../ui/text-field.tsx';
import type { Namespace } from './upload-part.tsx';

export interface RepoFieldProps {
  namespaces: readonly Namespace[];
  namespace: string;
  name: string;
  checking: boolean;
  answer: { state: 'free' | 'mine' | 'taken' | 'refused'; reason: string | null } | null;
  failure: Error | null;
  onNamespace: (namespace: string) => void;
  onName: (name: string) => void;
}

export function RepoField(props: RepoFieldProps) {
  const { namespaces, namespace, name, checking, answer, failure, onNamespace, onName } = props;
  return (
    <div className="grid gap-1.5">
      <div className="grid grid-cols-[minmax(7rem,2fr)_auto_minmax(10rem,3fr)] items-end gap-2">
        <Select
          label="Whose"
          options={namespaces.map(({ name: value, kind, mayWrite, reason }) => ({
            value,
            label: value,
            hint: reason ?? (kind === 'user' ? 'You' : 'Organization'),
            disabled: !mayWrite,
          }))}
          value={namespace}
          onChange={onNamespace}
        />
        <span aria-hidden className="pb-2 text-ink-3">
          /
        </span>
        <TextField
          label="Name"
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          maxLength={96}
          value={name}
          onChange={(event) => onName(event.target.value)}
          aria-invalid={answer?.state === 'taken' || answer?.state === 'refused' ? true : undefined}
          aria-describedby="upload-name-state"
          end={checking && name !== '' && <Spinner className="mr-2 size-4 text-ink-3" />}
        />
      </div>
      <p id="upload-name-state" role="status" className="min-h-5 text-sm text-ink-2">
        {failure ? explain(toFailure(failure)).title : answer && !checking && <Answer answer={answer} />}
      </p>
    </div>
  );
}

function Answer({ answer: { state, reason } }: { answer: NonNullable<RepoFieldProps['answer']> }) {
  switch (state) {
    case 'free':
      return (
        <span className="flex items-center gap-1.5">
          <Check aria-hidden className="size-4 text-accent" strokeWidth={2.25} />
          The name is free; the dataset is made with the upload.
        </span>
      );
    case 'mine':
      return 'It is there and yours: the new files join it, and take the place of those with the same names.';
    case 'taken':
      return <span className="text-ink">{reason ?? 'Somebody else has a dataset of this name. Choose another.'}</span>;
    case 'refused':
      return <span className="text-ink">{reason ?? 'The Hub does not take this name.'}</span>;
  }
}
