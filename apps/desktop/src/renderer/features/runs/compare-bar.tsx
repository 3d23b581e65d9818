import { Link } from '@tanstack/react-router';
import { GitCompareArrows } from 'lucide-react';
import type { Run } from '@hubdesk/shared/train/run';
import { Button, buttonClasses } from '../../ui/button.tsx';
import { mostCompared } from './runs-search.ts';

/** What can be done with the runs that are chosen; at the foot of the window, so that it is there wherever one has scrolled. */
export function CompareBar({ runs, onClear }: { runs: readonly Run[]; onClear: () => void }) {
  if (runs.length === 0) return null;
  return (
    <div
      role="group"
      aria-label="Chosen runs"
      className="sticky bottom-4 z-10 mx-6 flex flex-wrap items-center gap-3 justify-self-center rounded-lg bg-surface py-2 pr-2 pl-4 shadow-float"
    >
      <p role="status" className="text-base text-ink">
        {runs.length === 1
          ? 'Choose one more to compare'
          : runs.length === mostCompared
            ? `${runs.length} runs chosen, as many as can be told apart`
            : `${runs.length} runs chosen`}
      </p>
      <div className="flex gap-1.5">
        <Button size="small" variant="quiet" onClick={onClear}>
          Choose none
        </Button>
        {runs.length > 1 && (
          <Link
            to="/train/compare"
            search={{ runs: runs.map(({ id }) => id).join(',') }}
            className={buttonClasses('primary', 'small')}
          >
            <GitCompareArrows aria-hidden className="size-4" strokeWidth={1.75} />
            Compare
          </Link>
        )}
      </div>
    </div>
  );
}
