import { useMinute } from './use-minute.ts';

const steps = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const;

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
const day = new Intl.DateTimeFormat('en', { dateStyle: 'medium' });
const exact = new Intl.DateTimeFormat('en', { dateStyle: 'full', timeStyle: 'short' });

/** A moment, as "3 hours ago" or as its day; the exact time on hover. `iso` that is no date is shown as it is. */
export function Time({ iso, as = 'ago' }: { iso: string; as?: 'ago' | 'day' }) {
  const minute = useMinute();
  const at = Date.parse(iso);
  if (Number.isNaN(at)) return <span>{iso}</span>;
  return (
    <time dateTime={iso} title={exact.format(at)}>
      {as === 'day' ? day.format(at) : agoWords(at, minute)}
    </time>
  );
}

/** `at` and `now` in milliseconds. */
export function agoWords(at: number, now: number): string {
  const seconds = (at - now) / 1_000;
  const step = steps.find(([, size]) => Math.abs(seconds) >= size);
  return step ? relative.format(Math.round(seconds / step[1]), step[0]) : 'just now';
}
