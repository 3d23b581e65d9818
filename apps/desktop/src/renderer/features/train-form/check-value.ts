// Whether a value can be a parameter's, from the table that everything about
// parameters comes from. The host checks again; this is for words beside the field.
import type { Parameter } from '@hubdesk/shared/train/parameters';

export type ParameterValue = number | string | boolean | null;

/** What is wrong with the value, in a sentence that follows the field's name; null when nothing is. */
export function valueProblem(parameter: Parameter, value: unknown): string | null {
  if (value === null) return parameter.nullable ? null : 'must be given.';
  switch (parameter.kind) {
    case 'integer':
    case 'number': {
      const whole = parameter.kind === 'integer';
      if (typeof value !== 'number' || !Number.isFinite(value)) return `must be a ${whole ? 'whole ' : ''}number.`;
      if (whole && !Number.isInteger(value)) return 'must be a whole number.';
      if (value < parameter.min || value > parameter.max) {
        return `must be from ${plain(parameter.min)} to ${plain(parameter.max)}.`;
      }
      return null;
    }
    case 'choice':
      return typeof value === 'string' && parameter.choices.includes(value)
        ? null
        : `must be one of ${parameter.choices.join(', ')}.`;
    case 'switch':
      return typeof value === 'boolean' ? null : 'must be true or false.';
    case 'text':
      if (typeof value !== 'string') return 'must be text.';
      return value.length > 500 ? 'has at most 500 characters.' : null;
  }
}

/** A typed text as the parameter's value. A number may have spaces or commas between its thousands. */
export function readTyped(parameter: Parameter, text: string): unknown {
  const tidy = text.trim();
  if (tidy === '' && parameter.nullable) return null;
  if (parameter.kind !== 'integer' && parameter.kind !== 'number') return text;
  // A dot is never a thousands' mark: 2.5 is two and a half, and 1,024 is not one and a bit.
  const number = tidy.replace(/(?<=\d)[ ,](?=\d{3}(?!\d))/g, '');
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(number) ? Number(number) : Number.NaN;
}

/** A number as one would type it: `0.03`, `2e-4`, `4294967295`. */
export function plain(value: number): string {
  return value !== 0 && Math.abs(value) < 0.001 ? value.toExponential().replace('e+', 'e') : String(value);
}
