import { ArrowDown } from 'lucide-react';
import { Button } from '../button.tsx';
import { formatPlural } from '../format-count.ts';

/** Over the end of a log that is held: back to its newest line. `fresh`: lines that came meanwhile. */
export function FollowButton({ isOver, fresh, onFollow }: { isOver: boolean; fresh: number; onFollow: () => void }) {
  return (
    <div className="pointer-events-none absolute inset-x-0 bottom-4 grid justify-items-center">
      <Button size="small" icon={ArrowDown} className="pointer-events-auto shadow-float" onClick={onFollow}>
        {isOver ? 'To the end' : fresh > 0 ? `Follow: ${formatPlural(fresh, 'new line')}` : 'Follow'}
      </Button>
    </div>
  );
}
