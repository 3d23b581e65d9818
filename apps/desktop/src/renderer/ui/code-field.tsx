// A long text that somebody edits as text: JSON, YAML, a script. Tab goes on to
// the next field as everywhere, so that nobody is caught in it.
import { useId } from 'react';
import { cx } from './cx.ts';
import { fieldClasses } from './text-field.tsx';

export interface CodeFieldProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  invalid?: boolean;
  describedBy?: string | undefined;
}

export function CodeField({ label, value, onChange, invalid = false, describedBy }: CodeFieldProps) {
  const id = useId();
  return (
    <>
      <label htmlFor={id} className="sr-only">
        {label}
      </label>
      <textarea
        id={id}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        spellCheck={false}
        autoCapitalize="off"
        autoComplete="off"
        wrap="off"
        aria-invalid={invalid || undefined}
        aria-describedby={describedBy}
        className={cx(
          fieldClasses,
          'block field-sizing-content h-auto max-h-128 min-h-64 resize-y overflow-auto bg-sunken py-2.5 font-mono text-xs leading-5 pointer-coarse:h-auto',
        )}
      />
    </>
  );
}
