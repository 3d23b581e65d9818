// Names with values, one a line, to be added to and taken from: variables, labels,
// secrets. A secret's value is written and never shown.
import { Plus, Trash2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from './button.tsx';
import { IconButton } from './icon-button.tsx';
import { SecretArea } from './secret-area.tsx';
import { TextField } from './text-field.tsx';

export interface RowGroupProps {
  title: string;
  about: ReactNode;
  addLabel: string;
  onAdd: () => void;
  children: ReactNode;
}

/** Lines under a title, and the button that adds another. */
export function RowGroup({ title, about, addLabel, onAdd, children }: RowGroupProps) {
  return (
    <fieldset className="grid min-w-0 gap-2.5">
      <legend className="text-sm font-semibold text-ink">{title}</legend>
      <p className="max-w-[72ch] text-sm text-ink-3">{about}</p>
      <ul className="grid gap-2 empty:hidden">{children}</ul>
      <Button size="small" icon={Plus} className="justify-self-start" onClick={onAdd}>
        {addLabel}
      </Button>
    </fieldset>
  );
}

export interface PairGroupProps {
  title: string;
  about: ReactNode;
  addLabel: string;
  /** One of them in a word. */
  what: string;
  /** What a new one is called. */
  fresh: string;
  pairs: Readonly<Record<string, string>>;
  isName: (name: string) => boolean;
  onChange: (pairs: Record<string, string>) => void;
}

/** Plain names with plain values. */
export function PairGroup(props: PairGroupProps) {
  const { title, about, addLabel, what, fresh, pairs, isName, onChange } = props;
  const entries = Object.entries(pairs);
  const names = entries.map(([name]) => name);
  return (
    <RowGroup
      title={title}
      about={about}
      addLabel={addLabel}
      onAdd={() => onChange({ ...pairs, [unusedName(fresh, names)]: '' })}
    >
      {entries.map(([name, value], at) => (
        <PairRow
          key={at}
          what={what}
          name={name}
          value={value}
          nameProblem={name !== '' && isName(name) ? null : 'Letters, digits and “_”.'}
          onName={(next) => {
            // Two of one name would be one: the name stays as it was until it differs.
            if (!names.includes(next)) onChange(Object.fromEntries(entries.with(at, [next, value])));
          }}
          onValue={(next) => onChange(Object.fromEntries(entries.with(at, [name, next])))}
          onRemove={() => onChange(Object.fromEntries(entries.toSpliced(at, 1)))}
        />
      ))}
    </RowGroup>
  );
}

export interface SecretGroupProps {
  about: ReactNode;
  names: readonly string[];
  /** Those that were given, by name. */
  values: Readonly<Record<string, string>>;
  nameProblem: (name: string, at: number) => string | null;
  onNames: (names: string[]) => void;
  /** Null takes it back. */
  onValue: (name: string, value: string | null) => void;
  /** A value may have line feeds. */
  lines?: boolean;
}

/** Names whose values are given here and kept elsewhere. */
export function SecretGroup({ about, names, values, nameProblem, onNames, onValue, lines = false }: SecretGroupProps) {
  return (
    <RowGroup
      title="Secrets"
      about={about}
      addLabel="Add a secret"
      onAdd={() => onNames([...names, unusedName('MY_SECRET', names)])}
    >
      {names.map((name, at) => (
        <PairRow
          key={at}
          what="secret"
          name={name}
          value={values[name] ?? ''}
          secret={lines ? 'lines' : 'line'}
          nameProblem={nameProblem(name, at)}
          onName={(next) => {
            // The value goes with its name, unless another has that name already.
            if (!names.includes(next)) {
              onValue(next, values[name] ?? '');
              onValue(name, null);
            }
            onNames(names.with(at, next));
          }}
          onValue={(value) => onValue(name, value)}
          onRemove={() => {
            onValue(name, null);
            onNames(names.toSpliced(at, 1));
          }}
        />
      ))}
    </RowGroup>
  );
}

interface PairRowProps {
  what: string;
  name: string;
  value: string;
  secret?: 'line' | 'lines';
  nameProblem: string | null;
  onName: (name: string) => void;
  onValue: (value: string) => void;
  onRemove: () => void;
}

function PairRow({ what, name, value, secret, nameProblem, onName, onValue, onRemove }: PairRowProps) {
  const valueLabel = `Value of ${name || `the ${what}`}`;
  return (
    <li className="grid grid-cols-[minmax(7rem,2fr)_minmax(8rem,3fr)_auto] items-start gap-2">
      <TextField
        label={`Name of the ${what}`}
        hideLabel
        className="gap-0.5!"
        inputClassName="font-mono text-sm"
        autoComplete="off"
        spellCheck={false}
        value={name}
        error={nameProblem ?? undefined}
        onChange={(event) => onName(event.target.value.trim())}
      />
      {secret === 'lines' ? (
        <SecretArea
          label={valueLabel}
          hideLabel
          placeholder="Value, one line or several"
          value={value}
          className="resize-none text-sm leading-5"
          onChange={(event) => onValue(event.target.value)}
        />
      ) : (
        <TextField
          label={valueLabel}
          hideLabel
          className="gap-0.5!"
          inputClassName="font-mono text-sm"
          type={secret ? 'password' : 'text'}
          autoComplete={secret ? 'new-password' : 'off'}
          spellCheck={false}
          placeholder="Value"
          maxLength={20_000}
          value={value}
          onChange={(event) => onValue(event.target.value)}
        />
      )}
      <IconButton icon={Trash2} label={`Remove ${name || `the ${what}`}`} onClick={onRemove} />
    </li>
  );
}

function unusedName(stem: string, taken: readonly string[]): string {
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? stem : `${stem}_${number}`;
    if (!taken.includes(name)) return name;
  }
}
