// Bytes in the Hub's own units: powers of a thousand.
const units = ['bytes', 'kB', 'MB', 'GB', 'TB'] as const;

/** `0 bytes`, `812 bytes`, `4.2 kB`, `64 MB`, `1.25 GB`. */
export function formatBytes(bytes: number): string {
  let unit = 0;
  let value = bytes;
  // What would be printed as 1000 of one unit is 1 of the next.
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1_000;
    unit += 1;
  }
  if (unit === 0) return value === 1 ? '1 byte' : `${Math.round(value)} bytes`;
  const digits = unit < 3 ? (value < 9.95 ? 1 : 0) : value < 9.995 ? 2 : value < 99.95 ? 1 : 0;
  return `${value.toFixed(digits)} ${units[unit]}`;
}

/** `4.2 MB/s`. */
export function formatByteRate(bytesPerSecond: number): string {
  return `${formatBytes(bytesPerSecond)}/s`;
}
