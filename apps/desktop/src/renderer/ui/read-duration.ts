// A timeout as a person types and reads it.

const unitSeconds: Record<string, number> = { d: 86_400, h: 3_600, m: 60, s: 1 };

/** `90`, `90 min`, `1 h 30 min`, `1.5 hours`, `1h30`, `2 days` in seconds; null for anything else. A bare number is minutes. */
export function readDuration(text: string): number | null {
  const tidy = text.trim().toLowerCase().replaceAll(',', '.');
  if (/^\d+(?:\.\d+)?$/.test(tidy)) return Math.round(Number(tidy) * 60);
  const part = /(\d+(?:\.\d+)?)\s*([a-z]*)\s*/y;
  let seconds = 0;
  let last: number | null = null;
  while (part.lastIndex < tidy.length) {
    const found = part.exec(tidy);
    if (!found) return null;
    const [, number = '', word = ''] = found;
    const unit: number | undefined = word === '' ? (last === 3_600 ? 60 : undefined) : unitOf(word);
    if (unit === undefined || (last !== null && unit >= last)) return null;
    seconds += Number(number) * unit;
    last = unit;
  }
  return last === null ? null : Math.round(seconds);
}

function unitOf(word: string): number | undefined {
  return /^(?:d|days?|h|hrs?|hours?|m|mins?|minutes?|s|secs?|seconds?)$/.test(word)
    ? unitSeconds[word.charAt(0)]
    : undefined;
}

/** `45 min`, `1 h 30 min`, `2 days 4 h`: every unit that counts, so that it reads back as the same time. */
export function writeDuration(seconds: number): string {
  const parts: string[] = [];
  let rest = Math.round(seconds);
  for (const [size, one, many] of [
    [86_400, 'day', 'days'],
    [3_600, 'h', 'h'],
    [60, 'min', 'min'],
    [1, 's', 's'],
  ] as const) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) parts.push(`${count} ${count === 1 ? one : many}`);
  }
  return parts.length === 0 ? '0 min' : parts.join(' ');
}
