// Another name for a repository, or another namespace the token may write to.
// Whether it is free is asked before it is tried; whoever shows this asks.
import { type ReactNode, useState } from 'react';
import { Button } from './button.tsx';
import { Select } from './select.tsx';
import { TextField } from './text-field.tsx';
import { useSettled } from './use-settled.ts';

export interface NameCheck {
  state: 'free' | 'mine' | 'taken' | 'refused';
  reason: string | null;
}

/** What is typed, and what of it is to be asked about once the typing rests; null: nothing. */
export function useRenameDraft(id: string, disabled: boolean) {
  const [current = '', currentName = ''] = id.split('/');
  const [namespace, setNamespace] = useState(current);
  const [typed, setTyped] = useState(currentName);
  const name = typed.trim();
  const to = `${namespace}/${name}`;
  const settled = useSettled(to, 350);
  const isAsked = to !== id && name !== '' && settled === to && !disabled;
  return { current, namespace, setNamespace, typed, setTyped, to, asked: isAsked ? { namespace, name } : null };
}

export interface RenameFormProps {
  draft: ReturnType<typeof useRenameDraft>;
  /** What it is: `dataset`. */
  what: string;
  namespaces: readonly { name: string; mayWrite: boolean; reason: string | null }[];
  disabled: boolean;
  /** What the Hub says of the name asked about; undefined before it does. */
  check: NameCheck | undefined;
  onRename: (to: string) => void;
  onEdit: () => void;
  loading: boolean;
  /** Why it did not work. */
  children?: ReactNode;
}

export function RenameForm(props: RenameFormProps) {
  const { draft, what, namespaces, disabled, check, onRename, onEdit, loading, children } = props;
  const { current, to } = draft;
  const isAsked = draft.asked !== null;
  const isFree = isAsked && check?.state === 'free';
  return (
    <form
      className="grid w-full gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (isFree && !loading) onRename(to);
      }}
    >
      <div className="grid grid-cols-[minmax(0,13rem)_minmax(0,1fr)] items-start gap-2 max-rail:grid-cols-1">
        <Select
          label="Namespace"
          options={[
            { value: current, label: current },
            ...namespaces
              .filter((each) => each.name !== current)
              .map((each) => ({
                value: each.name,
                label: each.name,
                disabled: !each.mayWrite,
                ...(each.reason !== null && { hint: each.reason }),
              })),
          ]}
          value={draft.namespace}
          onChange={draft.setNamespace}
          disabled={disabled}
        />
        <TextField
          label="Name"
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          value={draft.typed}
          disabled={disabled}
          error={isAsked && check && check.state !== 'free' ? takenWords(what, check) : undefined}
          hint={isFree ? `${to} is free.` : undefined}
          onChange={(event) => {
            onEdit();
            draft.setTyped(event.target.value);
          }}
          after={
            <Button type="submit" disabled={disabled || !isFree} loading={loading}>
              Rename
            </Button>
          }
        />
      </div>
      {children}
    </form>
  );
}

function takenWords(what: string, { state, reason }: NameCheck): string {
  if (state === 'mine') return `Another ${what} of yours has this name. Choose another.`;
  if (state === 'taken') return `Somebody else’s ${what} has this name. Choose another.`;
  return reason ?? 'The Hub does not allow this name. Choose another.';
}
