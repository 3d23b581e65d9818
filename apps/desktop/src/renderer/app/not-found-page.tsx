import { Link } from '@tanstack/react-router';
import { buttonClasses } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';

/** An address no page answers to. */
export function NotFoundPage() {
  return (
    <main id="main" tabIndex={-1} className="grid h-full place-items-center">
      <EmptyState
        title="There is no such page"
        action={
          <Link to="/" className={buttonClasses('primary')}>
            Go to the start
          </Link>
        }
      >
        The address may be old, or a letter in it may be wrong.
      </EmptyState>
    </main>
  );
}
