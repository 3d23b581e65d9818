import { UserRound } from 'lucide-react';
import { cx } from './cx.ts';

/** A person's picture, or the first letter of the name on a quiet ground. Decoration: the name stands beside it. */
export function Avatar({
  name,
  picture,
  className,
}: {
  name: string | null;
  picture: string | null;
  className?: string;
}) {
  if (picture)
    return <img alt="" src={picture} className={cx('rounded-full border border-line object-cover', className)} />;
  return (
    <span
      aria-hidden
      className={cx(
        'grid place-items-center rounded-full border border-line-strong bg-surface text-sm font-semibold text-ink-2 uppercase',
        className,
      )}
    >
      {name ? name.charAt(0) : <UserRound className="size-[55%]" strokeWidth={1.75} />}
    </span>
  );
}
