// Says that the chosen model is served by nobody any more, and leads to others.
import { Button, buttonClasses } from '../../ui/button.tsx';
import { CircleAlert } from 'lucide-react';
import { Link } from '@tanstack/react-router';
import { MarkedId } from './marked-id.tsx';

export function LostChoice({ model, onSimilar }: { model: string; onSimilar: (words: string) => void }) {
  return (
    <div
      role="status"
      className="flex flex-wrap items-center gap-x-4 gap-y-2 rounded-lg border border-line-strong bg-surface py-2.5 pr-2.5 pl-3.5"
    >
      <CircleAlert aria-hidden className="size-4.5 shrink-0 text-ink" strokeWidth={1.75} />
      <p className="min-w-60 flex-1 text-ink-2">
        <MarkedId id={model} /> is no longer warm: nobody serves it now. Choose another to go on.
      </p>
      <span className="flex gap-1">
        <Button size="small" onClick={() => onSimilar(family(model))}>
          Show similar ones
        </Button>
        <Link to="." search={(before) => ({ ...before, model })} className={buttonClasses('quiet', 'small')}>
          Its details
        </Link>
      </span>
    </div>
  );
}

/** The first words of the name, which those of the same making share: `Llama 3.1` of `meta-llama/Llama-3.1-8B`. */
function family(model: string): string {
  return model
    .slice(model.indexOf('/') + 1)
    .split(/[-_]/, 2)
    .join(' ');
}
