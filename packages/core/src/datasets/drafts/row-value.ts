// Rows as a person or a file writes them, as values.
import { AppError } from '@hubdesk/shared/errors';

/** On one line, its numbers as they were written. Rejects what is no JSON object with INVALID_INPUT. */
export function objectText(text: string): string {
  const value = valueOf(text);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    // No text in JSON goes over a line's end, so what stands around one is only layout.
    return text
      .split(/[\r\n]+/)
      .map((line) => line.trim())
      .join('');
  }
  const reason =
    value === undefined ? 'This is not JSON. Mend it, or leave the row out.' : 'A row has to be an object: { … }.';
  throw new AppError('INVALID_INPUT', reason, { field: 'edit.text', reason });
}

/** Undefined for what is not JSON. */
export function valueOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
