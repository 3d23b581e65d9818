const clock = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' });
const exact = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'medium' });

/** `14:03:11`; nothing for what is no date. */
export function timeWords(iso: string): string {
  const at = Date.parse(iso);
  return Number.isNaN(at) ? '' : clock.format(at);
}

/** `Nov 21, 2026, 2:03:11 PM`. */
export function exactWords(iso: string): string {
  const at = Date.parse(iso);
  return Number.isNaN(at) ? '' : exact.format(at);
}
