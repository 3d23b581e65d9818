const most = 1_000_000;

/** A limit as typed: a number, null for none, or `invalid`. */
export function readMaxTokens(typed: string): number | null | 'invalid' {
  const digits = typed.replace(/[\s,._]/g, '');
  if (digits === '') return null;
  const value = Number(digits);
  return /^\d+$/.test(digits) && value >= 1 && value <= most ? value : 'invalid';
}
