// Values as Python writes them, on one line. A text comes out the same in JSON,
// so that a reader without Python can take it back.

export type PythonValue = string | number | boolean | null | readonly PythonValue[];

// Control and format characters, which would be invisible or turn the line around on a screen.
const unseen = /[\u007f-\u00a0\u00ad\u061c\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff\ufff9-\uffff]/g;

/** Throws for a number that is not finite. */
export function pythonLiteral(value: PythonValue): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'string') return quoted(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new RangeError(`${value} has no literal`);
    return String(value);
  }
  return `[${value.map(pythonLiteral).join(', ')}]`;
}

function quoted(text: string): string {
  return JSON.stringify(text).replace(unseen, (each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** `name=value` of a call, one to a line, indented by four spaces. */
export function pythonArguments(values: Readonly<Record<string, PythonValue>>): string {
  return Object.entries(values)
    .map(([name, value]) => `    ${name}=${pythonLiteral(value)},\n`)
    .join('');
}
