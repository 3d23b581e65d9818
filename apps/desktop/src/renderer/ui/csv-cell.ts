/** One cell of a CSV file. What a spreadsheet would take for a formula gets an apostrophe; quotes and lines are kept. */
export function csvCell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
