// A Space's emoji on the gradient of its card, as the Hub draws it. Decoration:
// its name stands beside it.
import { cx } from './cx.ts';

const grounds: Readonly<Record<string, string>> = {
  red: 'var(--color-space-red)',
  yellow: 'var(--color-space-yellow)',
  green: 'var(--color-space-green)',
  blue: 'var(--color-space-blue)',
  indigo: 'var(--color-space-indigo)',
  purple: 'var(--color-space-purple)',
  pink: 'var(--color-space-pink)',
  gray: 'var(--color-space-gray)',
};

/** A named colour as one that can be drawn; a name newer than this app is drawn grey. */
export function spaceGround(color: string): string {
  return grounds[color] ?? 'var(--color-space-gray)';
}

export interface SpaceTileProps {
  emoji: string | null;
  /** `blue`, `indigo`, …; a word newer than this app is drawn grey. */
  from: string | null;
  to: string | null;
  /** `small` for a line, `large` for the head of a page. */
  size?: 'small' | 'medium' | 'large';
  /** It does not answer now: without its colours. */
  faded?: boolean;
}

const sizes = {
  small: 'size-6 rounded-sm text-[0.8125rem]',
  medium: 'size-9 rounded-md text-[1.125rem]',
  large: 'size-12 rounded-lg text-[1.5rem]',
};

export function SpaceTile({ emoji, from, to, size = 'medium', faded = false }: SpaceTileProps) {
  const first = grounds[from ?? ''] ?? grounds.gray;
  const last = grounds[to ?? ''] ?? grounds[from ?? ''] ?? grounds.gray;
  return (
    <span
      aria-hidden
      className={cx(
        'inline-grid shrink-0 place-items-center overflow-hidden leading-none transition-[filter,opacity] duration-200',
        sizes[size],
        faded && 'opacity-70 grayscale-60',
      )}
      style={{ backgroundImage: `linear-gradient(135deg, ${first}, ${last})` }}
    >
      {[...(emoji ?? '')].length > 0 ? emoji : <span className="size-1/3 rounded-full bg-surface opacity-80" />}
    </span>
  );
}
