// A cell as JSON can carry it: dates as text, big numbers as numbers, bytes in base64.

export function plainCell(cell: unknown): unknown {
  if (cell === undefined) return null;
  if (typeof cell === 'bigint') return Number(cell);
  if (cell instanceof Date) return cell.toISOString();
  if (cell instanceof Uint8Array) return Buffer.from(cell).toString('base64');
  if (Array.isArray(cell)) return cell.map(plainCell);
  if (typeof cell === 'object' && cell !== null) {
    return Object.fromEntries(Object.entries(cell).map(([field, inner]) => [field, plainCell(inner)]));
  }
  return cell;
}
