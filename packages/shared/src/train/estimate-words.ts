// Estimates in words: as exact as they are, and no more.

/** `0.4 GB`, `7.9 GB`, `24 GB`. */
export function sayGb(gb: number): string {
  if (gb < 0.1) return 'under 0.1 GB';
  return gb < 9.95 ? `${gb.toFixed(1)} GB` : `${Math.round(gb)} GB`;
}

/** `8 seconds`, `40 minutes`, `1½ hours`, `3 days`. */
export function sayDuration(seconds: number): string {
  if (seconds < 90) return count(Math.max(1, Math.round(seconds)), 'second');
  const minutes = seconds / 60;
  if (minutes < 85) return count(minutes < 20 ? Math.round(minutes) : Math.round(minutes / 5) * 5, 'minute');
  const hours = minutes / 60;
  if (hours < 48) return hours < 10 ? halves(hours, 'hour') : count(Math.round(hours), 'hour');
  return halves(hours / 24, 'day');
}

/** `about 0.5 seconds`, `about 7 seconds`: of something that happens again and again. */
export function sayStep(seconds: number): string {
  if (seconds < 0.1) return 'under a tenth of a second';
  return `about ${seconds < 1.5 ? `${seconds.toFixed(1)} seconds` : sayDuration(seconds)}`;
}

function count(number: number, word: string): string {
  return `${number.toLocaleString('en-US')} ${word}${number === 1 ? '' : 's'}`;
}

function halves(number: number, word: string): string {
  const rounded = Math.round(number * 2) / 2;
  if (Number.isInteger(rounded)) return count(rounded, word);
  return `${Math.floor(rounded)}½ ${word}s`;
}
