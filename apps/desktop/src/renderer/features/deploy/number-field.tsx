// A number with its ends. What is typed stays as it is until it is one that can
// be taken; the form hears of both.
import { type ReactNode, useState } from 'react';
import { TextField } from '../../ui/text-field.tsx';
import type { Place } from './deploy-faults.ts';
import type { DeployForm } from './use-deploy-form.ts';

export interface NumberFieldProps {
  form: DeployForm;
  place: Place;
  label: string;
  value: number;
  min: number;
  max: number;
  /** Otherwise only whole numbers. */
  fractions?: boolean;
  hint?: ReactNode;
  onChange: (value: number) => void;
}

export function NumberField(props: NumberFieldProps) {
  const { form, place, label, value, min, max, fractions = false, hint, onChange } = props;
  const [text, setText] = useState<string | null>(null);
  const problem = form.typed[label]?.problem;
  return (
    <TextField
      label={label}
      inputMode={fractions ? 'decimal' : 'numeric'}
      autoComplete="off"
      inputClassName="tabular-nums"
      hint={hint}
      // A form that was filled anew has forgotten what was typed.
      value={problem === undefined ? (text !== null && Number(text) === value ? text : String(value)) : (text ?? '')}
      error={problem === undefined ? undefined : `This ${problem}`}
      onChange={(event) => {
        const next = event.target.value;
        setText(next);
        const number = next.trim() === '' ? Number.NaN : Number(next.replace(',', '.'));
        const wrong = numberProblem(number, min, max, fractions);
        form.type(label, place, wrong);
        if (wrong === null) onChange(number);
      }}
      onBlur={() => problem === undefined && setText(null)}
    />
  );
}

function numberProblem(number: number, min: number, max: number, fractions: boolean): string | null {
  if (!Number.isFinite(number)) return 'must be a number.';
  if (!fractions && !Number.isInteger(number)) return 'must be a whole number.';
  if (number < min) return `must be at least ${min}.`;
  return number > max ? `must be at most ${max}.` : null;
}
