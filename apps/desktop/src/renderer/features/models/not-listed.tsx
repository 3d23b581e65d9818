// Favourites or recent models that the list does not have: nobody serves them now.
import { Link } from '@tanstack/react-router';
import { MarkedId } from './marked-id.tsx';

const most = 5;

export function NotListed({ ids }: { ids: readonly string[] }) {
  if (ids.length === 0) return null;
  return (
    <p className="border-t border-line px-6 py-3 text-sm text-ink-3 rail:px-8">
      Not warm now:{' '}
      {ids.slice(0, most).map((id, at) => (
        <span key={id}>
          {at > 0 && ', '}
          <Link
            to="."
            search={(before) => ({ ...before, model: id })}
            className="underline decoration-line-strong underline-offset-3 hover:decoration-current"
          >
            <MarkedId id={id} />
          </Link>
        </span>
      ))}
      {ids.length > most && ` and ${ids.length - most} more`}
    </p>
  );
}
